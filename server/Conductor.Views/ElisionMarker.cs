using System.Text.RegularExpressions;

namespace Conductor.Views;

/// <summary>
/// The marks that stand in a view for text that is not shown, with the lines it takes in the file. None of them is valid in any language, so
/// one that leaks into a file does not compile; tools that edit files refuse text in which <see cref="IsIn"/> finds one.
/// </summary>
public static partial class ElisionMarker
{
    /// <summary>What the mark of a body looks like, for readers: the numbers are its first and its last line in the file.</summary>
    public const string Example = "{ … Lfirst-last }";

    /// <summary>Begins the mark of a body; its lines follow, as 12-34.</summary>
    internal const string BodyStart = "{ … L";

    /// <summary>Ends the mark of a body.</summary>
    internal const string BodyEnd = " }";

    /// <summary>Begins the mark of a long initialiser, which ends with its lines: what follows in the file follows the mark.</summary>
    internal const string InitializerStart = "= … L";

    private const char Ellipsis = '…';

    /// <summary>
    /// Whether the text holds a mark, also one whose spaces or line breaks were changed on the way, one without lines, or one that lost its
    /// ellipsis. An ellipsis in prose or in a string is none.
    /// </summary>
    public static bool IsIn(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return (text.Contains(Ellipsis, StringComparison.Ordinal) && Mark().IsMatch(text)) || HasMarkWithoutEllipsis(text);
    }

    private static bool HasMarkWithoutEllipsis(string text)
    {
        foreach (var match in BareMark().EnumerateMatches(text))
        {
            // Real code could subtract from a constant named L12; lines never run backwards, and a format hole touches its string.
            var inside = text.AsSpan(match.Index + 1, match.Length - 2).Trim()[1..];
            var dash = inside.IndexOf('-');
            if (int.TryParse(inside[..dash], out var first) && int.TryParse(inside[(dash + 1)..], out var last) && first <= last)
            {
                return true;
            }
        }

        return false;
    }

    [GeneratedRegex(@"\{\s*…(\s*L?\d+-\d+)?\s*\}|=\s*…(\s*L?\d+-\d+)?\s*[;,]")]
    private static partial Regex Mark();

    [GeneratedRegex(@"\{\sL[0-9]{1,7}-[0-9]{1,7}\s\}")]
    private static partial Regex BareMark();
}
