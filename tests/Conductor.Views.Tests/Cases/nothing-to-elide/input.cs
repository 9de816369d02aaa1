namespace Shop;

public interface IClock
{
    DateTimeOffset Now { get; }
}
