namespace Shop;

public class Cart
{
    private decimal _total;

    public void Add(string item) => Add(Price.Of(item));

    /// <summary>Adds an amount. Attributes and documentation are given with the member.</summary>
    /// <param name="amount">Of money.</param>
    [Obsolete("use Put")]
    public void Add(decimal amount) // in the house's currency
    {
        _total += amount;
    }
}
