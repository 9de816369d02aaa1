using System;

class Windows
{
    void Run()
    {
        Console.WriteLine();
    }

    // [HOT]
    int Arrow()
        => 1;
}
