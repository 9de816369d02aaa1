using System.Collections.Immutable;
using Conductor.Views.Reach;
using Microsoft.CodeAnalysis;
using Xunit;

namespace Conductor.Views.Tests.Reach;

public sealed class CodeBaseTests
{
    private const string Money = """
        namespace Shop;

        /// <summary>An amount.</summary>
        public readonly record struct Money(decimal Amount)
        {
            public static readonly Money Zero = new(0);

            public static Money Of(decimal amount) =>
                new(System.Math.Round(amount, 2));
        }
        """;

    private const string Rules = """
        namespace Shop;

        public interface IRule { decimal Apply(decimal price); }

        public static class RuleExtensions
        {
            public static decimal ApplyAll(this System.Collections.Generic.IEnumerable<IRule> rules, decimal price) => price;
        }
        """;

    private const string Calculator = """
        using System.Collections.Generic;
        namespace Shop;

        public class Calculator(List<IRule> rules) : IPriced
        {
            public Money Total(decimal price)
            {
                var reduced = rules.ApplyAll(price);
                return Money.Of(Half(reduced)) == Money.Zero ? Money.Zero : Money.Of(reduced);
            }

            public string Label() => "";

            private decimal Half(decimal price) => price / 2;
        }

        public interface IPriced { Money Total(decimal price); }
        """;

    private const string Till = """
        namespace Shop;

        public class Till
        {
            public Money Ring(Calculator calculator, IPriced priced)
            {
                // Total in a comment is no call
                return calculator.Total(3) == priced.Total(4) ? calculator.Total(5) : default;
            }

            public int Total() => 0;

            public int Mine() => Total();
        }
        """;

    private static readonly Dictionary<string, string> Files = new()
    {
        ["src/Money.cs"] = Money,
        ["src/Rules.cs"] = Rules,
        ["src/Calculator.cs"] = Calculator,
        ["src/Till.cs"] = Till,
    };

    [Fact]
    public void What_a_shown_body_uses_of_other_files_is_named_with_its_line_and_signature()
    {
        Neighbours neighbours = Of("src/Calculator.cs", "public Money Total");

        Assert.Equal(
            [
                "src/Money.cs:4 public readonly record struct Money",
                "src/Money.cs:6 public static readonly Money Money.Zero",
                "src/Money.cs:8 public static Money Money.Of(decimal amount)",
                "src/Rules.cs:7 public static decimal RuleExtensions.ApplyAll(this IEnumerable<IRule> rules, decimal price)",
            ],
            neighbours.Uses.Select(use => $"{use.Path}:{use.Line} {use.Signature}"));
    }

    [Fact]
    public void Lines_that_call_a_shown_member_are_found_also_through_an_interface_and_nothing_of_the_same_name()
    {
        Neighbours neighbours = Of("src/Calculator.cs", "public Money Total");

        CallerLine line = Assert.Single(neighbours.Callers);
        Assert.Equal(("src/Till.cs", 8, "Till.Ring"), (line.Path, line.Line, line.Member));
        Assert.StartsWith("return calculator.Total(3)", line.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("class Tag { public Tag(string text) { } }", "public Tag(")]
    [InlineData("class Tag(string text);", "class Tag")]
    [InlineData("record struct Tag(string Text);", "record struct Tag")]
    [InlineData("class Tag { public Tag(string text = \"\") { } }", "public Tag(")]
    public void Who_makes_a_value_without_naming_its_type_is_a_caller_of_the_constructor(string type, string shown)
    {
        string text = "namespace Shop; public " + type;
        var files = new Dictionary<string, string>(Files)
        {
            ["a/Tag.cs"] = text,
            ["a/Shelf.cs"] = "namespace Shop; public class Shelf { public Tag Front = new(\"f\"); public void Put(Tag tag) { } public Tag Back { get; set; } }",
            ["a/Argument.cs"] = "namespace Shop; class Argument { void M(Shelf shelf) =>\n shelf.Put(new(\"a\")); }",
            ["a/Assigned.cs"] = "namespace Shop; class Assigned { void M(Shelf shelf) { shelf.Back =\n new (\"b\"); var other = new Till(); } }",
            ["a/Other.cs"] = "namespace Shop; class Other { System.Text.StringBuilder Front = new(\"x\"); }",
        };
        CodeBase code = Code().With([.. files.Keys.Where(path => path.StartsWith("a/", StringComparison.Ordinal)).Select(path => Read(path, files[path]))], []);
        SourceSpan span = shown.StartsWith("public", StringComparison.Ordinal) ? Span(text, shown) : new SourceSpan(0, text.Length);

        Neighbours neighbours = code.NeighboursOf("a/Tag.cs", text, [span], files.GetValueOrDefault, TestContext.Current.CancellationToken);

        Assert.Equal(
            ["a/Argument.cs:2 Argument.M", "a/Assigned.cs:2 Assigned.M", "a/Shelf.cs:1 Shelf.Front"],
            neighbours.Callers.Where(caller => caller.Path.StartsWith("a/", StringComparison.Ordinal)).Select(caller => $"{caller.Path}:{caller.Line} {caller.Member}"));
    }

    [Fact]
    public void A_caller_among_statements_that_a_directive_parts_is_found()
    {
        const string program = "using Shop;\nCalculator calculator = new([]);\n#if DEBUG\nSystem.Console.WriteLine();\n#endif\nvar other = 1;\ncalculator.Total(3);\n";

        Assert.Contains("Program.cs:7 calculator.Total(3);", CallersIn("Program.cs", program));
    }

    [Fact]
    public void A_caller_behind_a_body_with_other_ends_of_lines_is_on_its_line()
    {
        const string user = "using Shop;\nclass User\n{\n    void First()\n    {\n        // one\u2028        // two\n    }\n    Money Second(Calculator calculator) => calculator.Total(3);\n}\n";

        Assert.Contains("User.cs:9 Money Second(Calculator calculator) => calculator.Total(3);", CallersIn("User.cs", user));
    }

    /// <summary>Where a further file calls what is shown.</summary>
    private static IEnumerable<string> CallersIn(string path, string text)
    {
        var files = new Dictionary<string, string>(Files) { [path] = text };
        Neighbours neighbours = Code().With([Read(path, text)], [])
            .NeighboursOf("src/Calculator.cs", Calculator, [Span(Calculator, "public Money Total")], files.GetValueOrDefault, TestContext.Current.CancellationToken);
        return neighbours.Callers.Select(caller => $"{caller.Path}:{caller.Line} {caller.Text}");
    }

    [Fact]
    public void Of_a_private_member_nobody_else_is_a_caller() => Assert.Empty(Of("src/Calculator.cs", "private decimal Half").Callers);

    [Fact]
    public void A_file_shown_without_bodies_has_no_neighbours() =>
        Assert.Equal(Neighbours.None, Code().NeighboursOf("src/Calculator.cs", Calculator, [], Files.GetValueOrDefault, TestContext.Current.CancellationToken));

    [Fact]
    public void A_text_that_is_newer_than_the_code_is_what_is_looked_at()
    {
        string edited = Calculator.Replace("Money.Of(reduced)", "Money.Zero", StringComparison.Ordinal).Replace("Money.Of(Half(reduced))", "Money.Zero", StringComparison.Ordinal);

        Neighbours neighbours = Code().NeighboursOf("src/Calculator.cs", edited, [new SourceSpan(0, edited.Length)], Files.GetValueOrDefault, TestContext.Current.CancellationToken);

        Assert.DoesNotContain(neighbours.Uses, use => use.Signature.Contains("Money.Of", StringComparison.Ordinal));
    }

    [Fact]
    public void A_changed_file_takes_the_place_of_the_one_before_and_a_removed_one_is_gone()
    {
        CodeBase code = Code().With([Read("src/Till.cs", "class Till { Shop.Money M(Shop.Calculator c) => c.Total(1); }")], ["src/Rules.cs"]);
        var files = new Dictionary<string, string>(Files) { ["src/Till.cs"] = "class Till { Shop.Money M(Shop.Calculator c) => c.Total(1); }" };

        Neighbours neighbours = code.NeighboursOf("src/Calculator.cs", Calculator, [Span(Calculator, "public Money Total")], files.GetValueOrDefault, TestContext.Current.CancellationToken);

        Assert.Equal(1, Assert.Single(neighbours.Callers).Line);
        Assert.DoesNotContain(neighbours.Uses, use => use.Path == "src/Rules.cs");
    }

    [Fact]
    public void Other_parts_of_a_partial_type_are_those_of_its_namespace_alone()
    {
        CodeBase code = Code().With(
            [
                Read("a/One.cs", "namespace A; partial class Part { partial class Inner; }"), Read("a/Two.cs", "namespace A; partial class Part { partial class Inner; int x; }"),
                Read("b/Part.cs", "namespace B; partial class Part;"),
            ],
            []);

        Assert.Equal(["Part: a/Two.cs", "Part.Inner: a/Two.cs"], code.PartsBeside("a/One.cs", TestContext.Current.CancellationToken).Select(parts => $"{parts.Type}: {string.Join(", ", parts.Paths)}"));
    }

    [Fact]
    public void Constants_decide_what_is_code()
    {
        const string user = "class User {\n#if SHOP\n  object M() { return Shop.Money.Zero; }\n#endif\n}";
        CodeFile with = CodeFile.TryRead("u.cs", user, ["SHOP"])!;

        Neighbours neighbours = Code().With([with], []).NeighboursOf("u.cs", user, [new SourceSpan(0, user.Length)], Files.GetValueOrDefault, TestContext.Current.CancellationToken);

        Assert.Contains(neighbours.Uses, use => use.Signature.EndsWith("Money.Zero", StringComparison.Ordinal));
    }

    private static Neighbours Of(string path, string start) =>
        Code().NeighboursOf(path, Files[path], [Span(Files[path], start)], Files.GetValueOrDefault, TestContext.Current.CancellationToken);

    private static SourceSpan Span(string text, string start)
    {
        SourceOutline outline = Views.CSharp.CSharpOutline.Read("a.cs", text, []);
        return outline.Members.First(member => text.AsSpan(member.Whole.Start, member.Whole.Length).TrimStart().StartsWith(start, StringComparison.Ordinal)).Whole;
    }

    private static CodeBase Code() => CodeBase
        .Empty([MetadataReference.CreateFromFile(typeof(object).Assembly.Location)], "")
        .With([.. Files.Select(file => Read(file.Key, file.Value))], []);

    private static CodeFile Read(string path, string text) => CodeFile.TryRead(path, text, ImmutableArray<string>.Empty)!;
}
