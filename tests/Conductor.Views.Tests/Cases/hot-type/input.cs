[CoreLogic]
class Hot
{
    int One() { return 1; }

    class Inner
    {
        int Two() { return 2; }
    }
}

class AlsoHot
{ // [HOT]
    int Three() { return 3; }
}

class Cold
{
    int Four() { return 4; }
}

class WithOneHot
{
    // [HOT]
    int Five() { return 5; }

    int Six() { return 6; }
}
