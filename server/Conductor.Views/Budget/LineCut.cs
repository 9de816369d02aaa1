using Conductor.Views.Rendering;
using Conductor.Views.Text;

namespace Conductor.Views.Budget;

/// <summary>The last resort: as many whole lines of a view as fit, under a header that says where it ends.</summary>
internal static class LineCut
{
    /// <param name="least">The smallest view that there is, whole; null where there is none but the file's own text.</param>
    /// <returns>A view within the budget; an empty one if not even the header fits.</returns>
    public static (ViewDraft Draft, int Tokens) Fit(
        ViewDraft draft,
        ViewSource source,
        ViewRequest request,
        ITokenCounter counter,
        int budget,
        (ViewLevel Level, int Tokens)? least)
    {
        var start = draft.HeaderLength > 0 ? draft.HeaderLength : source.TextStart;
        var lines = LineTable.Of(draft.Text, start);
        var best = new Cut(string.Empty, 0, 0);

        // What does not fit is found in doubling steps, so that the work depends on the budget and not on the file.
        var (low, high) = (-1, 0);
        while (high < lines.Count && TryCut(high))
        {
            (low, high) = (high, Math.Max(1, high * 2));
        }

        high = Math.Min(high, lines.Count);
        while (high - low > 1)
        {
            var middle = low + ((high - low) / 2);
            (low, high) = TryCut(middle) ? (middle, high) : (low, middle);
        }

        return (draft with { Text = best.Text, Note = Note(request, budget, best, lines.Count, draft.Level, least), HeaderLength = 0, Tokens = best.Tokens, Shown = [] }, best.Tokens);

        bool TryCut(int count)
        {
            var text = string.Concat(Header(draft, source, count, lines.Count), draft.Text.AsSpan(start, lines.LengthOf(count)));
            var tokens = counter.Count(text);
            if (tokens > budget)
            {
                return false;
            }

            best = new Cut(text, tokens, count);
            return true;
        }
    }

    private static string Note(ViewRequest request, int budget, Cut cut, int lines, ViewLevel level, (ViewLevel Level, int Tokens)? least)
    {
        var need = least is { } smallest ? $" Its smallest view, {LevelNames.Of(smallest.Level)}, takes {smallest.Tokens}." : string.Empty;
        return cut.Text.Length == 0
            ? $"The budget of {budget} tokens is too small for any view of {request.Path}; ask again with more.{need}"
            : $"Cut after line {cut.Lines} of {lines} of the {LevelNames.Of(level)} view to fit the budget of {budget} tokens; read the rest by lines.{need}";
    }

    private static string Header(ViewDraft draft, ViewSource source, int shown, int lines)
    {
        var elided = draft.ElidedBodies == 0 ? string.Empty : $"bodies elided as {ElisionMarker.Example}, and ";
        var line =
            $"{source.Identity} NOT the whole file: {elided}cut after line {shown} of {lines} of this view; read the file by lines for the rest.";
        return (draft.Text.StartsWith('[') ? $"[{line}]" : ViewHeader.CommentSign(source.Path) + line) + source.LineBreak;
    }

    private readonly record struct Cut(string Text, int Tokens, int Lines);
}
