using System.Text;
using Xunit;

namespace Conductor.Views.Tests;

public sealed class ContextFitTests
{
    private static readonly ViewRequest[] Requests =
    [
        Request("near.cs", ViewLevel.Curated) with { Wishes = "Class.Method3" },
        Request("far.cs", ViewLevel.Skeleton),
        Request("farther.cs", ViewLevel.Skeleton),
    ];

    [Fact]
    public void What_fits_is_as_it_is_alone() =>
        Assert.Equal(
            Requests.Select(request => Seen(ViewBuilder.Build(request, QuarterCounter.Instance))),
            ContextFit.Build(Requests, 1_000_000, QuarterCounter.Instance).Select(Seen));

    [Fact]
    public void The_farthest_file_steps_down_first_and_the_nearest_last()
    {
        var steps = new List<string>();
        for (var budget = 30_000; budget >= 0; budget -= 50)
        {
            var levels = string.Join(' ', ContextFit.Build(Requests, budget, QuarterCounter.Instance).Select(view => view.Tokens == 0 ? "None" : view.Level.ToString()));
            if (steps.LastOrDefault() != levels)
            {
                steps.Add(levels);
            }
        }

        Assert.Equal(
            [
                "Curated Skeleton Skeleton", "Curated Skeleton Outline", "Curated Outline Outline", "Curated Outline Signature", "Curated Signature Signature",
                "Skeleton Signature Signature", "Outline Signature Signature", "Signature Signature Signature",
            ],
            steps.Take(8));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(100)]
    [InlineData(500)]
    [InlineData(2_000)]
    [InlineData(10_000)]
    public void The_budget_of_all_is_never_exceeded(int budget)
    {
        var views = ContextFit.Build(Requests, budget, O200kTokenCounter.Shared);

        Assert.Equal(Requests.Length, views.Length);
        Assert.InRange(views.Sum(view => view.Tokens), 0, Math.Max(0, budget));
        Assert.All(views, view => Assert.Equal(O200kTokenCounter.Shared.Count(view.Text), view.Tokens));
        Assert.All(views, view => Assert.True(view.Tokens > 0 || view.Note is not null));
    }

    [Fact]
    public void No_file_gives_no_view() => Assert.Empty(ContextFit.Build([], 10, QuarterCounter.Instance));

    private static (string, ViewLevel, int, string?) Seen(FileView view) => (view.Text, view.Level, view.Tokens, view.Note);

    private static ViewRequest Request(string path, ViewLevel level)
    {
        var source = new StringBuilder("class Class\n{\n");
        for (var index = 0; index < 100; index++)
        {
            source.Append("    /// <summary>Does what it does.</summary>\n    public int Method").Append(index)
                .Append("(int number, string text)\n    {\n        var sum = number + text.Length + ").Append(index)
                .Append(";\n        return sum * 2 + text.GetHashCode();\n    }\n\n");
        }

        return new ViewRequest(path, source.Append("}\n").ToString(), level);
    }
}
