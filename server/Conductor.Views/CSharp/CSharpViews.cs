using Conductor.Views.Rendering;

namespace Conductor.Views.CSharp;

/// <summary>The views of a C# file, from its syntax alone.</summary>
internal static class CSharpViews
{
    private const string NothingHot =
        "No member is marked hot, so every body is left out; mark one with a comment // [HOT] or an attribute [CoreLogic] to keep it.";

    /// <summary>Whether the file is C#, and is no text that the parser would not survive.</summary>
    public static bool CanRead(ViewSource source, string path) =>
        (path.EndsWith(".cs", StringComparison.OrdinalIgnoreCase) || IsScript(path)) && !NestingLimit.IsExceededBy(source.Text);

    /// <summary>From the level wished for downwards; the last one may be longer than the text itself.</summary>
    public static IEnumerable<ViewDraft> Drafts(ViewSource source, string path, ViewLevel wished)
    {
        if (wished == ViewLevel.Curated && source.IsSmall)
        {
            yield return ViewDraft.Whole(source, ViewLevel.Curated) with { Tokens = source.Tokens };
        }

        var bodies = CSharpBodies.Find(source.Text, IsScript(path));
        var cold = bodies.Where(body => !body.IsHot).ToList();
        if (wished == ViewLevel.Curated)
        {
            var note = cold.Count == bodies.Count && bodies.Count > 0 ? NothingHot : null;
            yield return Render(source, ViewLevel.Curated, cold) with { Note = note };
        }

        if (wished == ViewLevel.Skeleton || cold.Count != bodies.Count)
        {
            yield return Render(source, ViewLevel.Skeleton, bodies);
        }
    }

    private static bool IsScript(string path) => path.EndsWith(".csx", StringComparison.OrdinalIgnoreCase);

    private static ViewDraft Render(ViewSource source, ViewLevel level, IReadOnlyList<BodySpan> elided)
    {
        if (elided.Count == 0)
        {
            return ViewDraft.Whole(source, level);
        }

        var bodies = elided.Count == 1 ? "1 body" : $"{elided.Count} bodies";
        var header = $"// {source.Identity} NOT the whole file: {bodies} elided as {ElisionMarker.Body}; "
            + $"read the file for their text.{source.LineBreak}";
        return new ViewDraft(level, SpanRenderer.Render(header, source.Text, source.TextStart, elided))
        {
            HeaderLength = header.Length,
            ElidedBodies = elided.Count,
        };
    }
}
