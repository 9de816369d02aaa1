using Conductor.Views.CSharp;
using Conductor.Views.Reach;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace Conductor.Views.Tests.Reach;

public sealed class DeclarationTextTests
{
    [Fact]
    public void Every_declaration_of_the_products_sources_stays_on_its_line()
    {
        Assert.All(Repository.Sources, path =>
        {
            string text = File.ReadAllText(path);

            Assert.Equal(Declarations(text), Declarations(Blanked(text)));
        });
    }

    [Fact]
    public void It_has_as_many_lines_and_no_syntax_error_that_the_file_has_not()
    {
        Assert.All(Repository.Sources, path =>
        {
            string text = File.ReadAllText(path);
            string blanked = Blanked(text);

            Assert.Equal(text.Count(character => character == '\n'), blanked.Count(character => character == '\n'));
            Assert.Equal(
                Parse(text).GetDiagnostics(TestContext.Current.CancellationToken).Select(problem => problem.Id),
                Parse(blanked).GetDiagnostics(TestContext.Current.CancellationToken).Select(problem => problem.Id));
        });
    }

    [Fact]
    public void Words_of_bodies_and_documentation_are_gone()
    {
        string blanked = Blanked("""
            /// <summary>Documented words.</summary>
            class A
            {
                /// <summary>More of them.</summary>
                int Count => Hidden.Value + Hidden.Another;
                int Size { get => Hidden.One + Hidden.Other; set { Hidden.Two = value; } }
                A() : this(() => { Hidden.Three(); }) { Hidden.Four(); }
                void M(int parameter = 5) { Hidden.Five(); }
            }
            """);

        Assert.DoesNotContain("Hidden", blanked, StringComparison.Ordinal);
        Assert.DoesNotContain("ocumented", blanked, StringComparison.Ordinal);
        Assert.Contains("void M(int parameter = 5)", blanked, StringComparison.Ordinal);
    }

    [Fact]
    public void A_body_that_is_to_stay_is_as_it_was_and_on_its_lines_beside_others_that_are_gone()
    {
        const string Text = """
            class A
            {
                int First()
                {
                    return Gone.Value;
                }
                int Second()
                {
                    return Kept.Value;
                }
            }
            """;

        string result = DeclarationText.Of(Text, CSharpOutline.Read("a.cs", Text, []), body => Text.AsSpan(body.Start, body.Length).Contains("Kept", StringComparison.Ordinal));

        Assert.DoesNotContain("Gone", result, StringComparison.Ordinal);
        Assert.Equal(Text.Split('\n')[7..], result.Split('\n')[7..]);
    }

    [Theory]
    [InlineData("int M() { return One; }", true)]
    [InlineData("int M() { return None + OneMore; }", false)]
    [InlineData("int M() { return Other(); }", false)]
    [InlineData("Thing M() { return new(); }", true)]
    public void Where_names_are_looked_for_only_bodies_with_one_of_them_as_a_word_or_a_creation_are_there(string member, bool isThere)
    {
        string text = $"class A {{ {member} }}";
        CodeFile file = CodeFile.TryRead("a.cs", text, []) ?? throw new InvalidOperationException("It is not read.");

        SyntaxTree naming = file.Naming(text, ["One"], creations: true);

        Assert.Equal(isThere, naming.GetRoot(TestContext.Current.CancellationToken).DescendantNodes().OfType<ReturnStatementSyntax>().Any());
    }

    private static string Blanked(string text) => DeclarationText.Of(text, CSharpOutline.Read("a.cs", text, []));

    private static SyntaxTree Parse(string text) =>
        CSharpSyntaxTree.ParseText(text, new CSharpParseOptions(LanguageVersion.Preview, DocumentationMode.None), cancellationToken: TestContext.Current.CancellationToken);

    private static List<string> Declarations(string text)
    {
        SyntaxTree tree = Parse(text);
        return [.. tree.GetRoot(TestContext.Current.CancellationToken)
            .DescendantNodes(node => node is not (BlockSyntax or ArrowExpressionClauseSyntax))
            .Where(node => node is MemberDeclarationSyntax and not GlobalStatementSyntax)
            .Select(node => $"{tree.GetLineSpan(node.Span, TestContext.Current.CancellationToken).StartLinePosition.Line} {node.Kind()} {(node is MethodDeclarationSyntax method ? method.Identifier.ValueText + method.ParameterList : "")}")];
    }
}
