using System.Globalization;

namespace Conductor.Views.Text;

/// <summary>What counting says of tables and logs, beside their first and last lines.</summary>
internal static class Counts
{
    private static readonly string[] Severities = ["FATAL", "ERROR", "WARN"];

    /// <summary>Rows are alike, so a few of them are enough; their number and that of the columns is not seen in them.</summary>
    public static HeadShape OfTable(LineTable lines)
    {
        var first = lines[0];
        var separator = first.Count('\t') > 0 ? '\t' : first.Count(';') > first.Count(',') ? ';' : ',';
        return new HeadShape(20, 5)
        {
            Facts = string.Create(CultureInfo.InvariantCulture, $"{lines.Count - 1} rows below the first line, {first.Count(separator) + 1} columns. "),
            Why = "A table of this size is shown by its first and last rows.",
        };
    }

    /// <summary>What happened last is at the end; what went wrong is counted, with its first line.</summary>
    public static HeadShape OfLog(LineTable lines)
    {
        var found = Severities.Select(severity => Find(lines, severity)).Where(words => words.Length > 0).ToList();
        return new HeadShape(20, 60)
        {
            Facts = found.Count == 0 ? string.Empty : $"{string.Join(", ", found)}. ",
            Why = "A log of this size is shown by its first and last lines.",
        };
    }

    private static string Find(LineTable lines, string severity)
    {
        var (count, first) = (0, 0);
        for (var index = 0; index < lines.Count; index++)
        {
            if (lines[index].Contains(severity, StringComparison.OrdinalIgnoreCase))
            {
                count++;
                first = count == 1 ? index + 1 : first;
            }
        }

        return count == 0 ? string.Empty : string.Create(CultureInfo.InvariantCulture, $"{count} lines with {severity} (first: {first})");
    }
}
