namespace Shop;

/// <summary>A till. It is small, so it is shown as it is.</summary>
public class Till
{
    public int Count(int[] coins)
    {
        var sum = 0;
        foreach (var coin in coins)
        {
            sum += coin;
        }

        return sum;
    }
}
