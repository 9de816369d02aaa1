namespace Shopkeeper;

/// <summary>What it costs to send an order.</summary>
public static class Shipping
{
    private static readonly Money Fee = Money.Of(4.90m);

    /// <summary>The fee for an order of this total after discount; an empty order is not sent.</summary>
    public static Money CostFor(Money total)
    {
        return total == Money.Zero ? Money.Zero : Fee;
    }
}
