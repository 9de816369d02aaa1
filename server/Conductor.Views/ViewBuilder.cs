using Conductor.Views.Budget;
using Conductor.Views.CSharp;
using Conductor.Views.Rendering;
using Conductor.Views.Text;

namespace Conductor.Views;

/// <summary>Turns the text of a file into what a reader gets to see of it. Pure: no disk, no clock; what it remembers makes it faster and nothing else.</summary>
public static class ViewBuilder
{
    /// <summary>
    /// Builds the view. Every text gives one: broken code, binary content, an empty file. With a budget the level goes down
    /// until it fits, and the last resort is a cut at a line; <see cref="FileView.Note"/> says which it was.
    /// </summary>
    public static FileView Build(ViewRequest request, ITokenCounter counter) => Build(request, counter, ViewLimits.Default);

    internal static FileView Build(ViewRequest request, ITokenCounter counter, ViewLimits limits)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(counter);
        var source = new ViewSource(request, counter, limits);
        var (draft, tokens) = BudgetFit.Choose(Drafts(source, request, counter), source, request, counter);
        return new FileView(
            request.Path,
            draft.Level,
            draft.Text,
            tokens,
            draft.ElidedBodies,
            source.TotalLines,
            source.ContentHash,
            draft.Note)
        {
            Shown = draft.Shown,
        };
    }

    /// <summary>The views that come into question, the one asked for first, each smaller than the one before; never none.</summary>
    private static IEnumerable<ViewDraft> Drafts(ViewSource source, ViewRequest request, ITokenCounter counter)
    {
        if (request.Seen is { } seen && !source.IsBinary && ChangesRenderer.Draft(source, request, OutlineOf(request), seen) is { } changes)
        {
            yield return changes;
        }

        if (request.Level == ViewLevel.Full)
        {
            yield return ViewDraft.Whole(source, ViewLevel.Full) with { Tokens = source.Tokens };
        }

        foreach (var draft in source.IsBinary ? [BinaryView.Draft(source)]
            : OutlineOf(request) is { } outline ? CodeViews.Drafts(source, request, outline, counter)
            : TextViews.Drafts(source, request, request.Level == ViewLevel.Full ? ViewLevel.Curated : request.Level))
        {
            yield return draft;
        }
    }

    private static SourceOutline? OutlineOf(ViewRequest request) =>
        request.Outline ?? CSharpOutline.TryReadAgain(request.Path, request.Text, request.Constants, ParsedTexts.Latest);
}
