class Extra
{
    int One() { return 1; } }

    int Two() { return 2; }
}

>>>>>>> merge
class After { int Three() { return 3; } }
