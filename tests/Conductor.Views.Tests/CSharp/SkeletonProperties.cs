using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace Conductor.Views.Tests.CSharp;

/// <summary>What holds for the skeleton of every file that compiles, shown on this product's own sources.</summary>
public sealed class SkeletonProperties
{
    private static readonly CSharpParseOptions Options = new(LanguageVersion.Preview, DocumentationMode.None);

    public static TheoryData<string> Sources => new(Repository.Sources.Select(path => Path.GetRelativePath(Repository.Root, path)));

    [Theory]
    [MemberData(nameof(Sources))]
    public void A_skeleton_declares_what_the_file_declares(string path)
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, path));

        Assert.Equal(Declarations(Parse(text)), Declarations(Parse(Compilable(Skeleton(path, text)))));
    }

    [Theory]
    [MemberData(nameof(Sources))]
    public void A_skeleton_has_no_statement(string path)
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, path));

        // A body that depends on a condition is kept.
        Assert.True(
            text.Contains("#if", StringComparison.Ordinal) || !Statements(Parse(Compilable(Skeleton(path, text)))).Any(),
            $"The skeleton of {path} has a statement.");
    }

    [Theory]
    [MemberData(nameof(Sources))]
    public void All_that_a_skeleton_keeps_is_in_the_file_in_the_same_order(string path)
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, path));
        var skeleton = Skeleton(path, text);
        var kept = skeleton == text ? text : skeleton[(skeleton.IndexOf('\n', StringComparison.Ordinal) + 1)..];

        var position = 0;
        foreach (var piece in kept.Split([" " + ElisionMarker.Body, ElisionMarker.Body, " " + ElisionMarker.Initializer], StringSplitOptions.None))
        {
            var at = text.IndexOf(piece, position, StringComparison.Ordinal);
            Assert.True(at >= 0, $"Not in the file behind character {position}: {piece}");
            position = at + piece.Length;
        }
    }

    private static string Skeleton(string path, string text) =>
        ViewBuilder.Build(new ViewRequest(path, text, ViewLevel.Skeleton), QuarterCounter.Instance).Text;

    /// <summary>The marks are no C#; these stand for the same and are.</summary>
    private static string Compilable(string skeleton) => skeleton
        .Replace(ElisionMarker.Body, "{ }", StringComparison.Ordinal)
        .Replace(ElisionMarker.Initializer, "= default", StringComparison.Ordinal);

    private static SyntaxNode Parse(string text) =>
        CSharpSyntaxTree.ParseText(text, Options, cancellationToken: TestContext.Current.CancellationToken)
            .GetRoot(TestContext.Current.CancellationToken);

    private static List<string> Declarations(SyntaxNode root) => root
        .DescendantNodes(static node => node is CompilationUnitSyntax or MemberDeclarationSyntax or VariableDeclarationSyntax)
        .Select(Name)
        .Where(name => name.Length > 0)
        .ToList();

    private static string Name(SyntaxNode node) => node switch
    {
        VariableDeclaratorSyntax variable => $"field {variable.Identifier.ValueText}",
        BaseNamespaceDeclarationSyntax space => $"namespace {space.Name}",
        BaseTypeDeclarationSyntax type => $"type {type.Identifier.ValueText}",
        MethodDeclarationSyntax method => $"method {method.Identifier.ValueText}{method.TypeParameterList}{method.ParameterList}",
        ConstructorDeclarationSyntax constructor => $"constructor {constructor.Identifier.ValueText}{constructor.ParameterList}",
        PropertyDeclarationSyntax property => $"property {property.Type} {property.Identifier.ValueText}",
        EnumMemberDeclarationSyntax member => $"enum member {member.Identifier.ValueText}",
        IndexerDeclarationSyntax indexer => $"indexer {indexer.ParameterList}",
        GlobalStatementSyntax => string.Empty,
        MemberDeclarationSyntax => node.Kind().ToString(),
        _ => string.Empty,
    };

    /// <summary>Statements but the empty blocks that stand for bodies; top-level statements are one body.</summary>
    private static IEnumerable<SyntaxNode> Statements(SyntaxNode root) =>
        root.DescendantNodes().Where(static node => node is StatementSyntax and not BlockSyntax { Statements.Count: 0 });
}
