namespace Conductor.Views.Text;

/// <summary>The views of a file of which no more is known than that it is text.</summary>
internal static class TextViews
{
    public static IEnumerable<ViewDraft> Drafts(ViewSource source, ViewRequest request, ViewLevel wished)
    {
        if (source.IsSmall)
        {
            yield return ViewDraft.Whole(source, wished) with { Tokens = source.Tokens };
            yield break;
        }

        var lines = LineTable.Of(source.Text, source.TextStart);
        var outline = MarkdownOutline.IsMarkdown(request.Path) ? MarkdownOutline.Draft(source, lines) : null;
        yield return outline ?? HeadView.Draft(source, lines, wished, request.NoOutline);
    }
}
