using System.Text;
using Xunit;

namespace Conductor.Views.Tests.Choice;

/// <summary>Which bodies a curated view shows.</summary>
public sealed class BodyChoiceTests
{
    private static readonly ViewLimits NothingIsSmall = new() { SmallFileTokens = -1 };

    private static readonly string Source = Shop();

    [Theory]
    [InlineData("Mend Order.Cancel, it forgets the refund.", "Order.Cancel")]
    [InlineData("`Shop.Order.Cancel()` throws", "Order.Cancel")]
    [InlineData("see Store<Order, int>.Find for how", "Store.Find")]
    [InlineData("Store.Find.Length is odd", "Store.Find")]
    [InlineData("Basket.Line.Weigh", "Basket.Line.Weigh")]
    [InlineData("Line.Weigh", "Basket.Line.Weigh")]
    [InlineData("PrintReceipt must not", "Order.PrintReceipt")]
    [InlineData("why does `weigh` or `Weigh` fail", "Basket.Line.Weigh")]
    [InlineData("call Weigh() once", "Basket.Line.Weigh")]
    public void A_member_that_the_ticket_names_is_shown(string wishes, string member) => Assert.Contains(member, Named(wishes));

    [Theory]
    [InlineData("Weigh everything before it is sent")]
    [InlineData("Order and Store and nothing")]
    [InlineData("Total")]
    [InlineData("Nothing.Cancel")]
    [InlineData("`Total` is wrong")]
    public void Words_of_prose_and_names_of_several_members_name_none(string wishes) => Assert.Empty(Named(wishes));

    [Fact]
    public void Overloads_are_named_together()
    {
        var view = Build("Order.Add");

        Assert.Contains("add one", view.Text, StringComparison.Ordinal);
        Assert.Contains("add many", view.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Named_goes_before_hot_and_hot_before_what_shares_words_and_that_before_the_rest()
    {
        string[] bodies = ["cancel body of it all", "hot body, as they say", "refund of a gift card", "unrelated body, total"];
        const string Wishes = "Order.Cancel: gift cards need a refund";
        var source = Source.Replace("    /// <summary>Cancels it. Sends a mail.</summary>\n", string.Empty, StringComparison.Ordinal);
        var shown = new List<string>();
        for (var budget = 60; budget < QuarterCounter.Instance.Count(source); budget++)
        {
            var text = ViewBuilder.Build(Request(Wishes) with { Text = source, BudgetTokens = budget }, QuarterCounter.Instance, NothingIsSmall).Text;
            shown.AddRange(bodies.Where(body => text.Contains(body, StringComparison.Ordinal)).Except(shown));
        }

        Assert.Equal(bodies, shown);
    }

    [Fact]
    public void Words_are_found_in_identifiers_and_plurals_match()
    {
        var view = Build("gift cards are refunded wrongly");

        Assert.Contains("refund of a gift card", view.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("unrelated body", view.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_budget_is_used_and_never_exceeded()
    {
        for (var budget = 0; budget < 1_200; budget += 7)
        {
            var view = ViewBuilder.Build(Request("Order.Cancel gift") with { BudgetTokens = budget }, O200kTokenCounter.Shared, NothingIsSmall);

            Assert.InRange(view.Tokens, 0, budget);
            Assert.Equal(O200kTokenCounter.Shared.Count(view.Text), view.Tokens);
        }
    }

    [Fact]
    public void A_file_that_fits_its_budget_is_whole() => Assert.Equal(Source, Build("Order.Cancel", 100_000).Text);

    [Fact]
    public void What_is_named_but_too_large_is_left_out_and_the_note_says_so()
    {
        var budget = 400;
        var view = Build("Order.Cancel", budget);
        while (view.Text.Contains("cancel body", StringComparison.Ordinal))
        {
            view = Build("Order.Cancel", --budget);
        }

        Assert.Equal(ViewLevel.Curated, view.Level);
        Assert.Matches($"^The curated view takes \\d+ tokens and the budget is {budget}, so this is as much as fits.$", view.Note);
    }

    [Fact]
    public void A_kept_member_keeps_all_of_its_documentation_and_others_a_sentence()
    {
        var view = Build("Order.Cancel");

        Assert.Contains("/// <summary>Cancels it. Sends a mail.</summary>", view.Text, StringComparison.Ordinal);
        Assert.Contains("/// Prints it.\n", view.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_request_gives_the_same_view() =>
        Assert.Equal(Build("refund gift Order", 300).Text, Build("refund gift Order", 300).Text);

    private static IEnumerable<string> Named(string wishes)
    {
        var outline = Conductor.Views.CSharp.CSharpOutline.Read("a.cs", Source, []);
        return Conductor.Views.Choice.NamedMembers.In(wishes, outline.Members).Select(member => member.FullName);
    }

    private static FileView Build(string wishes, int? budget = null) =>
        ViewBuilder.Build(Request(wishes) with { BudgetTokens = budget }, QuarterCounter.Instance, NothingIsSmall);

    private static ViewRequest Request(string wishes) => new("src/shop.cs", Source, ViewLevel.Curated) { Wishes = wishes };

    private static string Shop()
    {
        var source = new StringBuilder("namespace Shop;\n\npublic class Order\n{\n");
        Method(source, "decimal Total()", "unrelated body, total");
        Method(source, "void Add(Line line)", "add one");
        Method(source, "void Add(Line[] lines)", "add many");
        source.Append("    /// <summary>Cancels it. Sends a mail.</summary>\n");
        Method(source, "void Cancel()", "cancel body of it all");
        source.Append("    /// <summary>Prints it. On paper.</summary>\n");
        Method(source, "void PrintReceipt()", "printing");
        Method(source, "void GiveBack()", "refund of a gift card");
        source.Append("    // [HOT]\n");
        Method(source, "void Hot()", "hot body, as they say");
        source.Append("}\n\npublic class Store<TKey, TValue>\n{\n");
        Method(source, "TValue Find(TKey key)", "finding");
        Method(source, "int Total()", "adding up");
        source.Append("}\n\npublic class Basket\n{\n    public class Line\n    {\n");
        Method(source, "int Weigh()", "weighing");
        return source.Append("    }\n}\n").ToString();
    }

    private static void Method(StringBuilder source, string signature, string body) =>
        source.Append("    public ").Append(signature).Append("\n    {\n        // ").Append(body).Append("\n        throw new Exception();\n    }\n\n");
}
