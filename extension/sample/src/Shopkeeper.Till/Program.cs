using System.Globalization;
using Shopkeeper;

// Each argument is one article: name=price, or name=price*quantity.
var cart = new Cart();
foreach (var argument in args.DefaultIfEmpty("Tea=12.50*4"))
{
    var parts = argument.Split('=', '*');
    if (parts.Length < 2 || !decimal.TryParse(parts[1], CultureInfo.InvariantCulture, out var price))
    {
        Console.Error.WriteLine($"\"{argument}\" is not an article; write it as Tea=12.50 or Tea=12.50*4.");
        return 1;
    }

    var quantity = parts.Length > 2 ? int.Parse(parts[2], CultureInfo.InvariantCulture) : 1;
    cart.Add(parts[0], Money.Of(price), quantity);
}

Console.Write(Receipt.For(cart));
return 0;
