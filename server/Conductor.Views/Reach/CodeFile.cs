using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Conductor.Views.CSharp;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Conductor.Views.Reach;

/// <summary>What is kept of a C# file to know who declares what and who may use it. Immutable.</summary>
public sealed partial class CodeFile
{
    private static readonly CSharpParseOptions Options = new(LanguageVersion.Preview, DocumentationMode.None);

    // One for all files of a project.
    private static readonly ConcurrentDictionary<string, CSharpParseOptions> OptionsByConstants = new(StringComparer.Ordinal);

    private CodeFile(string path, ImmutableArray<string> constants, SyntaxTree declarations, IdentifierSet identifiers, bool hasPartialTypes, bool hasUnnamedCreations)
    {
        Path = path;
        Constants = constants;
        Declarations = declarations;
        Identifiers = identifiers;
        HasPartialTypes = hasPartialTypes;
        HasUnnamedCreations = hasUnnamedCreations;
    }

    /// <summary>Workspace-relative, separated by '/'.</summary>
    public string Path { get; }

    /// <summary>The symbols that <c>#if</c> finds defined.</summary>
    public ImmutableArray<string> Constants { get; }

    internal bool HasPartialTypes { get; }

    /// <summary>Whether <c>new(…)</c> may stand in it, which does not name its type.</summary>
    internal bool HasUnnamedCreations { get; }

    internal SyntaxTree Declarations { get; }

    internal IdentifierSet Identifiers { get; }

    /// <summary>Reads a file.</summary>
    /// <param name="path">Workspace-relative, separated by '/'.</param>
    /// <param name="text">Its whole text.</param>
    /// <param name="constants">The symbols that <c>#if</c> finds defined.</param>
    /// <returns>Null for a text that the parser would not survive.</returns>
    public static CodeFile? TryRead(string path, string text, ImmutableArray<string> constants)
    {
        if (CSharpOutline.TryRead(path, text, constants) is not { } outline)
        {
            return null;
        }

        return new CodeFile(
            path,
            constants,
            Declared(path, DeclarationText.Of(text, outline), constants),
            IdentifierSet.Of(text),
            outline.Members.Any(member => member.IsPartial),
            UnnamedCreation().IsMatch(text));
    }

    /// <summary>The whole text as a tree, in place of the declarations.</summary>
    internal SyntaxTree Whole(string text) => Parse(Path, SourceText.From(text), Constants);

    /// <summary>
    /// The text as a tree, without bodies in which none of these names stands: each name is on its line, though not at its place in the text. Statements of a program are one
    /// body however they are parted, so a file that has any stays whole.
    /// </summary>
    /// <param name="text">Its whole text.</param>
    /// <param name="creations">Bodies with <c>new(…)</c> stay too.</param>
    internal SyntaxTree Naming(string text, IReadOnlyCollection<string> names, bool creations)
    {
        if (CSharpOutline.TryRead(Path, text, Constants) is not { } outline || outline.Members.Any(member => member.Kind == SourceMemberKind.Statements))
        {
            return Whole(text);
        }

        var naming = SourceText.From(DeclarationText.Of(text, outline, IsKept));
        var whole = SourceText.From(text);

        // The parser knows more ends of lines than a body that is left out keeps.
        return Parse(Path, naming.Lines.Count == whole.Lines.Count ? naming : whole, Constants);

        bool IsKept(SourceSpan body)
        {
            var span = text.AsSpan(body.Start, body.Length);
            return IdentifierSet.HasAny(span, names) || (creations && UnnamedCreation().IsMatch(span));
        }
    }

    [GeneratedRegex(@"\bnew\s*\(")]
    private static partial Regex UnnamedCreation();

    private static SyntaxTree Declared(string path, string declarations, ImmutableArray<string> constants) =>
        (DeclarationSource.Of(declarations) is { } source ? Sound(path, source, constants) : null)
        ?? Sound(path, SourceText.From(declarations), constants)
        ?? Parse(path, SourceText.From(declarations), constants);

    /// <returns>Null where the parser finds fault with it.</returns>
    private static DeclarationTree? Sound(string path, SourceText source, ImmutableArray<string> constants) =>
        Parse(path, source, constants).GetRoot() is { ContainsDiagnostics: false } root ? new DeclarationTree(path, source, OptionsWith(constants), (CSharpSyntaxNode)root) : null;

    private static SyntaxTree Parse(string path, SourceText text, ImmutableArray<string> constants) => CSharpSyntaxTree.ParseText(text, OptionsWith(constants), path);

    private static CSharpParseOptions OptionsWith(ImmutableArray<string> constants) => constants.IsEmpty
        ? Options
        : OptionsByConstants.GetOrAdd(string.Join(' ', constants), _ => Options.WithPreprocessorSymbols(constants));
}
