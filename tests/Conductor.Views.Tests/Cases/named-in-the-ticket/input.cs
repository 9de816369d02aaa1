using System;

public class Cart
{
    private decimal _total;

    /// <summary>Takes money back. Never below nothing.</summary>
    public void Refund(decimal amount)
    {
        _total = Math.Max(0, _total - amount);
    }

    /// <summary>Adds an item. Counts it once.</summary>
    public void Add(decimal price, int count)
    {
        for (var index = 0; index < count; index++)
        {
            _total += price;
        }
    }

    public void Print(IPrinter printer)
    {
        printer.WriteLine("a very long line of text that takes its tokens, and then some more of them");
        printer.WriteLine(_total);
    }

    public void Discount(decimal percent)
    {
        _total -= _total * percent / 100;
    }
}
