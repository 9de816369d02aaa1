using System.Globalization;

namespace Shopkeeper;

/// <summary>An amount in the shop's only currency, always in whole cents.</summary>
public readonly record struct Money : IComparable<Money>
{
    /// <summary>Nothing to pay.</summary>
    public static readonly Money Zero;

    private Money(decimal amount) => Amount = amount;

    /// <summary>The amount with two decimals, for example 4.90.</summary>
    public decimal Amount { get; }

    /// <summary>Makes money of any number; what is smaller than a cent is rounded away.</summary>
    public static Money Of(decimal amount) => new(Math.Round(amount, 2));

    public static Money operator +(Money left, Money right) => new(left.Amount + right.Amount);

    public static Money operator -(Money left, Money right) => new(left.Amount - right.Amount);

    public static Money operator *(Money price, int quantity) => new(price.Amount * quantity);

    public static bool operator <(Money left, Money right) => left.Amount < right.Amount;

    public static bool operator >(Money left, Money right) => left.Amount > right.Amount;

    public static bool operator <=(Money left, Money right) => left.Amount <= right.Amount;

    public static bool operator >=(Money left, Money right) => left.Amount >= right.Amount;

    /// <summary>A part of the amount, in percent, rounded like every other amount.</summary>
    public Money Percent(decimal percent) => Of(Amount * percent / 100);

    public int CompareTo(Money other) => Amount.CompareTo(other.Amount);

    public override string ToString() => Amount.ToString("0.00", CultureInfo.InvariantCulture);
}
