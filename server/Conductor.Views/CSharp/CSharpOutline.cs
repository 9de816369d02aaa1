using Conductor.Views.CSharp.Bodies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Conductor.Views.CSharp;

/// <summary>
/// Reads the outline of a C# text: one parse and one walk over members, no symbols, no references. What stands in most bodies is not parsed (<see cref="BlankBodies"/>); the outline is
/// the one that it would be if it were.
/// </summary>
public static class CSharpOutline
{
    private static readonly CSharpParseOptions FileOptions = new(LanguageVersion.Preview, DocumentationMode.None);
    private static readonly CSharpParseOptions ScriptOptions = FileOptions.WithKind(SourceCodeKind.Script);

    /// <summary>Whether the path is that of a C# file and the text one that the parser survives.</summary>
    public static bool CanRead(string path, string text)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(text);
        return (path.EndsWith(".cs", StringComparison.OrdinalIgnoreCase) || IsScript(path)) && !NestingLimit.IsExceededBy(text);
    }

    /// <summary>The outline of a text that <see cref="CanRead"/> accepts; broken code has one too.</summary>
    /// <param name="constants">The symbols that <c>#if</c> finds defined, besides those that the file defines.</param>
    public static SourceOutline Read(string path, string text, IReadOnlyCollection<string> constants)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(constants);
        return Read(path, text, constants, static (_, whole) => BlankBodies.Of(whole), static (_, seen, options) => CSharpSyntaxTree.ParseText(SourceText.From(seen), options));
    }

    /// <summary>As <see cref="Read"/>, of a parse that sees every body.</summary>
    internal static SourceOutline ReadWhole(string path, string text, IReadOnlyCollection<string> constants) =>
        Of(path, text, CSharpSyntaxTree.ParseText(SourceText.From(text), Options(path, constants)), null);

    /// <summary>The outline of a text that can be read as C#; null for any other.</summary>
    /// <param name="constants">As of <see cref="Read"/>.</param>
    public static SourceOutline? TryRead(string path, string text, IReadOnlyCollection<string> constants) =>
        CanRead(path, text) ? Read(path, text, constants) : null;

    /// <summary>As <see cref="TryRead"/>, faster for a long text that is much like the one with the same path before.</summary>
    internal static SourceOutline? TryReadAgain(string path, string text, IReadOnlyCollection<string> constants, ParsedTexts texts) =>
        CanRead(path, text) ? Read(path, text, constants, texts.Blank, texts.Parse) : null;

    private static SourceOutline Read(
        string path, string text, IReadOnlyCollection<string> constants, Func<string, string, BlankBodies?> without, Func<string, string, CSharpParseOptions, SyntaxTree> parse)
    {
        var options = Options(path, constants);
        var blank = IsScript(path) ? null : without(path, text);
        return (blank is null ? null : OfBlank(path, text, parse(path, blank.Text, options), blank)) ?? Of(path, text, parse(path, text, options), null);
    }

    /// <returns>Null where only a parse of the whole text tells: something is wrong with it, or the parser takes it for something else.</returns>
    private static SourceOutline? OfBlank(string path, string text, SyntaxTree tree, BlankBodies blank) =>
        !tree.GetRoot().ContainsDiagnostics && Of(path, text, tree, blank) is var outline && blank.AreAllTaken ? outline : null;

    private static SourceOutline Of(string path, string text, SyntaxTree tree, BlankBodies? blank)
    {
        var root = (CompilationUnitSyntax)tree.GetRoot();
        var isBroken = root.ContainsDiagnostics;
        return new SourceOutline(new OutlineCollector(text, new HotMarks(text, root), new MemberSink(text, isBroken, blank)).Collect(root))
        {
            IsBroken = isBroken,
            IsGenerated = GeneratedFile.Is(path, text, root.SpanStart),
            Imports = Imports(root),
        };
    }

    private static CSharpParseOptions Options(string path, IReadOnlyCollection<string> constants)
    {
        var options = IsScript(path) ? ScriptOptions : FileOptions;
        return constants.Count == 0 ? options : options.WithPreprocessorSymbols(constants);
    }

    private static bool IsScript(string path) => path.EndsWith(".csx", StringComparison.OrdinalIgnoreCase);

    private static SourceSpan? Imports(CompilationUnitSyntax root) =>
        root.Usings.Count == 0 ? null : new SourceSpan(root.Usings[0].SpanStart, root.Usings[^1].Span.End);
}
