namespace Shop;

public class Day
{
    public Money Close(Till till, Coin[] coins)
    {
        till.Open();
        return till.Sum(coins);
    }
}
