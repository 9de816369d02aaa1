using System.Globalization;
using Conductor.Core.Usage;
using Xunit;

namespace Conductor.Core.Tests.Usage;

public sealed class BudgetWordsTests
{
    [Theory]
    [InlineData("0", "$0.00")]
    [InlineData("0.00001", "<$0.0001")]
    [InlineData("0.0123", "$0.0123")]
    [InlineData("0.5", "$0.50")]
    [InlineData("1234.567", "$1,234.57")]
    public void Money_is_never_written_as_nothing_when_it_is_something(string amount, string expected) =>
        Assert.Equal(expected, BudgetWords.Money(decimal.Parse(amount, CultureInfo.InvariantCulture)));

    [Fact]
    public void Amounts_are_written_alike_whatever_the_machines_language()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        var other = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (other.NumberFormat.NumberDecimalSeparator, other.NumberFormat.NumberGroupSeparator) = (",", ".");
        CultureInfo.CurrentCulture = other;
        try
        {
            var standing = new BudgetStanding(null, new Budget(10_000, 0.5m, 1, 90), new TokenUsage(8_000, 1_800, 0, 1, Cost: 0.41m), TimeSpan.FromSeconds(3_000), default);

            Assert.Equal("10,000 tokens, $0.50, 1 model call, 90 minutes", BudgetWords.Limits(standing.Limits));
            Assert.Equal("9,800 of 10,000 tokens (98 %), $0.41 of $0.50 (82 %), 1 of 1 model call (100 %), 50 of 90 minutes (55 %)", BudgetWords.Spent(standing));
            Assert.Equal(BudgetKind.Calls, standing.Nearest);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
