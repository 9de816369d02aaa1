namespace Shopkeeper;

/// <summary>What a cart costs, step by step, as it stands on the receipt.</summary>
/// <param name="Subtotal">All lines, before discount.</param>
/// <param name="Discount">What is taken off the subtotal; zero or more.</param>
/// <param name="Shipping">What is added for sending.</param>
public sealed record Price(Money Subtotal, Money Discount, Money Shipping)
{
    /// <summary>What the customer pays.</summary>
    public Money Total => Subtotal - Discount + Shipping;
}

/// <summary>Brings lines, discount and shipping together.</summary>
public static class PriceCalculator
{
    /// <summary>The VAT that is part of every price, in percent.</summary>
    public const decimal VatPercent = 20;

    /// <summary>Prices a cart; an empty one costs nothing.</summary>
    public static Price Calculate(Cart cart)
    {
        var subtotal = cart.Subtotal;
        var discount = Discount.For(cart);
        return new Price(subtotal, discount, Shipping.CostFor(subtotal - discount));
    }

    /// <summary>The VAT within an amount that includes it.</summary>
    public static Money VatWithin(Money gross) => Money.Of(gross.Amount * VatPercent / (100 + VatPercent));
}
