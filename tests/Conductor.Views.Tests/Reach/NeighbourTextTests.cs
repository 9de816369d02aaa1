using Conductor.Views.Reach;
using Xunit;

namespace Conductor.Views.Tests.Reach;

public sealed class NeighbourTextTests
{
    private static readonly Neighbours Many = new(
        [.. Enumerable.Range(1, 20).Select(index => new UsedSymbol($"src/F{index % 3}.cs", index, $"public static int F{index % 3}.M{index}(string name)", Times: index))],
        [.. Enumerable.Range(1, 30).Select(index => new CallerLine($"src/C{index % 4}.cs", index, "C.Call", $"var x = M({index});"))]);

    [Fact]
    public void Uses_and_callers_stand_under_their_files()
    {
        var neighbours = new Neighbours([new UsedSymbol("src/A.cs", 12, "public int A.B()", 1)], [new CallerLine("src/C.cs", 7, "C.D", "a.E();"), new CallerLine("src/C.cs", 9, "", "E();")]);

        Assert.Equal(
            """
            // USES of other files:
            //   src/A.cs
            //     12: public int A.B()
            // USED BY 2 lines of other files:
            //   src/C.cs
            //     7: C.D: a.E();
            //     9: E();

            """.ReplaceLineEndings("\n"),
            NeighbourText.Of(neighbours, 1_000, O200kTokenCounter.Shared).Text);
    }

    [Fact]
    public void Callers_beyond_the_first_are_counted_by_file()
    {
        string text = NeighbourText.Of(Many, 10_000, O200kTokenCounter.Shared).Text;

        Assert.Equal(12, text.Split('\n').Count(line => line.Contains("C.Call", StringComparison.Ordinal)));
        Assert.Contains("//   and 5 in src/C1.cs", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(40)]
    [InlineData(100)]
    [InlineData(250)]
    [InlineData(600)]
    [InlineData(5_000)]
    public void The_budget_is_never_exceeded_and_the_count_is_exact(int budget)
    {
        NeighbourText text = NeighbourText.Of(Many, budget, O200kTokenCounter.Shared);

        Assert.InRange(text.Tokens, 0, Math.Max(0, budget));
        Assert.Equal(O200kTokenCounter.Shared.Count(text.Text), text.Tokens);
    }

    [Fact]
    public void What_is_named_the_most_stays_the_longest_and_the_rest_is_counted()
    {
        string text = NeighbourText.Of(Many, 300, O200kTokenCounter.Shared).Text;

        Assert.Contains("M20", text, StringComparison.Ordinal);
        Assert.DoesNotContain("M1(", text, StringComparison.Ordinal);
        Assert.Contains("of 20 symbols", text, StringComparison.Ordinal);
    }

    [Fact]
    public void With_nothing_to_say_it_is_empty() => Assert.Equal(NeighbourText.Empty, NeighbourText.Of(Neighbours.None, 100, O200kTokenCounter.Shared));
}
