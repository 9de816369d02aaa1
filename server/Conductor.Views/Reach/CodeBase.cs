using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Conductor.Views.Reach;

/// <summary>
/// The C# files of a workspace as one program of declarations, made without building anything: what a name means in one of them can be asked.
/// What cannot be resolved (a package that was never restored) is left out of answers. Immutable; safe to use from many threads.
/// </summary>
public sealed class CodeBase
{
    private static readonly CSharpCompilationOptions Options = new(
        OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Annotations, concurrentBuild: false);

    private readonly ImmutableSortedDictionary<string, CodeFile> _files;

    private CodeBase(CSharpCompilation program, ImmutableSortedDictionary<string, CodeFile> files)
    {
        Program = program;
        _files = files;

        // A program whose trees were asked for shares what it knows of them with those that are made of it; of another each would find it out anew.
        _ = program.SyntaxTrees;
    }

    /// <summary>By path, in ordinal order.</summary>
    public IReadOnlyDictionary<string, CodeFile> Files => _files;

    internal CSharpCompilation Program { get; }

    /// <summary>Without any file.</summary>
    /// <param name="references">Assemblies that the code may use.</param>
    /// <param name="globalUsings">C# text of the global usings that a build would add; may be empty.</param>
    public static CodeBase Empty(IEnumerable<MetadataReference> references, string globalUsings) => new(
        CSharpCompilation.Create("workspace", [CSharpSyntaxTree.ParseText(globalUsings, new CSharpParseOptions(LanguageVersion.Preview, DocumentationMode.None))], references, Options),
        ImmutableSortedDictionary.Create<string, CodeFile>(StringComparer.Ordinal));

    /// <summary>With these files in place of those of the same paths, and without the removed ones.</summary>
    public CodeBase With(IReadOnlyCollection<CodeFile> changed, IReadOnlyCollection<string> removed)
    {
        ArgumentNullException.ThrowIfNull(changed);
        ArgumentNullException.ThrowIfNull(removed);
        var gone = removed.Concat(changed.Select(file => file.Path)).Where(_files.ContainsKey).Distinct(StringComparer.Ordinal).ToList();
        return new CodeBase(
            Program.RemoveSyntaxTrees(gone.Select(path => _files[path].Declarations)).AddSyntaxTrees(changed.Select(file => file.Declarations)),
            _files.RemoveRange(gone).AddRange(changed.Select(file => KeyValuePair.Create(file.Path, file))));
    }

    /// <summary>
    /// Finds out what is declared, which the first question would do otherwise: file by file, it needs each of their trees. Worth it after many files, while their trees are there from reading.
    /// </summary>
    public void Declare(CancellationToken cancellationToken) => _ = Program.ContainsSymbolsWithName(_ => false, SymbolFilter.Type, cancellationToken);

    /// <summary>Where else the partial types of a file are declared.</summary>
    public ImmutableArray<OtherParts> PartsBeside(string path, CancellationToken cancellationToken)
    {
        if (_files.GetValueOrDefault(path) is not { HasPartialTypes: true } file)
        {
            return [];
        }

        var model = Program.GetSemanticModel(file.Declarations);
        return [.. file.Declarations.GetRoot(cancellationToken)
            .DescendantNodes(node => node is not BaseMethodDeclarationSyntax)
            .OfType<TypeDeclarationSyntax>()
            .Where(type => type.Modifiers.Any(SyntaxKind.PartialKeyword))
            .Select(type => model.GetDeclaredSymbol(type, cancellationToken))
            .OfType<INamedTypeSymbol>()
            .Distinct<INamedTypeSymbol>(SymbolEqualityComparer.Default)
            .Select(type => new OtherParts(NameOf(type), PathsBeside(type, path)))
            .Where(parts => !parts.Paths.IsEmpty)];
    }

    /// <summary>What some code of a file uses of other files, and who uses it.</summary>
    /// <param name="path">A file of this code; nothing is known of any other.</param>
    /// <param name="text">Its whole text as it is shown.</param>
    /// <param name="shown">The stretches of it that are shown with their bodies.</param>
    /// <param name="textOf">The text of another file, by its path; null when it cannot be read.</param>
    public Neighbours NeighboursOf(
        string path, string text, IReadOnlyList<SourceSpan> shown, Func<string, string?> textOf, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(shown);
        ArgumentNullException.ThrowIfNull(textOf);
        if (_files.GetValueOrDefault(path) is not { } file || shown.Count == 0)
        {
            return Neighbours.None;
        }

        var whole = file.Whole(text);
        var program = Program.ReplaceSyntaxTree(file.Declarations, whole);
        var uses = UsesFinder.Find(program, whole, shown, cancellationToken);
        return new Neighbours(uses, new CallersFinder(this, program, textOf).Find(whole, shown, cancellationToken));
    }

    private static ImmutableArray<string> PathsBeside(INamedTypeSymbol type, string path) =>
        [.. type.DeclaringSyntaxReferences.Select(place => place.SyntaxTree.FilePath).Where(other => other != path).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private static string NameOf(INamedTypeSymbol type) => type.ContainingType is { } outer ? $"{NameOf(outer)}.{type.Name}" : type.Name;
}
