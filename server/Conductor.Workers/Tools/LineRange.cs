using System.Globalization;

namespace Conductor.Workers.Tools;

/// <summary>Lines of a file, counted from 1, both included; <see cref="Last"/> may lie behind the file's end.</summary>
internal sealed record LineRange(int First, int Last)
{
    /// <summary>Reads <c>10-40</c>, <c>10-</c> (to the end) or <c>10</c> (that line); null when it is something else.</summary>
    public static LineRange? Parse(string text)
    {
        var parts = text.Split('-');
        if (parts.Length > 2 || !TryNumber(parts[0], out var first))
        {
            return null;
        }
        var last = first;
        if (parts.Length == 2)
        {
            if (parts[1].Trim().Length == 0)
            {
                last = int.MaxValue;
            }
            else if (!TryNumber(parts[1], out last))
            {
                return null;
            }
        }
        return first >= 1 && last >= first ? new LineRange(first, last) : null;
    }

    private static bool TryNumber(string text, out int number) =>
        int.TryParse(text, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out number);
}
