namespace Conductor.Views.Text;

/// <summary>One line in place of content that is no text.</summary>
internal static class BinaryView
{
    public static ViewDraft Draft(ViewSource source)
    {
        var line = $"[{source.Identity} Binary content of {source.Text.Length} characters: there is nothing to read in it.]{source.LineBreak}";
        return new ViewDraft(ViewLevel.Skeleton, line)
        {
            Note = "Binary content: only its name and size are shown.",
        };
    }
}
