namespace Conductor.Views.CSharp;

/// <summary>The blank space between a signature and its body, which goes with the body.</summary>
internal static class BodyGap
{
    /// <summary>Where the gap before <paramref name="bodyStart"/> begins: behind the last character that must stay.</summary>
    public static int Start(string text, int bodyStart)
    {
        var start = bodyStart;
        while (start > 0 && char.IsWhiteSpace(text[start - 1]))
        {
            start--;
        }

        // The mark must not move up into a line that a comment or a directive takes whole.
        var gap = text.AsSpan(start, bodyStart - start);
        return gap.Contains('\n') && TakesWholeLine(LineBefore(text, start)) ? bodyStart : start;
    }

    private static ReadOnlySpan<char> LineBefore(string text, int end)
    {
        var before = text.AsSpan(0, end);
        return before[(before.LastIndexOf('\n') + 1)..];
    }

    // "//" in a string is taken for a comment too: the mark then stays on a line of its own, which is harmless.
    private static bool TakesWholeLine(ReadOnlySpan<char> line) =>
        line.Contains("//", StringComparison.Ordinal) || line.TrimStart().StartsWith('#');
}
