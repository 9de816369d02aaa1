namespace Shop;

public sealed class Store(IClock clock, ILogger<Store> logger, int capacity = 10) : Base(clock, () => { logger.Log("full"); })
{
    private readonly int _capacity = capacity > 0 ? capacity : throw new ArgumentOutOfRangeException(nameof(capacity));

    public bool IsOpen => clock.Now.Hour is >= 8 and < 20;

    public void Close()
    {
        logger.Log("closing");
    }
}

public struct Size(int width, int height)
{
    public int Area { get; } = width * height;
}
