namespace Conductor.Views.Text;

/// <summary>One line in place of content that is no text.</summary>
internal static class BinaryView
{
    private static string Kind(ViewSource source) =>
        BinaryKind.Of(source.Text) is { } kind ? $"Binary content, {kind}," : "Binary content";

    public static ViewDraft Draft(ViewSource source)
    {
        var line = $"[{source.Identity} {Kind(source)} of {source.Text.Length} characters: there is nothing to read in it.]{source.LineBreak}";
        return new ViewDraft(ViewLevel.Skeleton, line)
        {
            Note = "Binary content: only its name and size are shown.",
        };
    }
}
