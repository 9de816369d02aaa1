using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Conductor.Views.Reach;

/// <summary>Finds the lines of other files that use what is shown of one.</summary>
/// <param name="code">Everything there is.</param>
/// <param name="program">The same with the whole text of the file in question.</param>
/// <param name="textOf">The text of another file, by its path.</param>
internal sealed class CallersFinder(CodeBase code, CSharpCompilation program, Func<string, string?> textOf)
{
    /// <summary>Files that are read to find callers; a name that stands in more of them tells little.</summary>
    private const int MostFiles = 120;

    /// <summary>Characters of a line.</summary>
    private const int LongestLine = 140;

    public ImmutableArray<CallerLine> Find(SyntaxTree tree, IReadOnlyList<SourceSpan> shown, CancellationToken cancellationToken)
    {
        var declared = Declared(tree, shown, program.GetSemanticModel(tree, ignoreAccessibility: true), cancellationToken).ToList();
        var names = declared.SelectMany(NamesOf).ToHashSet(StringComparer.Ordinal);
        if (names.Count == 0)
        {
            return [];
        }

        var areMade = declared.Any(symbol => symbol is IMethodSymbol { MethodKind: MethodKind.Constructor });
        List<(SyntaxTree Declarations, SyntaxTree Naming, SourceText Text)> candidates = [];
        var creations = new UnnamedCreations(code, declared, cancellationToken);
        foreach (var file in code.Files.Values.Where(file => file.Path != tree.FilePath && (names.Any(file.Identifiers.MayHave) || creations.MayBeIn(file))).OrderBy(file => IsTest(file.Path)).Take(MostFiles))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (textOf(file.Path) is { } text)
            {
                candidates.Add((file.Declarations, file.Naming(text, names, areMade), SourceText.From(text)));
            }
        }

        // Symbols belong to the program they were asked of.
        var extended = program.RemoveSyntaxTrees(candidates.Select(candidate => candidate.Declarations)).AddSyntaxTrees(candidates.Select(candidate => candidate.Naming));
        var model = extended.GetSemanticModel(tree, ignoreAccessibility: true);
        var targets = Declared(tree, shown, model, cancellationToken).SelectMany(Seen).ToHashSet(SymbolEqualityComparer.Default);
        return [.. candidates.SelectMany(candidate => Lines(candidate.Naming, candidate.Text, extended, names, targets, cancellationToken))];
    }

    private static SortedDictionary<int, CallerLine>.ValueCollection Lines(
        SyntaxTree naming, SourceText text, CSharpCompilation extended, HashSet<string> names, HashSet<ISymbol> targets, CancellationToken cancellationToken)
    {
        SemanticModel? model = null;
        var lines = new SortedDictionary<int, CallerLine>();
        var areMade = targets.Any(target => target is IMethodSymbol { MethodKind: MethodKind.Constructor });
        foreach (var node in naming.GetRoot(cancellationToken).DescendantNodes())
        {
            var isNamed = node is SimpleNameSyntax simple && names.Contains(simple.Identifier.ValueText);
            if (!isNamed && !(areMade && node is ImplicitObjectCreationExpressionSyntax))
            {
                continue;
            }

            cancellationToken.ThrowIfCancellationRequested();
            var line = naming.GetLineSpan(node.Span, cancellationToken).StartLinePosition.Line;
            model ??= extended.GetSemanticModel(naming, ignoreAccessibility: true);
            var asked = node.Parent is ObjectCreationExpressionSyntax creation ? creation : node;
            if (!lines.ContainsKey(line) && SymbolMeant.By(asked, model, cancellationToken) is { } meant && targets.Contains(meant))
            {
                lines[line] = new CallerLine(naming.FilePath, line + 1, MemberAround(node), LineOf(text, line));
            }
        }

        return lines.Values;
    }

    /// <summary>The shown members that code of other files can name.</summary>
    private static IEnumerable<ISymbol> Declared(SyntaxTree tree, IReadOnlyList<SourceSpan> shown, SemanticModel model, CancellationToken cancellationToken) =>
        ShownNodes.Of(tree, shown, cancellationToken)
            .Where(node => node is BaseMethodDeclarationSyntax or BasePropertyDeclarationSyntax or TypeDeclarationSyntax or VariableDeclaratorSyntax { Parent.Parent: BaseFieldDeclarationSyntax })
            .Select(node => model.GetDeclaredSymbol(node, cancellationToken))
            .Select(symbol => symbol is INamedTypeSymbol type ? ConstructorOf(type, cancellationToken) : symbol)
            .OfType<ISymbol>()
            .Where(symbol => symbol.DeclaredAccessibility != Accessibility.Private || IsExplicitImplementation(symbol));

    /// <summary>The one that is no member of its own: its parameters stand at the type, or it has none. Null where there is no such one.</summary>
    private static IMethodSymbol? ConstructorOf(INamedTypeSymbol type, CancellationToken cancellationToken) => type.InstanceConstructors.FirstOrDefault(constructor =>
        constructor.IsImplicitlyDeclared
            ? constructor.Parameters.IsEmpty && type.TypeKind == TypeKind.Class
            : constructor.DeclaringSyntaxReferences.Any(place => place.GetSyntax(cancellationToken) is TypeDeclarationSyntax));

    private static bool IsExplicitImplementation(ISymbol symbol) =>
        symbol is IMethodSymbol { ExplicitInterfaceImplementations.IsEmpty: false } or IPropertySymbol { ExplicitInterfaceImplementations.IsEmpty: false };

    /// <summary>The member as callers may see it: itself, what it overrides, and what it implements.</summary>
    private static IEnumerable<ISymbol> Seen(ISymbol member)
    {
        yield return member.OriginalDefinition;
        for (var overridden = Overridden(member); overridden is not null; overridden = Overridden(overridden))
        {
            yield return overridden.OriginalDefinition;
        }

        foreach (var implemented in member.ContainingType?.AllInterfaces.SelectMany(one => one.GetMembers()) ?? [])
        {
            if (SymbolEqualityComparer.Default.Equals(member.ContainingType?.FindImplementationForInterfaceMember(implemented), member))
            {
                yield return implemented.OriginalDefinition;
            }
        }
    }

    private static ISymbol? Overridden(ISymbol member) => member switch
    {
        IMethodSymbol method => method.OverriddenMethod,
        IPropertySymbol property => property.OverriddenProperty,
        IEventSymbol declared => declared.OverriddenEvent,
        _ => null,
    };

    private static IEnumerable<string> NamesOf(ISymbol symbol) => symbol switch
    {
        IMethodSymbol { MethodKind: MethodKind.Constructor or MethodKind.StaticConstructor } => [symbol.ContainingType.Name],
        IMethodSymbol { ExplicitInterfaceImplementations: [var first, ..] } => [first.Name],
        IPropertySymbol { ExplicitInterfaceImplementations: [var first, ..] } => [first.Name],
        IMethodSymbol { MethodKind: MethodKind.Ordinary } or IPropertySymbol or IFieldSymbol or IEventSymbol => [symbol.Name],
        _ => [],
    };

    private static string MemberAround(SyntaxNode node)
    {
        var member = node.AncestorsAndSelf().OfType<MemberDeclarationSyntax>().FirstOrDefault(one => one is not (BaseTypeDeclarationSyntax or BaseNamespaceDeclarationSyntax or GlobalStatementSyntax));
        var type = node.Ancestors().OfType<BaseTypeDeclarationSyntax>().FirstOrDefault()?.Identifier.ValueText;
        var name = member is null ? null : CSharp.MemberName.Of(member).Name;
        return string.Join('.', new[] { type, name }.OfType<string>());
    }

    private static string LineOf(SourceText text, int line)
    {
        var trimmed = text.Lines[line].ToString().Trim();
        return trimmed.Length <= LongestLine ? trimmed : $"{trimmed.AsSpan(0, LongestLine)}…";
    }

    private static bool IsTest(string path) => path.Contains("test", StringComparison.OrdinalIgnoreCase);
}
