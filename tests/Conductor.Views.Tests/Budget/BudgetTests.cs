using System.Text;
using Xunit;

namespace Conductor.Views.Tests.Budget;

public sealed class BudgetTests
{
    private static readonly string Source = LargeSource();

    [Fact]
    public void Without_a_budget_the_level_asked_for_is_given()
    {
        var view = Build(ViewLevel.Curated, null);

        Assert.Equal(ViewLevel.Curated, view.Level);
        Assert.Null(view.Note);
        Assert.Contains("hot body", view.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_curated_view_too_large_becomes_the_skeleton_and_says_so()
    {
        var curated = Build(ViewLevel.Curated, null).Tokens;

        var view = Build(ViewLevel.Curated, curated - 1);

        Assert.Equal(Build(ViewLevel.Skeleton, null).Text, view.Text);
        Assert.Equal(ViewLevel.Skeleton, view.Level);
        Assert.Equal($"The curated view takes {curated} tokens and the budget is {curated - 1}, so this is the skeleton view.", view.Note);
    }

    [Fact]
    public void A_whole_file_too_large_becomes_the_curated_view()
    {
        var view = Build(ViewLevel.Full, Build(ViewLevel.Curated, null).Tokens);

        Assert.Equal(ViewLevel.Curated, view.Level);
        Assert.Contains("the full view takes", view.Note, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_skeleton_too_large_is_cut_at_a_line_under_a_header_that_says_so()
    {
        var view = Build(ViewLevel.Curated, 200);
        var lines = view.Text.Split('\n');

        Assert.InRange(view.Tokens, 150, 200);
        Assert.Contains($"cut after line {lines.Length - 2} of ", lines[0], StringComparison.Ordinal);
        Assert.EndsWith("\n", view.Text, StringComparison.Ordinal);
        Assert.StartsWith("Cut after line", view.Note, StringComparison.Ordinal);
    }

    [Fact]
    public void A_budget_too_small_for_a_header_gives_no_text_and_says_so()
    {
        var view = Build(ViewLevel.Curated, 3);

        Assert.Equal(string.Empty, view.Text);
        Assert.Equal(0, view.Tokens);
        Assert.Matches(@"^The budget of 3 tokens is too small for any view of src/large\.cs; ask again with more\. Its smallest view, signature, takes \d+\.$", view.Note);
    }

    [Theory]
    [InlineData(40)]
    [InlineData(100)]
    [InlineData(1_000)]
    [InlineData(3_000)]
    public void The_real_vocabulary_stays_within_the_budget_too(int budget)
    {
        var view = ViewBuilder.Build(new ViewRequest("src/large.cs", Source, ViewLevel.Full, budget), O200kTokenCounter.Shared);

        Assert.Equal(O200kTokenCounter.Shared.Count(view.Text), view.Tokens);
        Assert.InRange(view.Tokens, 0, budget);
    }

    [Fact]
    public void A_file_smaller_than_its_skeleton_is_given_whole_when_only_that_fits()
    {
        const string Text = "class A { int B() { return 1; } }";

        var view = ViewBuilder.Build(new ViewRequest("a.cs", Text, ViewLevel.Skeleton, 12), QuarterCounter.Instance);

        Assert.Equal(Text, view.Text);
        Assert.Equal("The whole file: it takes no more tokens than its skeleton.", view.Note);
    }

    [Fact]
    public void A_small_file_is_curated_whole_and_elided_as_a_skeleton()
    {
        string text = $"class A {{ int B() {{ return {string.Join(" + ", Enumerable.Repeat("1", 100))}; }} }}";

        Assert.Equal(text, ViewBuilder.Build(new ViewRequest("a.cs", text, ViewLevel.Curated), QuarterCounter.Instance).Text);
        Assert.EndsWith(
            "\nclass A { int B() { … L1-1 } }",
            ViewBuilder.Build(new ViewRequest("a.cs", text, ViewLevel.Skeleton), QuarterCounter.Instance).Text,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_skeleton_that_would_be_larger_than_a_small_file_is_the_file()
    {
        const string Text = "class A { int B() { return 1; } }";

        var view = ViewBuilder.Build(new ViewRequest("a.cs", Text, ViewLevel.Skeleton), QuarterCounter.Instance);

        Assert.Equal((Text, ViewLevel.Full, "The whole file: it takes no more tokens than its skeleton."), (view.Text, view.Level, view.Note));
    }

    [Fact]
    public void A_large_file_without_a_mark_says_how_to_mark_one()
    {
        var request = new ViewRequest("src/large.cs", Source.Replace("[HOT]", "hot", StringComparison.Ordinal), ViewLevel.Curated);

        Assert.StartsWith("No member is named or marked hot", ViewBuilder.Build(request, QuarterCounter.Instance).Note, StringComparison.Ordinal);
    }

    [Fact]
    public void A_path_cannot_break_the_header_in_two()
    {
        var view = ViewBuilder.Build(new ViewRequest("a\nb.cs", Source, ViewLevel.Skeleton), QuarterCounter.Instance);

        Assert.StartsWith("// VIEW a?b.cs @", view.Text, StringComparison.Ordinal);
    }

    private static FileView Build(ViewLevel level, int? budget) =>
        ViewBuilder.Build(new ViewRequest("src/large.cs", Source, level, budget), QuarterCounter.Instance);

    private static string LargeSource()
    {
        var source = new StringBuilder("class Large\n{\n");
        for (var index = 0; index < 200; index++)
        {
            source.Append("    int Cold").Append(index).Append("()\n    {\n        return /* a body that nobody needs to see here */ 1;\n    }\n\n");
        }

        return source.Append("    // [HOT]\n    string Hot()\n    {\n        return \"hot body\";\n    }\n}\n").ToString();
    }
}
