using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Conductor.Views.Reach;

/// <summary>
/// Where <c>new(…)</c> may make one of some types without any of their names in the file: only beside a member that some other file declares
/// with such a type, which the value is assigned to, handed to or returned by.
/// </summary>
internal sealed class UnnamedCreations
{
    private readonly HashSet<string> _members;

    /// <param name="code">Everything there is.</param>
    /// <param name="declared">Symbols; their constructors are meant.</param>
    public UnnamedCreations(CodeBase code, IEnumerable<ISymbol> declared, CancellationToken cancellationToken)
    {
        var types = declared.OfType<IMethodSymbol>().Where(method => method.MethodKind == MethodKind.Constructor).Select(method => method.ContainingType.Name).ToHashSet(StringComparer.Ordinal);
        _members = types.Count == 0 ? [] : [.. code.Files.Values
            .Where(file => types.Any(file.Identifiers.MayHave))
            .SelectMany(file => file.Declarations.GetRoot(cancellationToken).DescendantNodes().OfType<SimpleNameSyntax>())
            .Where(name => types.Contains(name.Identifier.ValueText))
            .SelectMany(MembersWith)];
    }

    /// <summary>Whether one may stand in a file.</summary>
    public bool MayBeIn(CodeFile file) => file.HasUnnamedCreations && _members.Any(file.Identifiers.MayHave);

    /// <summary>The names of what a type's name is part of the declaration of.</summary>
    private static IEnumerable<string> MembersWith(SimpleNameSyntax type) =>
        type.Ancestors().OfType<MemberDeclarationSyntax>().FirstOrDefault() switch
        {
            MethodDeclarationSyntax method => [method.Identifier.ValueText],
            PropertyDeclarationSyntax property => [property.Identifier.ValueText],
            BaseFieldDeclarationSyntax field => field.Declaration.Variables.Select(variable => variable.Identifier.ValueText),
            ConstructorDeclarationSyntax constructor => [constructor.Identifier.ValueText],
            BaseTypeDeclarationSyntax declaration => [declaration.Identifier.ValueText],
            DelegateDeclarationSyntax declaration => [declaration.Identifier.ValueText],
            _ => [],
        };
}
