using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Conductor.Views.Tests;

/// <summary>Half-typed, merged, truncated: a file is often no C# at all when a view of it is asked for.</summary>
public sealed class NeverThrowsProperties
{
    private static readonly string[] Paths = ["src/a.cs", "a.csx", "readme.md", "data.json", "no-extension", ""];
    private static readonly int?[] Budgets = [null, -1, 0, 1, 20, 60, 200, 1_000];
    private static readonly ViewLimits NothingIsSmall = new() { SmallFileTokens = -1 };

    private static readonly string[] Sources =
        [.. Repository.Sources.Concat(Repository.CaseInputs).Select(File.ReadAllText)];

    [Fact]
    public void Mutated_sources_give_a_view_within_the_budget() =>
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed => CheckMutation(new Random(seed)))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(150).WithEndSize(1_000_000));

    [Fact]
    public void Any_string_gives_a_view_within_the_budget() =>
        Prop.ForAll(ArbMap.Default.ArbFor<string>(), text => CheckAll(text ?? string.Empty, null))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(150));

    [Theory]
    [InlineData("class A {", 3_000)]
    [InlineData("namespace A {", 3_000)]
    [InlineData("class A { void B() {", 3_000)]
    [InlineData("{", 3_000)]
    [InlineData("(", 3_000)]
    [InlineData("List<", 3_000)]
    [InlineData("#if A\n", 3_000)]
    [InlineData("#region\n", 3_000)]
    [InlineData("// [HOT]\n", 3_000)]
    [InlineData("[CoreLogic] ", 3_000)]
    [InlineData("x => ", 3_000)]
    [InlineData("int a = 1 + ", 3_000)]
    [InlineData("$\"{", 3_000)]
    [InlineData("\"\"\"", 3_000)]
    [InlineData("\uD800", 3_000)]
    [InlineData("\r", 3_000)]
    [InlineData("# ", 3_000)]
    public void Absurd_nesting_gives_a_view(string piece, int times) =>
        Check(new ViewRequest("src/a.cs", string.Concat(Enumerable.Repeat(piece, times)), ViewLevel.Curated, 500), NothingIsSmall);

    private static void CheckMutation(Random random)
    {
        var text = Sources[random.Next(Sources.Length)];
        for (var change = random.Next(1, 6); change > 0; change--)
        {
            text = Mutation.Apply(text, random);
        }

        CheckAll(text, Budgets[random.Next(Budgets.Length)]);
    }

    private static void CheckAll(string text, int? budget)
    {
        foreach (var path in Paths)
        {
            foreach (var level in Enum.GetValues<ViewLevel>())
            {
                Check(new ViewRequest(path, text, level, budget), ViewLimits.Default);
                Check(new ViewRequest(path, text, level, budget), NothingIsSmall);
            }
        }
    }

    private static void Check(ViewRequest request, ViewLimits limits)
    {
        var view = ViewBuilder.Build(request, QuarterCounter.Instance, limits);

        Assert.Equal(QuarterCounter.Instance.Count(view.Text), view.Tokens);
        Assert.True(
            view.Tokens <= Math.Max(0, request.BudgetTokens ?? int.MaxValue),
            $"{view.Tokens} tokens for a budget of {request.BudgetTokens} of {request.Path} at {request.Level}");
        if (request is { Level: ViewLevel.Full, BudgetTokens: null })
        {
            Assert.Same(request.Text, view.Text);
        }
    }
}
