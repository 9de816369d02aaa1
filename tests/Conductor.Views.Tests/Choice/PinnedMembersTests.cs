using Xunit;

namespace Conductor.Views.Tests.Choice;

public sealed class PinnedMembersTests
{
    private const string Code = """
        class Order
        {
            int Total() { return 1 + 1 + 1 + 1 + 1 + 1 + 1; }

            int Tax() { return 2 + 2 + 2 + 2 + 2 + 2 + 2; }

            class Line
            {
                int Price() { return 3 + 3 + 3 + 3 + 3 + 3 + 3; }

                int Count() { return 4 + 4 + 4 + 4 + 4 + 4 + 4; }
            }
        }
        """;

    [Theory]
    [InlineData("Order.Total", "1 + 1")]
    [InlineData("Order.Line", "3 + 3", "4 + 4")]
    [InlineData("Order.Line.Count", "4 + 4")]
    [InlineData("Order", "1 + 1", "2 + 2", "3 + 3", "4 + 4")]
    public void Only_bodies_of_what_was_chosen_are_shown_also_of_a_small_file(string member, params string[] shown)
    {
        FileView view = View(member);

        string[] all = ["1 + 1", "2 + 2", "3 + 3", "4 + 4"];
        Assert.Equal(shown, all.Where(body => view.Text.Contains(body, StringComparison.Ordinal)));
        Assert.Null(view.Note);
    }

    [Fact]
    public void A_member_that_is_gone_is_named()
    {
        FileView view = View("Order.Total", "Order.Gone");

        Assert.Contains("1 + 1", view.Text, StringComparison.Ordinal);
        Assert.Equal("There is no Order.Gone in this file any more.", view.Note);
    }

    [Fact]
    public void A_budget_that_is_too_small_for_them_holds_all_the_same()
    {
        FileView view = ViewBuilder.Build(new ViewRequest("a.cs", Code, ViewLevel.Curated, 60) { Members = ["Order"] }, O200kTokenCounter.Shared);

        Assert.InRange(view.Tokens, 1, 60);
    }

    private static FileView View(params string[] members) =>
        ViewBuilder.Build(new ViewRequest("a.cs", Code, ViewLevel.Curated) { Members = [.. members] }, O200kTokenCounter.Shared);
}
