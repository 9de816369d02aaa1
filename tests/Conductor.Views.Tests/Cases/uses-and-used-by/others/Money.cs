namespace Shop;

public readonly record struct Money(int Cents)
{
    public static Money None { get; } = new(0);

    /// <summary>Both together.</summary>
    public Money Plus(Money other)
    {
        return new Money(Cents + other.Cents);
    }

    public Money Minus(Money other) => new(Cents - other.Cents);
}

public record Coin(Money Worth);

public static class Drawer
{
    public static void Open()
    {
    }
}
