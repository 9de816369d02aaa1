namespace Broken;

class First
{
    int Before() { return 1; }

    void Missing()
    {
        if (true)
        {
            Console.WriteLine("no end");
    }

    int After() { return 2; }

    public int Public() { return 3; }
}

class Second
{
    int Fine() { return 4; }
}
