namespace Conductor.Views.Budget;

/// <summary>Takes the first draft that fits, and says in the note what was given up for it.</summary>
internal static class BudgetFit
{
    /// <returns>The view and its tokens, which never exceed the budget.</returns>
    public static (ViewDraft Draft, int Tokens) Choose(
        IEnumerable<ViewDraft> drafts,
        ViewSource source,
        ViewRequest request,
        ITokenCounter counter)
    {
        var budget = Math.Max(0, request.BudgetTokens ?? int.MaxValue);
        ViewDraft? smallest = null;
        (ViewLevel Level, int Tokens)? least = null;
        var wishedTokens = 0;
        foreach (var draft in drafts)
        {
            var tokens = draft.Tokens ?? counter.Count(draft.Text);
            if (draft.Level == ViewLevel.Skeleton && source.IsSmall && IsNoShorter(draft, source) && source.Tokens <= Math.Min(tokens, budget))
            {
                return Whole(source);
            }

            if (tokens <= budget)
            {
                return (smallest is null ? draft : draft with { Note = SteppedDown(request, wishedTokens, draft) }, tokens);
            }

            least = least is { } known && known.Tokens <= tokens ? known : (draft.Level, tokens);
            wishedTokens = smallest is null ? tokens : wishedTokens;

            // Names that are cut short say less than as many members with their signatures.
            smallest = draft.Level == ViewLevel.Signature && smallest is not null ? smallest : draft;
        }

        smallest ??= ViewDraft.Whole(source, request.Level);
        if (IsNoShorter(smallest, source) && source.Tokens <= budget)
        {
            return Whole(source);
        }

        return LineCut.Fit(smallest, source, request, counter, budget, least);
    }

    /// <summary>A few short bodies can take fewer tokens than the line that says they are left out.</summary>
    private static bool IsNoShorter(ViewDraft draft, ViewSource source) => draft.HeaderLength > 0 && source.Text.Length <= draft.Text.Length;

    private static (ViewDraft Draft, int Tokens) Whole(ViewSource source) =>
        (ViewDraft.Whole(source, ViewLevel.Full) with { Note = "The whole file: it takes no more tokens than its skeleton." }, source.Tokens);

    private static string SteppedDown(ViewRequest request, int wishedTokens, ViewDraft draft)
    {
        var what = draft.Level == request.Level
            ? "as much as fits"
            : $"the {LevelNames.Of(draft.Level)} view";
        return $"The {LevelNames.Of(request.Level)} view takes {wishedTokens} tokens and the budget is {request.BudgetTokens}, so this is {what}.";
    }
}
