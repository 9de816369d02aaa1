namespace Shopkeeper;

/// <summary>The shop's discounts. They do not add up: the better one counts.</summary>
public static class Discount
{
    private const int ManyPieces = 10;
    private const decimal ManyPiecesPercent = 3;
    private const decimal LargeOrderPercent = 5;

    private static readonly Money LargeOrder = Money.Of(50);

    /// <summary>What is taken off: 5 % for orders of 50.00 or more, 3 % for ten pieces or more.</summary>
    public static Money For(Cart cart)
    {
        var percent = 0m;
        if (cart.Pieces >= ManyPieces)
        {
            percent = ManyPiecesPercent;
        }

        if (cart.Subtotal > LargeOrder)
        {
            percent = LargeOrderPercent;
        }

        return cart.Subtotal.Percent(percent);
    }
}
