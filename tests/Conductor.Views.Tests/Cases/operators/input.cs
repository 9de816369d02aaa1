public readonly struct Money
{
    private readonly decimal _amount;

    public Money(decimal amount) => _amount = amount;

    ~Money() => Console.WriteLine("gone");

    public static Money operator +(Money left, Money right) => new(left._amount + right._amount);

    public static Money operator checked -(Money left, Money right)
    {
        return new(left._amount - right._amount);
    }

    public static bool operator true(Money money) => money._amount != 0;

    public static bool operator false(Money money)
    {
        return money._amount == 0;
    }

    public static implicit operator decimal(Money money) => money._amount;

    public static explicit operator checked Money(decimal amount) { return new(amount); }

    public void operator +=(Money other) { throw new InvalidOperationException(); }
}
