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
        var piece = start.Approved.FirstOrDefault(piece => piece.Kind == "file" && piece.Name == path);
        return piece?.Level is { } level && IsWithin(level, isWhole: piece.Members is not { Length: > 0 }, shown, start.Prompt) ? null : new Widening(shown.Words, piece?.Level);
    }

    /// <param name="isWhole">False where members were chosen: a level would show others too, so only what stands in the prompt was approved.</param>
    private static bool IsWithin(ContextLevel approved, bool isWhole, ReadExtent shown, string prompt) =>
        approved == ContextLevel.Full
        || (isWhole && shown.Level is { } asked && ContextWish.LevelOf(asked) >= approved)
        || (shown.Piece is { } piece && Plain(prompt).Contains(Plain(piece).Trim(), StringComparison.Ordinal));

    private static string Plain(string text) => text.Replace("\r", "", StringComparison.Ordinal);
}
