using Conductor.Views.Budget;
using Conductor.Views.Choice;

namespace Conductor.Views.Rendering;

/// <summary>The views of a file whose outline is known, the same for every language.</summary>
internal static class CodeViews
{
    private const string NothingHot =
        "No member is named or marked hot, so every body is left out; mark one with a comment // [HOT] or an attribute [CoreLogic] to keep it.";

    private const string Generated = "A program wrote this file, so only its outline is shown; read it at level full if its text matters.";

    private static readonly HashSet<SourceMember> NoMember = [];

    /// <summary>From the level wished for downwards; the last one may be longer than the text itself.</summary>
    public static IEnumerable<ViewDraft> Drafts(ViewSource source, ViewRequest request, SourceOutline outline, ITokenCounter counter)
    {
        var wished = request.Level == ViewLevel.Full ? ViewLevel.Curated : request.Level;
        var note = outline.IsGenerated && wished is ViewLevel.Curated or ViewLevel.Skeleton ? Generated : null;
        wished = note is null ? wished : ViewLevel.Outline;
        if (wished == ViewLevel.Curated && !request.Members.IsEmpty)
        {
            var pinned = PinnedMembers.Of(outline, request.Members);
            yield return Elided(source, new ViewHeader(source, request, outline), outline, ViewLevel.Curated, pinned.Shown) with { Note = pinned.Note };
        }
        else if (wished == ViewLevel.Curated && source.IsSmall)
        {
            yield return ViewDraft.Whole(source, ViewLevel.Curated) with { Tokens = source.Tokens };
        }

        var header = new ViewHeader(source, request, outline);
        if (wished == ViewLevel.Curated && request.Members.IsEmpty)
        {
            var fit = new CuratedFit(source, header, outline, request, counter);
            foreach (var draft in fit.Drafts())
            {
                yield return draft with { Note = fit.IsBlind && request.BudgetTokens is null && draft.ElidedBodies > 0 ? NothingHot : null };
            }
        }

        if (wished is ViewLevel.Curated or ViewLevel.Skeleton)
        {
            yield return Elided(source, header, outline, ViewLevel.Skeleton, NoMember);
        }

        if (wished != ViewLevel.Signature)
        {
            yield return Listed(ViewLevel.Outline, header.Outline, OutlineRenderer.Members(header.Outline, source, outline)) with { Note = note };
        }

        yield return Listed(ViewLevel.Signature, header.Names, OutlineRenderer.Names(header.Names, source, outline));
    }

    /// <summary>The text with the bodies left out of all members but the kept ones.</summary>
    public static ViewDraft Elided(
        ViewSource source, ViewHeader header, SourceOutline outline, ViewLevel level, IReadOnlySet<SourceMember> kept)
    {
        var cuts = ViewCuts.Of(source, outline, kept);
        if (cuts.Count == 0)
        {
            return ViewDraft.Whole(source, level);
        }

        var bodies = cuts.Count(cut => cut.HasMark);
        var line = header.Elided(bodies, isDocsCut: bodies < cuts.Count);
        return new ViewDraft(level, SpanRenderer.Render(line, source.Text, source.TextStart, cuts))
        {
            HeaderLength = line.Length,
            ElidedBodies = bodies,
            Shown = kept.Count == 0 ? [] : [.. outline.Members.Where(kept.Contains).Select(member => member.Whole)],
        };
    }

    private static ViewDraft Listed(ViewLevel level, string header, string text) => new(level, text) { HeaderLength = header.Length };
}
