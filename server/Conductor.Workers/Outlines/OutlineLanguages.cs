using Conductor.Views;

namespace Conductor.Workers.Outlines;

/// <summary>Which grammar of the helper reads a file.</summary>
internal static class OutlineLanguages
{
    private static readonly Dictionary<string, string> ByEnding = new(StringComparer.OrdinalIgnoreCase)
    {
        [".ts"] = "typescript",
        [".mts"] = "typescript",
        [".cts"] = "typescript",
        [".tsx"] = "tsx",
        [".js"] = "javascript",
        [".mjs"] = "javascript",
        [".cjs"] = "javascript",
        [".jsx"] = "javascript",
        [".py"] = "python",
        [".pyi"] = "python",
        [".go"] = "go",
        [".java"] = "java",
        [".rs"] = "rust",
        [".c"] = "c",
        [".h"] = "cpp",
        [".cc"] = "cpp",
        [".cpp"] = "cpp",
        [".cxx"] = "cpp",
        [".hh"] = "cpp",
        [".hpp"] = "cpp",
        [".hxx"] = "cpp",
    };

    /// <summary>How a language of the helper writes comments and strings.</summary>
    public static SourceSyntax SyntaxOf(string language) => language switch
    {
        "python" => SourceSyntax.Python,
        "go" => SourceSyntax.Go,
        "java" => SourceSyntax.Java,
        "rust" => SourceSyntax.Rust,
        "c" or "cpp" => SourceSyntax.C,
        _ => SourceSyntax.Script,
    };

    /// <returns>Null for a file that no grammar reads.</returns>
    public static string? Of(string path) => ByEnding.GetValueOrDefault(Path.GetExtension(path));
}
