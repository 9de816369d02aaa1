namespace Conductor.Core.Tickets;

/// <summary>A text as a part of one line, for a person to read: in a record that is kept as well as on a screen.</summary>
public static class OneLine
{
    private const string Cut = "…";

    /// <summary>The text without its line breaks, or the beginning of it.</summary>
    /// <param name="most">Characters at most; two or more.</param>
    /// <param name="lineEnd">What stands in place of a line break.</param>
    public static string Of(string text, int most, string lineEnd = " ⏎ ")
    {
        ArgumentNullException.ThrowIfNull(text);
        string line = text.Trim().ReplaceLineEndings(lineEnd);
        if (line.Length <= most)
        {
            return line;
        }

        int end = most - Cut.Length;
        // Half of a character outside the basic plane cannot be stored, and would come back as another text.
        return line[..(char.IsHighSurrogate(line[end - 1]) ? end - 1 : end)] + Cut;
    }
}
