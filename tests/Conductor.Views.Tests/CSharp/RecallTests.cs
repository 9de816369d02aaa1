using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace Conductor.Views.Tests.CSharp;

/// <summary>That no declaration of this product's own sources is lost, found by another walk than the one that makes the views.</summary>
public sealed class RecallTests
{
    private static readonly CSharpParseOptions Options = new(LanguageVersion.Preview, DocumentationMode.None);

    public static TheoryData<string> Sources => new(Repository.Sources.Select(path => Path.GetRelativePath(Repository.Root, path)));

    [Theory]
    [MemberData(nameof(Sources))]
    public void Every_signature_is_in_the_skeleton_and_in_the_outline_as_often_as_in_the_file(string path)
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, path));
        var signatures = Declarations(text).Select(Signature).Where(signature => signature.Length > 0).ToList();
        foreach (var level in new[] { ViewLevel.Skeleton, ViewLevel.Outline })
        {
            var view = Squeezed(ViewBuilder.Build(new ViewRequest(path, text, level), QuarterCounter.Instance).Text);
            Assert.All(signatures.CountBy(signature => signature), signature => Assert.InRange(Times(view, signature.Key), signature.Value, int.MaxValue));
        }
    }

    [Theory]
    [MemberData(nameof(Sources))]
    public void An_outline_has_one_line_for_each_declaration_and_says_where_it_is(string path)
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, path));
        var lines = text.Split('\n');
        var outline = ViewBuilder.Build(new ViewRequest(path, text, ViewLevel.Outline), QuarterCounter.Instance).Text.TrimEnd('\n').Split('\n')[1..];

        // Top-level statements are one line, however many they are.
        Assert.Equal(Declarations(text).Count(), outline.Count(line => !line.EndsWith("(statements)", StringComparison.Ordinal)));
        Assert.All(outline.Where(line => !line.EndsWith("(statements)", StringComparison.Ordinal)), line =>
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            var source = lines[int.Parse(line.AsSpan(0, colon)) - 1];
            Assert.Contains(line[(colon + 1)..].TrimStart().Split(' ')[0], source, StringComparison.Ordinal);
        });
    }

    private static IEnumerable<MemberDeclarationSyntax> Declarations(string text) => CSharpSyntaxTree.ParseText(text, Options)
        .GetRoot()
        .DescendantNodes(static node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax)
        .OfType<MemberDeclarationSyntax>()
        .Where(static member => member is not (GlobalStatementSyntax or EnumMemberDeclarationSyntax));

    /// <summary>The tokens from behind the attributes to before the body, without any blank between them.</summary>
    private static string Signature(MemberDeclarationSyntax member)
    {
        var start = member.AttributeLists.Count == 0 ? member.SpanStart : member.AttributeLists[^1].Span.End;
        var end = member switch
        {
            TypeDeclarationSyntax type => type.OpenBraceToken.IsKind(SyntaxKind.OpenBraceToken) ? type.OpenBraceToken.SpanStart : type.Span.End,
            BaseNamespaceDeclarationSyntax space => space.Name.Span.End,
            EnumDeclarationSyntax @enum => @enum.OpenBraceToken.SpanStart,
            BaseMethodDeclarationSyntax method => (method.Body ?? (SyntaxNode?)method.ExpressionBody)?.SpanStart ?? method.Span.End,
            BasePropertyDeclarationSyntax property => property.AccessorList?.SpanStart ?? (property as PropertyDeclarationSyntax)?.ExpressionBody?.SpanStart ?? property.Span.End,
            BaseFieldDeclarationSyntax field => field.Declaration.Variables[0].Identifier.Span.End,
            _ => member.Span.End,
        };
        var signature = new StringBuilder();
        foreach (var token in member.DescendantTokens().Where(token => token.SpanStart >= start && token.Span.End <= end))
        {
            signature.Append(token.Text);
        }

        // A lambda among the arguments of a base constructor is a body of its own.
        return signature.ToString().Contains("=>{", StringComparison.Ordinal) ? string.Empty : Squeezed(signature.ToString()).TrimEnd(';');
    }

    private static string Squeezed(string text) => string.Concat(text.Where(character => !char.IsWhiteSpace(character)));

    private static int Times(string text, string piece)
    {
        var times = 0;
        for (var at = text.IndexOf(piece, StringComparison.Ordinal); at >= 0; at = text.IndexOf(piece, at + 1, StringComparison.Ordinal))
        {
            times++;
        }

        return times;
    }
}
