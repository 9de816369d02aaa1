using Conductor.Views.CSharp;
using Conductor.Views.Members;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Conductor.Views.Tests.CSharp;

/// <summary>What holds for the views of any program, shown on made-up ones that hold all that is hard to read.</summary>
public sealed class GeneratedProgramProperties
{
    private static readonly ViewLimits NothingIsSmall = new() { SmallFileTokens = -1 };

    [Fact]
    public void Every_declaration_is_in_the_skeleton_and_in_the_outline_once() => Check(program =>
    {
        foreach (var level in new[] { ViewLevel.Skeleton, ViewLevel.Outline })
        {
            var view = Squeezed(Build(program, level).Text);
            Assert.All(program.Signatures, signature => Assert.Equal(1, Times(view, Squeezed(signature).TrimEnd(';'))));
        }
    });

    [Fact]
    public void Nothing_from_inside_a_left_out_body_is_in_a_skeleton_or_below() => Check(program =>
    {
        foreach (var level in new[] { ViewLevel.Skeleton, ViewLevel.Outline, ViewLevel.Signature })
        {
            var view = Build(program, level).Text;
            Assert.All(program.Inside, word => Assert.DoesNotContain(word, view, StringComparison.Ordinal));
        }
    });

    [Fact]
    public void The_lines_of_the_marks_are_those_of_the_bodies() => Check(program =>
    {
        var lines = program.Text.Split('\n');
        var gone = Marks.Lines(Build(program, ViewLevel.Skeleton).Text).SelectMany(mark => lines[(mark.First - 1)..mark.Last]).ToList();

        Assert.All(program.Inside, word => Assert.Contains(gone, line => line.Contains(word, StringComparison.Ordinal)));
    });

    [Fact]
    public void A_body_that_is_named_is_shown_to_the_byte() => Check(program =>
    {
        foreach (var (name, body) in program.Names.Zip(program.Bodies))
        {
            var view = ViewBuilder.Build(Request(program, ViewLevel.Curated) with { Wishes = $"see `{name}`", BudgetTokens = null }, QuarterCounter.Instance, NothingIsSmall);

            Assert.Contains(body, view.Text, StringComparison.Ordinal);
        }
    });

    [Fact]
    public void A_member_is_found_by_its_name_with_its_body_to_the_byte() => Check(program =>
    {
        var outline = CSharpOutline.Read("src/a.cs", program.Text, []);
        foreach (var (name, body) in program.Names.Zip(program.Bodies))
        {
            var found = Assert.IsType<LookupResult.Found>(MemberLookup.Find("src/a.cs", program.Text, outline, name));

            Assert.EndsWith(body, found.Text.TrimEnd(), StringComparison.Ordinal);
            Assert.Contains(found.Text, program.Text, StringComparison.Ordinal);
        }
    });

    [Fact]
    public void The_view_of_a_view_is_the_view() => Check(program =>
    {
        var view = Build(program, ViewLevel.Skeleton).Text;

        Assert.Equal(view, ViewBuilder.Build(new ViewRequest("src/a.cs", view, ViewLevel.Skeleton), QuarterCounter.Instance, NothingIsSmall).Text);
    });

    [Fact]
    public void Members_stand_in_the_order_of_the_text_and_bodies_do_not_overlap() => Check(program =>
    {
        var members = CSharpOutline.Read("src/a.cs", program.Text, []).Members;
        var position = 0;
        foreach (var body in members.SelectMany(member => Conductor.Views.Rendering.MemberBodies.Of(member)))
        {
            Assert.InRange(body.Start, position, body.End);
            position = body.End;
        }

        Assert.Equal(members.Select(member => member.Whole.Start).Order(), members.Select(member => member.Whole.Start));
        Assert.All(members, member => Assert.InRange(member.SignatureEnd, member.Whole.Start, member.Whole.End));
    });

    [Fact]
    public void A_declaration_of_an_unfinished_program_is_in_its_skeleton() => Check(program =>
    {
        var text = program.Text[..new Random(program.Text.Length).Next(program.Text.Length + 1)];

        AssertShowsAll(program, text);
    });

    [Fact]
    public void A_declaration_of_a_program_that_lacks_a_bracket_is_in_its_skeleton() => Check(program =>
    {
        var random = new Random(program.Text.Length);
        for (var time = 0; time < 10; time++)
        {
            // The end of a body is what is lost most often while somebody types, and what hides most.
            var lost = random.Next(2) == 0 ? "}" : "{}();";
            var brackets = program.Text.Index().Where(character => lost.Contains(character.Item)).Select(character => character.Index).ToList();
            AssertShowsAll(program, program.Text.Remove(brackets[random.Next(brackets.Count)], 1));
        }
    });

    [Fact]
    public void A_budget_holds_and_an_unfinished_program_has_a_view() => Check(program =>
    {
        var random = new Random(program.Text.Length);
        var request = new ViewRequest("src/a.cs", program.Text[..random.Next(program.Text.Length + 1)], ViewLevel.Curated, random.Next(600)) { Wishes = "Type1x.Member2x list text" };
        var view = ViewBuilder.Build(request, QuarterCounter.Instance, NothingIsSmall);

        Assert.InRange(view.Tokens, 0, request.BudgetTokens ?? 0);
        Assert.Equal(QuarterCounter.Instance.Count(view.Text), view.Tokens);
    });

    private static void Check(Action<GeneratedProgram> check) =>
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed => check(GeneratedProgram.Of(seed)))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(200).WithEndSize(1_000_000));

    /// <summary>What a broken text still declares must not be left out with a body whose end is lost.</summary>
    private static void AssertShowsAll(GeneratedProgram program, string text)
    {
        var (squeezed, view) = (Squeezed(text), Squeezed(ViewBuilder.Build(new ViewRequest("src/a.cs", text, ViewLevel.Skeleton), QuarterCounter.Instance, NothingIsSmall).Text));
        foreach (var signature in program.Signatures.Select(signature => Squeezed(signature).TrimEnd(';')).Where(signature => Times(squeezed, signature) == 1))
        {
            Assert.True(Times(view, signature) == 1, $"{signature} is not in the view of:\n{text}");
        }
    }

    private static FileView Build(GeneratedProgram program, ViewLevel level) =>
        ViewBuilder.Build(Request(program, level), QuarterCounter.Instance, NothingIsSmall);

    private static ViewRequest Request(GeneratedProgram program, ViewLevel level) => new("src/a.cs", program.Text, level);

    private static string Squeezed(string text) => DeclaredSignatures.Squeezed(text);

    private static int Times(string text, string piece) => DeclaredSignatures.Times(text, piece);
}
