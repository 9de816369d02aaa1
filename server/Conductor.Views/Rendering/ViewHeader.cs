using System.Globalization;

namespace Conductor.Views.Rendering;

/// <summary>The first line of a view, which says what it is of and what is missing.</summary>
internal sealed class ViewHeader(ViewSource source, ViewRequest request, SourceOutline outline)
{
    /// <summary>What the header of a view of C# begins with.</summary>
    public const string Start = "// VIEW ";

    private const string Expand = "read_file with member or lines shows more.";

    private static readonly string[] HashComments = [".py", ".rb", ".sh", ".r", ".jl", ".ex", ".exs"];

    /// <summary>The header of an outline.</summary>
    public string Outline => Line($"NOT the whole file: one line per member, its line number before it; {Expand}");

    /// <summary>The header of names alone.</summary>
    public string Names => Line($"NOT the whole file: names only; read_file at level outline, with member or lines shows more.");

    /// <summary>The sign that makes a line a comment in the language of the path.</summary>
    public static string CommentSign(string path) =>
        Array.Exists(HashComments, ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase)) ? "# " : "// ";

    /// <summary>The header of a text with bodies left out.</summary>
    public string Elided(int bodies, bool isDocsCut)
    {
        var what = bodies == 0 ? string.Empty
            : string.Create(CultureInfo.InvariantCulture, $"{bodies} {(bodies == 1 ? "body" : "bodies")} elided as {ElisionMarker.Example}");
        var docs = isDocsCut ? "docs cut to a sentence" : string.Empty;
        return Line($"NOT the whole file: {what}{(what.Length > 0 && docs.Length > 0 ? ", " : string.Empty)}{docs}; {Expand}");
    }

    private string Line(string what)
    {
        var parts = string.Concat(request.OtherParts
            .Where(parts => outline.Members.Any(member => member.IsPartial && member.FullName == parts.Type))
            .Select(parts => ViewSource.OnOneLine($" {parts.Type} is also in {string.Join(", ", parts.Paths)}.")));
        return $"{CommentSign(request.Path)}{source.Identity} {what}{parts}{source.LineBreak}";
    }
}
