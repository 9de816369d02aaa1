namespace Shop;

public class Till
{
    public Money Sum(Coin[] coins)
    {
        var sum = Money.None;
        foreach (var coin in coins)
        {
            sum = sum.Plus(coin.Worth);
        }

        return sum;
    }

    public void Open()
    {
        Drawer.Open();
    }
}
