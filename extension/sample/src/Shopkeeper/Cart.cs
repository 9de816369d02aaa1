namespace Shopkeeper;

/// <summary>What a customer wants to buy, in the order in which it was put in.</summary>
public sealed class Cart
{
    private readonly List<CartLine> _lines = [];

    /// <summary>The articles so far.</summary>
    public IReadOnlyList<CartLine> Lines => _lines;

    /// <summary>How many pieces there are over all lines.</summary>
    public int Pieces => _lines.Sum(line => line.Quantity);

    /// <summary>What all lines cost before discount and shipping.</summary>
    public Money Subtotal => _lines.Aggregate(Money.Zero, (sum, line) => sum + line.Total);

    /// <summary>Puts pieces of an article into the cart.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The quantity is smaller than 1.</exception>
    public void Add(string article, Money price, int quantity = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(quantity, 1);
        _lines.Add(new CartLine(article, price, quantity));
    }

    /// <summary>Takes an article out, however many pieces there are of it.</summary>
    /// <returns>False when it was not in the cart.</returns>
    public bool Remove(string article) => _lines.RemoveAll(line => line.Article == article) > 0;
}
