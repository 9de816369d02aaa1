using Conductor.Core.Approvals;
using Conductor.Core.Tickets;
using Conductor.Views;
using Conductor.Workers.Prompts;
using Conductor.Workers.Tools;

namespace Conductor.Workers.Loop;

/// <summary>Tells whether a read shows more than the context that was approved at the spawn gate.</summary>
internal static class Widenings
{
    /// <param name="path">The file, as in the approved pieces; null when the call has none.</param>
    /// <param name="shown">What the call would show; null when it shows nothing of a file.</param>
    /// <returns>Null when all of it was approved.</returns>
    public static Widening? Of(AttemptStart start, string? path, ReadExtent? shown)
    {
        if (path is null || shown is null)
        {
            return null;
        }
        var approved = start.Approved.FirstOrDefault(piece => piece.Kind == "file" && piece.Name == path)?.Level;
        return approved is { } level && IsWithin(level, shown, start.Prompt) ? null : new Widening(shown.Words, approved);
    }

    private static bool IsWithin(ContextLevel approved, ReadExtent shown, string prompt) =>
        approved == ContextLevel.Full
        || (shown.Level is { } asked && ContextWish.LevelOf(asked) >= approved)
        || (shown.Piece is { } piece && Plain(prompt).Contains(Plain(piece).Trim(), StringComparison.Ordinal));

    private static string Plain(string text) => text.Replace("\r", "", StringComparison.Ordinal);
}
