class Marked
{
    int One() { return 1; }
}