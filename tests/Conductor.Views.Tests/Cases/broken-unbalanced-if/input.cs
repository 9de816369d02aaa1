class Unbalanced
{
    int One() { return 1; }

#if NEVER
    int Two() { return 2; }

    int Three() { return 3; }
}
