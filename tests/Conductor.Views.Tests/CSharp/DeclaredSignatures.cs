using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Conductor.Views.Tests.CSharp;

/// <summary>What a C# text declares, found by another walk than the one that makes views. The benchmarks measure with it too.</summary>
internal static class DeclaredSignatures
{
    private static readonly CSharpParseOptions Options = new(LanguageVersion.Preview, DocumentationMode.None);

    /// <summary>The tree of a text, broken or not.</summary>
    public static SyntaxNode Parse(string text, IReadOnlyCollection<string> constants) =>
        CSharpSyntaxTree.ParseText(text, Options.WithPreprocessorSymbols(constants)).GetRoot();

    /// <summary>Every declaration but values of enumerations, in the order of the text.</summary>
    public static IEnumerable<MemberDeclarationSyntax> Declarations(SyntaxNode root) => root
        .DescendantNodes(static node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax)
        .OfType<MemberDeclarationSyntax>()
        .Where(static member => member is not (GlobalStatementSyntax or EnumMemberDeclarationSyntax));

    /// <summary>The tokens from behind the attributes to before the body, without any blank between them.</summary>
    public static string Signature(MemberDeclarationSyntax member)
    {
        var start = member.AttributeLists.Count == 0 ? member.SpanStart : member.AttributeLists[^1].Span.End;
        var end = member switch
        {
            TypeDeclarationSyntax type => type.OpenBraceToken.IsKind(SyntaxKind.OpenBraceToken) ? type.OpenBraceToken.SpanStart : type.Span.End,
            BaseNamespaceDeclarationSyntax space => space.Name.Span.End,
            EnumDeclarationSyntax @enum => @enum.OpenBraceToken.SpanStart,
            BaseMethodDeclarationSyntax method => (method.Body ?? (SyntaxNode?)method.ExpressionBody)?.SpanStart ?? method.Span.End,
            BasePropertyDeclarationSyntax property => property.AccessorList?.SpanStart ?? ArrowOf(property)?.SpanStart ?? property.Span.End,
            BaseFieldDeclarationSyntax field => field.Declaration.Variables[0].Identifier.Span.End,
            _ => member.Span.End,
        };
        var signature = new StringBuilder();
        foreach (var token in member.DescendantTokens().Where(token => token.SpanStart >= start && token.Span.End <= end))
        {
            signature.Append(token.Text);
        }

        // A lambda among the arguments of a base constructor is a body of its own.
        var text = Squeezed(signature.ToString()).TrimEnd(';');
        return text.Contains("=>{", StringComparison.Ordinal) ? text[..text.IndexOf("=>{", StringComparison.Ordinal)] : text;
    }

    /// <summary>The text without any blank.</summary>
    public static string Squeezed(string text) => string.Concat(text.Where(character => !char.IsWhiteSpace(character)));

    /// <summary>How often a piece stands in a text, overlapping ones too.</summary>
    public static int Times(string text, string piece)
    {
        var times = 0;
        for (var at = text.IndexOf(piece, StringComparison.Ordinal); at >= 0; at = text.IndexOf(piece, at + 1, StringComparison.Ordinal))
        {
            times++;
        }

        return times;
    }

    private static ArrowExpressionClauseSyntax? ArrowOf(BasePropertyDeclarationSyntax property) => property switch
    {
        PropertyDeclarationSyntax plain => plain.ExpressionBody,
        IndexerDeclarationSyntax indexer => indexer.ExpressionBody,
        _ => null,
    };
}
