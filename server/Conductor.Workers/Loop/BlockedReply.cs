using System.Text.RegularExpressions;

namespace Conductor.Workers.Loop;

/// <summary>Tells a reply that means "blocked" from one that merely has the word in it.</summary>
internal static partial class BlockedReply
{
    /// <summary>
    /// The reason, when the reply's first word is <c>BLOCKED</c> in capitals; null otherwise. Emphasis or a quote mark around the word does
    /// not count, nor does the punctuation after it.
    /// </summary>
    public static string? ReasonIn(string reply)
    {
        var match = FirstWord().Match(reply);
        if (!match.Success)
        {
            return null;
        }
        var reason = reply[match.Length..].Trim();
        return reason.Length > 0 ? reason : "The worker said BLOCKED and no more. Read its output, and retry with a note.";
    }

    [GeneratedRegex(@"^[\s*_#>`""'\[(]*BLOCKED(?![\p{L}\p{N}_])[\s\p{P}\p{S}]*", RegexOptions.CultureInvariant)]
    private static partial Regex FirstWord();
}
