using Conductor.Views.CSharp;
using Conductor.Views.Reach;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Xunit;

namespace Conductor.Views.Tests.Reach;

public sealed class DeclarationSourceTests
{
    [Fact]
    public void Every_declaration_has_the_words_and_the_line_that_it_has_in_the_file()
    {
        var read = 0;
        Assert.All(Repository.RealFiles, path =>
        {
            var text = File.ReadAllText(Path.Combine(Repository.Root, path));
            if (CSharpOutline.TryRead(path, text, []) is { IsBroken: false } outline && DeclarationText.Of(text, outline) is var declarations && DeclarationSource.Of(declarations) is { } source)
            {
                read++;
                Assert.True(source.Length <= declarations.Length);
                Assert.Equal(Declarations(SourceText.From(declarations)), Declarations(source));
            }
        });

        Assert.InRange(read, Repository.RealFiles.Count * 3 / 4, Repository.RealFiles.Count);
    }

    [Fact]
    public void Only_the_words_are_left_each_line_on_its_own()
    {
        var source = DeclarationSource.Of("class A // B\n{\n\n    int  C /* D */ ( string e = \"  // \" ) ;\r\n\r\n}");

        Assert.Equal("class A\n{\nint C ( string e = \"  // \" ) ;\n}", source?.ToString());
        Assert.Equal([0, 1, 3, 5], source?.ToString().Split('\n').Select(line => source.Lines.GetLinePosition(source.ToString().IndexOf(line, StringComparison.Ordinal)).Line));
    }

    [Theory]
    [InlineData("#if A\nclass B { }\n#endif\n")]
    [InlineData("class A { const string B = @\"\n\"; }")]
    [InlineData("class Ä { }")]
    [InlineData("class A {\r int B; }")]
    [InlineData("  \n")]
    public void A_text_in_which_blank_space_or_the_form_of_a_character_matters_is_left_as_it_is(string declarations) => Assert.Null(DeclarationSource.Of(declarations));

    private static List<string> Declarations(SourceText text)
    {
        var tree = CSharpSyntaxTree.ParseText(text, new CSharpParseOptions(LanguageVersion.Preview, DocumentationMode.None), cancellationToken: TestContext.Current.CancellationToken);
        Assert.False(tree.GetRoot(TestContext.Current.CancellationToken).ContainsDiagnostics);
        return [.. tree.GetRoot(TestContext.Current.CancellationToken).DescendantNodes()
            .Where(node => node is MemberDeclarationSyntax or ParameterSyntax or UsingDirectiveSyntax)
            .Select(node => $"{tree.GetLineSpan(node.Span, TestContext.Current.CancellationToken).StartLinePosition.Line} {string.Concat(node.DescendantTokens().Select(token => token.Text))}")];
    }
}
