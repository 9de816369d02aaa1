using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Conductor.Views.Reach;

/// <summary>What a piece of code means, as it is declared: no type arguments, and an extension method as its class has it.</summary>
internal static class SymbolMeant
{
    /// <returns>Null when that cannot be told.</returns>
    public static ISymbol? By(SyntaxNode node, SemanticModel model, CancellationToken cancellationToken)
    {
        var info = model.GetSymbolInfo(node, cancellationToken);

        // Where an overload cannot be chosen, since an argument's type is not known, the first one still says what is meant.
        return AsDeclared(info.Symbol ?? info.CandidateSymbols.FirstOrDefault());
    }

    /// <summary>The declared form of a symbol.</summary>
    public static ISymbol? AsDeclared(ISymbol? symbol) => symbol switch
    {
        null => null,
        IAliasSymbol alias => AsDeclared(alias.Target),
        IMethodSymbol { ReducedFrom: { } extension } => extension.OriginalDefinition,
        IMethodSymbol { AssociatedSymbol: { } owner } => owner.OriginalDefinition,
        _ => symbol.OriginalDefinition,
    };
}
