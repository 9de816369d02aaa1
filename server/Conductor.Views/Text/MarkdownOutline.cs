using System.Globalization;
using System.Text;

namespace Conductor.Views.Text;

/// <summary>The first lines of a Markdown text and all its headings with their line numbers.</summary>
internal static class MarkdownOutline
{
    private const int HeadLines = 20;
    private const int MostHeadings = 200;
    private const int LongestHeading = 120;

    /// <returns>Null for a text without headings.</returns>
    public static ViewDraft? Draft(ViewSource source, LineTable lines)
    {
        var headings = MarkdownHeadings.Find(lines);
        if (headings.Count == 0)
        {
            return null;
        }

        var head = Math.Min(HeadLines, lines.Count);
        var header =
            $"[{source.Identity} NOT the whole file: its first {head} lines and its headings; read_file with lines shows a section.]{source.LineBreak}";
        var view = new StringBuilder(header);
        HeadView.AppendLines(view, source, lines, 0, head);
        view.Append("[… headings of the whole file, each with its line:]").Append(source.LineBreak);
        foreach (var index in headings.Take(MostHeadings))
        {
            var heading = lines[index].Trim();
            heading = heading.Length > LongestHeading ? heading[..LongestHeading] : heading;
            view.Append(CultureInfo.InvariantCulture, $"{index + 1}: {heading}{source.LineBreak}");
        }

        if (headings.Count > MostHeadings)
        {
            view.Append(CultureInfo.InvariantCulture, $"[… and {headings.Count - MostHeadings} more headings]{source.LineBreak}");
        }

        return new ViewDraft(ViewLevel.Skeleton, view.ToString())
        {
            HeaderLength = header.Length,
            Note = "A Markdown file of this size is shown by its first lines and its headings.",
        };
    }
}
