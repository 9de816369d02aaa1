using System.Text.RegularExpressions;

namespace Conductor.Workers.Prompts;

/// <summary>Puts foreign text into a prompt so that nothing in it can end its own frame.</summary>
internal static partial class Fence
{
    /// <summary>The text between two lines of backticks, more of them than stand together anywhere in it.</summary>
    /// <param name="language">What follows the first line's backticks; may be empty.</param>
    public static string Around(string text, string language = "")
    {
        var fence = new string('`', Math.Max(3, LongestRun(text) + 1));
        var end = text.EndsWith('\n') ? "" : "\n";
        return $"{fence}{language}\n{text}{end}{fence}";
    }

    private static int LongestRun(string text)
    {
        var longest = 0;
        foreach (var match in Backticks().EnumerateMatches(text))
        {
            longest = Math.Max(longest, match.Length);
        }
        return longest;
    }

    [GeneratedRegex("`+")]
    private static partial Regex Backticks();
}
