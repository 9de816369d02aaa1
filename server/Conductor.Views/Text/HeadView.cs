using System.Globalization;
using System.Text;

namespace Conductor.Views.Text;

/// <summary>The first and the last lines of a text, and how to read those between.</summary>
internal static class HeadView
{
    /// <summary>A longer line is cut: minified files have one line of a megabyte.</summary>
    private const int LongestLine = 240;

    public static ViewDraft Draft(ViewSource source, LineTable lines, ViewLevel wished, HeadShape shape)
    {
        var isGap = lines.Count > shape.Head + shape.Tail;
        var head = isGap ? shape.Head : lines.Count;
        var body = new StringBuilder();
        var isCut = AppendLines(body, source, lines, 0, head);
        var leftOut = string.Empty;
        if (isGap)
        {
            var (first, last) = (head + 1, lines.Count - shape.Tail);
            leftOut = $"lines {first}-{last} are left out";
            body.Append(
                CultureInfo.InvariantCulture,
                $"[… {last - first + 1} lines left out here; read_file with lines {first}-{last} shows them …]{source.LineBreak}");
            isCut |= AppendLines(body, source, lines, last, lines.Count);
        }

        if (!isGap && !isCut)
        {
            return ViewDraft.Whole(source, wished) with { Tokens = source.Tokens };
        }

        var cut = isCut ? $"lines over {LongestLine} characters are cut" : string.Empty;
        var what = leftOut.Length > 0 && cut.Length > 0 ? $"{leftOut}, {cut}" : leftOut + cut;
        var header = $"[{source.Identity} {shape.Facts}NOT the whole file: {what}; read the file for them.]{source.LineBreak}";
        return new ViewDraft(ViewLevel.Skeleton, header + body)
        {
            HeaderLength = header.Length,
            Note = shape.Why,
        };
    }

    /// <summary>Appends the lines from one index up to another; cuts the long ones.</summary>
    /// <returns>Whether a line was cut.</returns>
    public static bool AppendLines(StringBuilder target, ViewSource source, LineTable lines, int from, int to)
    {
        var isCut = false;
        for (var index = from; index < to; index++)
        {
            var line = lines[index];
            if (line.Length > LongestLine)
            {
                var kept = char.IsHighSurrogate(line[LongestLine - 1]) ? LongestLine - 1 : LongestLine;
                target.Append(line[..kept]).Append(CultureInfo.InvariantCulture, $"[… +{line.Length - kept} characters]");
                isCut = true;
            }
            else
            {
                target.Append(line);
            }

            target.Append(source.LineBreak);
        }

        return isCut;
    }
}
