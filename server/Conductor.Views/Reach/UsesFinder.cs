using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Conductor.Views.Reach;

/// <summary>Finds what code names of other files.</summary>
internal static class UsesFinder
{
    /// <param name="tree">The whole text of the file; part of the program.</param>
    /// <param name="shown">Stretches of it.</param>
    public static ImmutableArray<UsedSymbol> Find(CSharpCompilation program, SyntaxTree tree, IReadOnlyList<SourceSpan> shown, CancellationToken cancellationToken)
    {
        var model = program.GetSemanticModel(tree, ignoreAccessibility: true);
        var times = new Dictionary<ISymbol, int>(SymbolEqualityComparer.Default);
        foreach (var node in ShownNodes.Of(tree, shown, cancellationToken))
        {
            if (node is not (SimpleNameSyntax or BaseObjectCreationExpressionSyntax or ElementAccessExpressionSyntax))
            {
                continue;
            }

            cancellationToken.ThrowIfCancellationRequested();
            if (SymbolMeant.By(node, model, cancellationToken) is { } symbol && IsDeclaredElsewhere(symbol, tree))
            {
                times[symbol] = times.GetValueOrDefault(symbol) + 1;
            }
        }

        return [.. times.Keys
            .Where(symbol => !IsNamedByAMember(symbol, times))
            .Select(symbol => Describe(symbol, times[symbol]))
            .OrderBy(used => used.Path, StringComparer.Ordinal).ThenBy(used => used.Line).ThenBy(used => used.Signature, StringComparer.Ordinal)];
    }

    private static bool IsDeclaredElsewhere(ISymbol symbol, SyntaxTree tree) =>
        symbol is INamedTypeSymbol or IMethodSymbol { MethodKind: not MethodKind.LocalFunction } or IPropertySymbol or IFieldSymbol or IEventSymbol
        && symbol.DeclaringSyntaxReferences is { IsEmpty: false } places
        && places.All(place => place.SyntaxTree != tree && place.SyntaxTree.FilePath.Length > 0);

    /// <summary>A type that is only the way to its member: the member's line names it.</summary>
    private static bool IsNamedByAMember(ISymbol symbol, Dictionary<ISymbol, int> times) =>
        symbol is INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Enum } type
        && times.Keys.Any(other => SymbolEqualityComparer.Default.Equals(other.ContainingType?.OriginalDefinition, type) && (other.IsStatic || other is IMethodSymbol { MethodKind: MethodKind.Constructor }));

    private static UsedSymbol Describe(ISymbol symbol, int times)
    {
        var place = symbol.DeclaringSyntaxReferences[0];
        var line = place.SyntaxTree.GetLineSpan(NameOf(place.GetSyntax())).StartLinePosition.Line + 1;
        return new UsedSymbol(place.SyntaxTree.FilePath, line, SignatureLine.Of(symbol), times);
    }

    /// <summary>The line with the name: attributes may stand on many before it.</summary>
    private static Microsoft.CodeAnalysis.Text.TextSpan NameOf(SyntaxNode declaration) => declaration switch
    {
        BaseTypeDeclarationSyntax type => type.Identifier.Span,
        DelegateDeclarationSyntax type => type.Identifier.Span,
        MethodDeclarationSyntax method => method.Identifier.Span,
        ConstructorDeclarationSyntax constructor => constructor.Identifier.Span,
        PropertyDeclarationSyntax property => property.Identifier.Span,
        EventDeclarationSyntax declared => declared.Identifier.Span,
        IndexerDeclarationSyntax indexer => indexer.ThisKeyword.Span,
        _ => declaration.Span,
    };
}
