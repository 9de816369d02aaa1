using Microsoft.CodeAnalysis;

namespace Conductor.Views.Reach;

/// <summary>A symbol's signature on one line: the same words wherever it is declared.</summary>
internal static class SignatureLine
{
    private static readonly SymbolDisplayFormat Format = new(
        SymbolDisplayGlobalNamespaceStyle.Omitted,
        SymbolDisplayTypeQualificationStyle.NameAndContainingTypes,
        SymbolDisplayGenericsOptions.IncludeTypeParameters | SymbolDisplayGenericsOptions.IncludeTypeConstraints | SymbolDisplayGenericsOptions.IncludeVariance,
        SymbolDisplayMemberOptions.IncludeParameters | SymbolDisplayMemberOptions.IncludeType | SymbolDisplayMemberOptions.IncludeModifiers
            | SymbolDisplayMemberOptions.IncludeAccessibility | SymbolDisplayMemberOptions.IncludeContainingType | SymbolDisplayMemberOptions.IncludeRef,
        SymbolDisplayDelegateStyle.NameAndSignature,
        SymbolDisplayExtensionMethodStyle.StaticMethod,
        SymbolDisplayParameterOptions.IncludeType | SymbolDisplayParameterOptions.IncludeName | SymbolDisplayParameterOptions.IncludeParamsRefOut
            | SymbolDisplayParameterOptions.IncludeExtensionThis | SymbolDisplayParameterOptions.IncludeDefaultValue,
        SymbolDisplayPropertyStyle.ShowReadWriteDescriptor,
        SymbolDisplayLocalOptions.None,
        SymbolDisplayKindOptions.IncludeTypeKeyword | SymbolDisplayKindOptions.IncludeMemberKeyword,
        SymbolDisplayMiscellaneousOptions.UseSpecialTypes | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier
            | SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers);

    /// <summary>The line.</summary>
    public static string Of(ISymbol symbol) => symbol is INamedTypeSymbol { TypeKind: not TypeKind.Delegate } type
        ? $"{Accessibility(type)}{Modifiers(type)}{type.ToDisplayString(Format)}{Bases(type)}"
        : symbol.ToDisplayString(Format);

    private static string Accessibility(INamedTypeSymbol type) =>
        type.DeclaredAccessibility == Microsoft.CodeAnalysis.Accessibility.Public ? "public " : "internal ";

    private static string Modifiers(INamedTypeSymbol type) =>
        type.TypeKind != TypeKind.Class ? "" : type.IsStatic ? "static " : type.IsAbstract ? "abstract " : type.IsSealed ? "sealed " : "";

    private static string Bases(INamedTypeSymbol type)
    {
        IEnumerable<INamedTypeSymbol> bases = type.TypeKind == TypeKind.Class && type.BaseType is { SpecialType: SpecialType.None } parent ? [parent] : [];
        var names = bases.Concat(type.TypeKind is TypeKind.Class or TypeKind.Interface or TypeKind.Struct ? type.Interfaces.Where(one => !one.IsImplicitlyDeclared && !(type.IsRecord && one.Name == "IEquatable")) : [])
            .Select(one => one.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)).ToList();
        return names.Count == 0 ? "" : $" : {string.Join(", ", names)}";
    }
}
