using System.Collections.Immutable;
using System.Text;
using Conductor.Server.Protocol;

namespace Conductor.Server.TrackFiles;

/// <summary>Carries out edits, as an editor would.</summary>
public static class TextEdits
{
    private const char ByteOrderMark = '\uFEFF';

    /// <summary>The text with all edits carried out. They refer to the text as it is and do not overlap; a byte order mark stays.</summary>
    public static string Apply(string text, IReadOnlyList<TextEditInfo> edits)
    {
        int skipped = text.StartsWith(ByteOrderMark) ? 1 : 0;
        List<int> lineStarts = LineStarts(text, skipped);
        var result = new StringBuilder(text.Length);
        int copied = 0;
        foreach (TextEditInfo edit in edits.OrderBy(edit => edit.StartLine).ThenBy(edit => edit.StartColumn))
        {
            result.Append(text, copied, lineStarts[edit.StartLine] + edit.StartColumn - copied).Append(edit.NewText);
            copied = lineStarts[edit.EndLine] + edit.EndColumn;
        }

        return result.Append(text, copied, text.Length - copied).ToString();
    }

    /// <summary>Edits in bytes as a client wants them, in the order of the text.</summary>
    internal static ImmutableArray<TextEditInfo> ToLines(SourceText source, IEnumerable<ByteEdit> edits) =>
        [.. edits
            .OrderBy(edit => edit.Start)
            .Select(edit => (edit.NewText, Range: source.RangeOf(new ByteSpan(edit.Start, edit.End))))
            .Select(edit => new TextEditInfo(
                edit.Range.StartLine, edit.Range.StartColumn, edit.Range.EndLine, edit.Range.EndColumn, edit.NewText))];

    private static List<int> LineStarts(string text, int start)
    {
        var starts = new List<int> { start };
        for (int index = start; index < text.Length; index++)
        {
            if (text[index] == '\n' || (text[index] == '\r' && (index + 1 == text.Length || text[index + 1] != '\n')))
            {
                starts.Add(index + 1);
            }
        }

        return starts;
    }
}

/// <summary>Replace a stretch of a UTF-8 text.</summary>
internal readonly record struct ByteEdit(int Start, int End, string NewText);
