using System.Globalization;
using Conductor.Views;

namespace Conductor.Viewer;

/// <summary>What <c>conductor view</c> is asked for.</summary>
/// <param name="Budget">The most tokens of each view; null for no limit.</param>
/// <param name="Around">Also what stands around C# code in other files.</param>
/// <param name="Json">One JSON object per file and line.</param>
public sealed record ViewOrder(IReadOnlyList<string> Files, ViewLevel Level, int? Budget = null, bool Around = false, bool Json = false)
{
    /// <summary>
    /// Reads the words behind <c>view</c> where they are written as in the help: a word or a number behind its option, everything once. The
    /// command line library takes longer to start than a view of a small file, so it is only asked where more must be known.
    /// </summary>
    /// <returns>Null for all else, faults too: the command line reads it, and knows the words for what is wrong with it.</returns>
    public static ViewOrder? TryRead(ReadOnlySpan<string> words)
    {
        var files = new List<string>();
        string? level = null;
        int? budget = null;
        bool around = false;
        bool json = false;
        for (int at = 0; at < words.Length; at++)
        {
            string? value = at + 1 < words.Length ? words[at + 1] : null;
            switch (words[at])
            {
                case "--level" when level is null && value is "curated" or "skeleton" or "outline" or "signature" or "full":
                    level = value;
                    at++;
                    break;
                case "--budget" when budget is null && int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int tokens) && tokens > 0:
                    budget = tokens;
                    at++;
                    break;
                case "--around" when !around:
                    around = true;
                    break;
                case "--json" when !json:
                    json = true;
                    break;
                case ['-' or '/' or '@' or '[', ..] word when !IsPath(word):
                case "" or "true" or "false" or "True" or "False":
                    return null;
                default:
                    files.Add(words[at]);
                    break;
            }
        }

        return files.Count == 0 ? null : new ViewOrder(files, LevelOf(level), budget, around, json);
    }

    /// <summary>Short words that begin with a slash may be options in disguise.</summary>
    private static bool IsPath(string word) => word is ['/', _, _, ..];

    private static ViewLevel LevelOf(string? level) => level switch
    {
        "skeleton" => ViewLevel.Skeleton,
        "outline" => ViewLevel.Outline,
        "signature" => ViewLevel.Signature,
        "full" => ViewLevel.Full,
        _ => ViewLevel.Curated,
    };
}
