namespace Shopkeeper;

/// <summary>One article in a cart.</summary>
/// <param name="Article">Its name, as it stands on the shelf and on the receipt.</param>
/// <param name="Price">The price of one piece, with VAT.</param>
/// <param name="Quantity">How many pieces; at least 1.</param>
public sealed record CartLine(string Article, Money Price, int Quantity)
{
    /// <summary>What the line costs before any discount.</summary>
    public Money Total => Price * Quantity;
}
