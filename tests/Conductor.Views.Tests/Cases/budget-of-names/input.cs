public class Cart
{
    public void First()
    {
        Console.WriteLine("nothing says that this one matters, and it is the first");
        Console.WriteLine("so it is shown only where there is room left over");
    }

    public void Redeem(Voucher voucher)
    {
        Console.WriteLine("words of the ticket: voucher, currency, and voucher again");
    }

    // [HOT]
    public void Marked()
    {
        Console.WriteLine("the source says that this one matters to all who look");
    }

    public void Named()
    {
        Console.WriteLine("the ticket says that this one matters to whom it is given");
    }

    public void Small()
    {
        Small();
        Small();
    }
}
