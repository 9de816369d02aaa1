using System.Runtime.CompilerServices;
using Conductor.Views.Reach;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace Conductor.Views.Tests.Reach;

public sealed class DeclarationTreeTests
{
    private const string Text = "namespace A; using B; [C] partial class D<T> : E { int f, g; public D(int h) { } (int, int) I { get; } T this[int j] { get; } enum K { L, M } }";

    [Fact]
    public void Nothing_of_it_is_left_when_nobody_holds_a_node_and_each_reference_finds_its_node_again()
    {
        var tree = Tree();
        var places = Places(tree);

        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true);

        Assert.False(tree.TryGetRoot(out _));
        Assert.Equal(places.Select(place => place.Text), places.Select(place => place.Reference.GetSyntax(TestContext.Current.CancellationToken).ToString()));
        Assert.Equal(places.Select(place => place.Kind), places.Select(place => place.Reference.GetSyntax(TestContext.Current.CancellationToken).Kind()));
    }

    [Fact]
    public void While_one_node_is_held_all_others_are_of_the_same_root()
    {
        var tree = Tree();
        var held = tree.GetRoot(TestContext.Current.CancellationToken).DescendantNodes().OfType<EnumMemberDeclarationSyntax>().Last();

        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true);

        Assert.Same(held.Ancestors().Last(), tree.GetRoot(TestContext.Current.CancellationToken));
        Assert.Same(tree, held.SyntaxTree);
        Assert.Same(held, tree.GetReference(held).GetSyntax(TestContext.Current.CancellationToken));
    }

    // What it holds on the way is out of reach when it returns.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static List<(SyntaxReference Reference, SyntaxKind Kind, string Text)> Places(DeclarationTree tree) =>
        [.. tree.GetRoot(TestContext.Current.CancellationToken).DescendantNodesAndSelf().Where(node => node is MemberDeclarationSyntax or VariableDeclaratorSyntax or ParameterSyntax or CompilationUnitSyntax or UsingDirectiveSyntax)
            .Select(node => (tree.GetReference(node), node.Kind(), node.ToString()))];

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static DeclarationTree Tree()
    {
        var source = DeclarationSource.Of(Text);
        Assert.NotNull(source);
        var parsed = CSharpSyntaxTree.ParseText(source, cancellationToken: TestContext.Current.CancellationToken).GetRoot(TestContext.Current.CancellationToken);
        Assert.False(parsed.ContainsDiagnostics);
        return new DeclarationTree("d.cs", source, CSharpParseOptions.Default, (CSharpSyntaxNode)parsed);
    }
}
