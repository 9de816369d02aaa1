using System.Text;

namespace Shopkeeper;

/// <summary>A receipt as text, 40 characters wide.</summary>
public static class Receipt
{
    private const int Width = 40;

    /// <summary>One line per article, then discount, shipping and the total.</summary>
    public static string For(Cart cart)
    {
        var price = PriceCalculator.Calculate(cart);
        var text = new StringBuilder();
        foreach (var line in cart.Lines)
        {
            AppendRow(text, $"{line.Quantity} x {line.Article}", line.Total);
        }

        text.AppendLine(new string('-', Width));
        if (price.Discount > Money.Zero)
        {
            AppendRow(text, "Discount", Money.Zero - price.Discount);
        }

        AppendRow(text, "Shipping", price.Shipping);
        AppendRow(text, "Total", price.Total);
        return text.ToString();
    }

    private static void AppendRow(StringBuilder text, string name, Money amount)
    {
        var number = amount.ToString();
        text.Append(name.PadRight(Width - number.Length)).AppendLine(number);
    }
}
