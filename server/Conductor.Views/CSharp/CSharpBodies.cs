using Conductor.Views.Rendering;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Conductor.Views.CSharp;

/// <summary>Finds the bodies of a C# text. One parse, no symbols, no references.</summary>
internal static class CSharpBodies
{
    private static readonly CSharpParseOptions FileOptions = new(LanguageVersion.Preview, DocumentationMode.None);
    private static readonly CSharpParseOptions ScriptOptions = FileOptions.WithKind(SourceCodeKind.Script);

    /// <summary>The spans in the order of the text; what cannot be left out safely is not among them.</summary>
    public static IReadOnlyList<BodySpan> Find(string text, bool isScript)
    {
        var tree = CSharpSyntaxTree.ParseText(SourceText.From(text), isScript ? ScriptOptions : FileOptions);
        var root = (CompilationUnitSyntax)tree.GetRoot();
        return new BodySpanCollector(text, new HotMarks(text, root), root.ContainsDiagnostics).Collect(root);
    }
}
