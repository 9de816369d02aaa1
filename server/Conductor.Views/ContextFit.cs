using System.Collections.Immutable;

namespace Conductor.Views;

/// <summary>
/// Fits the views of several files into one budget. When they are too much, levels go down in a fixed order: each step takes one file one
/// level lower, the farthest file first, and the nearest one gives way only when nothing is left to take from the others.
/// </summary>
public static class ContextFit
{
    private static readonly ViewLevel[] StepsOfOthers = [ViewLevel.Curated, ViewLevel.Skeleton, ViewLevel.Outline, ViewLevel.Signature];

    /// <summary>The views, in the order of the requests, and never more tokens together than the budget.</summary>
    /// <param name="requests">The nearest file first; the budget of each holds as well.</param>
    /// <param name="budgetTokens">The most tokens of all views together; less than 0 is read as 0.</param>
    public static ImmutableArray<FileView> Build(IReadOnlyList<ViewRequest> requests, int budgetTokens, ITokenCounter counter)
    {
        ArgumentNullException.ThrowIfNull(requests);
        ArgumentNullException.ThrowIfNull(counter);
        var budget = Math.Max(0, budgetTokens);
        var views = requests.Select(request => ViewBuilder.Build(request, counter)).ToArray();
        var total = views.Sum(view => view.Tokens);
        foreach (var level in StepsOfOthers)
        {
            for (var index = requests.Count - 1; index > 0 && total > budget; index--)
            {
                if (Rank(views[index].Level) >= Rank(level) || views[index].Tokens == 0)
                {
                    continue;
                }

                // A level lower is not always smaller, as with a file that is short already.
                var lower = ViewBuilder.Build(requests[index] with { Level = level }, counter);
                if (lower.Tokens < views[index].Tokens)
                {
                    total += lower.Tokens - views[index].Tokens;
                    views[index] = lower with { Note = NoRoom(level, budget) };
                }
            }
        }

        // Nothing but names is left of the others: the nearest file is cut to the room beside them, and then the farthest go altogether.
        if (total > budget && requests.Count > 0)
        {
            var others = total - views[0].Tokens;
            var room = Math.Max(0, budget - others);
            var nearest = ViewBuilder.Build(requests[0] with { BudgetTokens = Math.Min(room, requests[0].BudgetTokens ?? room) }, counter);
            if (nearest.Tokens > 0)
            {
                total = others + nearest.Tokens;
                views[0] = nearest;
            }
        }

        for (var index = requests.Count - 1; index > 0 && total > budget; index--)
        {
            total -= views[index].Tokens;
            views[index] = views[index] with { Text = string.Empty, Tokens = 0, ElidedBodies = 0, Note = Left(requests[index].Path, budget) };
        }

        if (total > budget)
        {
            views[0] = ViewBuilder.Build(requests[0] with { BudgetTokens = budget }, counter);
        }

        return [.. views];
    }

    /// <summary>How far down a level is.</summary>
    private static int Rank(ViewLevel level) => level == ViewLevel.Full ? -1 : Array.IndexOf(StepsOfOthers, level);

    private static string NoRoom(ViewLevel level, int budget) =>
        $"All files together have {budget} tokens, so this one is shown at level {LevelNames.Of(level)}; read_file shows more of it.";

    private static string Left(string path, int budget) =>
        $"All files together have {budget} tokens, and nothing of {path} fits; read it with read_file.";
}
