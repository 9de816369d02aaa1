using Conductor.Views.CSharp.Bodies;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace Conductor.Views.Tests.CSharp.Bodies;

/// <summary>What the reader says of a body, put beside what the parser says of it.</summary>
public sealed class BodyReaderTests
{
    private static readonly CSharpParseOptions Options = new(LanguageVersion.Preview, DocumentationMode.None);

    private static readonly string[] Bodies =
    [
        .. Repository.RealFiles.SelectMany(path => CSharpSyntaxTree.ParseText(File.ReadAllText(Path.Combine(Repository.Root, path)), Options).GetRoot().DescendantNodes())
            .OfType<BlockSyntax>()
            .Where(block => block is { ContainsDirectives: false, Parent: BaseMethodDeclarationSyntax or AccessorDeclarationSyntax, Span.Length: > 10 and < 1_000 })
            .Select(block => block.ToString()),
    ];

    [Fact]
    public void A_changed_body_that_the_reader_knows_is_one_that_the_parser_finds_nothing_wrong_in() => Prop
        .ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            var random = new Random(seed);
            for (var time = 0; time < 100; time++)
            {
                var body = TokenMutation.Apply(Bodies[random.Next(Bodies.Length)], random).Trim();
                AssertParsesIfKnown(body, isAsync: random.Next(2) == 0);
            }
        })
        .Check(Config.QuickThrowOnFailure.WithMaxTest(400).WithEndSize(1_000_000));

    /// <summary>Each was taken for code once, while it is none.</summary>
    [Theory]
    [InlineData("{ return a switch { _ b => c }; }")]
    [InlineData("{ if (a is _ .B b) { } }")]
    [InlineData("{ if (a is (0, _ .B)) { } }")]
    [InlineData("{ a = b?.C..D(e); }")]
    [InlineData("{ a = b as C..D; }")]
    [InlineData("{ if (a is { } - b) { } }")]
    [InlineData("{ a = b as C + d; }")]
    [InlineData("{ return a is (b, c) with { D = e }; }")]
    [InlineData("{ var a = new B { { c, } }; }")]
    [InlineData("{ for (await a = b; c < d; e++) { } }")]
    [InlineData("{ return a switch { _ => throw b => b(c) }; }")]
    [InlineData("{ a ??= new byte[b] * c; }")]
    [InlineData("{ a(b < c, d > e); }")]
    [InlineData("{ a = $\"{b ? c : d}\"; }")]
    [InlineData("{ a = $\"{b // }\"; \n}\"; }")]
    [InlineData("{ a = '\\U00010000'; }")]
    [InlineData("{ a = 1_; }")]
    [InlineData("{ a = 1e999; }")]
    [InlineData("{ a = \"\"\"\n  b\n c\n  \"\"\"; }")]
    [InlineData("{ a = $\"\"\"{b}}\"\"\"; }")]
    [InlineData("{ a = $$\"\"\"{{b}}}}\"\"\"; }")]
    [InlineData("{ int __arglist = 1; }")]
    [InlineData("{ a = __makeref; }")]
    [InlineData("{ a.__reftype(b); }")]
    [InlineData("{ a = new B { __refvalue = c }; }")]
    [InlineData("{ for (int F() { } ; ) { } }")]
    [InlineData("{ for (int F<T>() => 1; ; ) { } }")]
    public void What_is_no_code_is_not_known(string body) => AssertParsesIfKnown(body, isAsync: true);

    [Theory]
    [InlineData("{ try { a(); } catch (B) when (c) { throw; } finally { d?.E(); } }")]
    [InlineData("{ foreach (var (a, b) in c) { yield return (a, b: -b); } }")]
    [InlineData("{ (int a, string? b) = c(out var d, ref e, f: g); }")]
    [InlineData("{ return a switch { B { C: > 0 and <= 5, D.E: not null } f when f.G => [1, .. h], [var i, .., 2] => x => { return; }, _ => throw new J() }; }")]
    [InlineData("{ var a = new Dictionary<string, int[]> { [\"b\"] = [], { c, d } }; E<F?>(a!)[^1..].G(); }")]
    [InlineData("{ async Task<T> A<T>(int b = 1) => await c; await using var d = e; await foreach (var f in g) h++; }")]
    [InlineData("{ switch (a, b) { case (1, \"c\") or null: return; default: d ??= (E)f is G ? (int)-1 : 2; break; } }")]
    [InlineData("{ a = $$\"\"\"\n    {b} {{c,5:N2}} {{(d ? \"e\" : f)}}}\n    \"\"\"u; }", false)]
    [InlineData("{ a = $$\"\"\"\n    {b} {{c,5:N2}} {{(d ? \"e\" : f)}}}\n    \"\"\"; @if = @\"\"\"\" + $@\"{{{b}\\\"\"\"; }")]
    [InlineData("{ for (int i = 0, j = 1; i < a.B && c > d; i++, j >>= 1) { do { i >>>= 2; } while (e is F<G> or (byte)'h'); } }", false)]
    [InlineData("{ for (int i = 0, j = 1; i < a.B && c > d; i++, j--) { do { i <<= 2; } while (e is F<G> or (byte)'h' && k >> 2 == 1); } }")]
    public void What_people_write_is_known(string body, bool isKnown = true)
    {
        Assert.Equal(isKnown, IsKnown(body, isAsync: true));
        AssertParsesIfKnown(body, isAsync: true);
    }

    private static void AssertParsesIfKnown(string body, bool isAsync)
    {
        if (!IsKnown(body, isAsync))
        {
            return;
        }

        var root = CSharpSyntaxTree.ParseText($"class C {{ {(isAsync ? "async " : "")}void M() {body} }}", Options).GetRoot();
        var method = root.DescendantNodes().OfType<MethodDeclarationSyntax>().First();
        Assert.True(!root.ContainsDiagnostics && method.Body?.Span.Length == body.Length, $"{root.GetDiagnostics().FirstOrDefault()} in {body}");
    }

    private static bool IsKnown(string body, bool isAsync)
    {
        var reader = new BodyReader(body);
        reader.GoTo(0);
        return reader is { Kind: Token.OpenBrace, Start: 0 } && reader.Body(isAsync, isAccessor: false) && reader.End == body.Length;
    }
}
