using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace Conductor.Views.Tests.CSharp;

/// <summary>What holds for the skeleton of every file that compiles, shown on this product's own sources.</summary>
public sealed partial class SkeletonProperties
{
    private static readonly CSharpParseOptions Options = new(LanguageVersion.Preview, DocumentationMode.None);

    public static TheoryData<string> Sources => new(Repository.Sources.Select(path => Path.GetRelativePath(Repository.Root, path)));

    [Theory]
    [MemberData(nameof(Sources))]
    public void A_skeleton_declares_what_the_file_declares(string path)
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, path));

        Assert.Equal(Declarations(Parse(text)), Declarations(Parse(Marks.Compilable(Skeleton(path, text)))));
    }

    [Theory]
    [MemberData(nameof(Sources))]
    public void A_skeleton_has_no_statement(string path)
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, path));

        // A body that depends on a condition is kept.
        Assert.True(
            text.Contains("#if", StringComparison.Ordinal) || !Statements(Parse(Marks.Compilable(Skeleton(path, text)))).Any(),
            $"The skeleton of {path} has a statement.");
    }

    [Theory]
    [MemberData(nameof(Sources))]
    public void All_but_documentation_that_a_skeleton_keeps_is_in_the_file_in_the_same_order(string path)
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, path));
        var code = WithoutDocs(text);

        var position = 0;
        foreach (var piece in Marks.Split(WithoutDocs(Kept(path, text))))
        {
            var at = code.IndexOf(piece, position, StringComparison.Ordinal);
            Assert.True(at >= 0, $"Not in the file behind character {position}: {piece}");
            position = at + piece.Length;
        }
    }

    [Theory]
    [MemberData(nameof(Sources))]
    public void Documentation_is_cut_and_nothing_is_put_in_its_place(string path)
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, path));

        var position = 0;
        foreach (var character in string.Concat(Marks.Split(Kept(path, text))))
        {
            position = text.IndexOf(character, position) + 1;
            Assert.True(position > 0, $"Not in the file: {character}");
        }
    }

    [Theory]
    [MemberData(nameof(Sources))]
    public void The_skeleton_of_a_skeleton_is_the_skeleton(string path)
    {
        var skeleton = Skeleton(path, File.ReadAllText(Path.Combine(Repository.Root, path)));

        Assert.Equal(skeleton, Skeleton(path, skeleton));
    }

    /// <summary>The skeleton without its header.</summary>
    private static string Kept(string path, string text)
    {
        var skeleton = Skeleton(path, text);
        return skeleton == text ? text : skeleton[(skeleton.IndexOf('\n', StringComparison.Ordinal) + 1)..];
    }

    private static string WithoutDocs(string text) => DocLine().Replace(text, string.Empty);

    [GeneratedRegex("^[ \t]*///[^\n]*\n", RegexOptions.Multiline)]
    private static partial Regex DocLine();

    private static string Skeleton(string path, string text) =>
        ViewBuilder.Build(new ViewRequest(path, text, ViewLevel.Skeleton), QuarterCounter.Instance).Text;

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
