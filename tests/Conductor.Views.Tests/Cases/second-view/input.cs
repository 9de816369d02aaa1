using System;
using System.Text;

public class Ledger
{
    /// <summary>Does open. As ever.</summary>
    public int Open(int amount)
    {
        Console.WriteLine("Open with a text that is long enough to be worth leaving out", amount);
        return amount;
    }

    /// <summary>Does book. As ever.</summary>
    public int Book(int amount)
    {
        Console.WriteLine("Book with a text that is long enough to be worth leaving out", amount);
        return amount;
    }

    /// <summary>Does balance. As ever.</summary>
    public int Balance(int amount)
    {
        Console.WriteLine("The balance with a text that is long enough to be worth leaving out", amount);
        return amount;
    }

    /// <summary>Does close. As ever.</summary>
    public int Close(int amount, bool atOnce)
    {
        Console.WriteLine("Close with a text that is long enough to be worth leaving out", amount);
        return amount;
    }

}
