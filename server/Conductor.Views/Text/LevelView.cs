using System.Globalization;
using Conductor.Views.Rendering;

namespace Conductor.Views.Text;

/// <summary>A file of data by its upper levels: as many as are short enough to read, the file's own text, with marks for what is deeper.</summary>
internal static class LevelView
{
    private const int MostLevels = 6;

    /// <summary>Characters of a view that still says at a glance what is in a file.</summary>
    private const int LongestView = 8_000;

    /// <param name="format">What the file is, for the reader.</param>
    /// <param name="cutsBelow">What is deeper than a number of levels, in the order of the text; null when the text is not of the format.</param>
    /// <returns>Null when the text has no levels, or too much on the first one.</returns>
    public static ViewDraft? Draft(ViewSource source, string format, Func<int, IReadOnlyList<Cut>>? cutsBelow)
    {
        for (var levels = MostLevels; cutsBelow is not null && levels > 0; levels--)
        {
            var cuts = cutsBelow(levels);
            var left = source.Text.Length - cuts.Sum(cut => cut.End - cut.Start);
            if (cuts.Count == 0 || left > LongestView)
            {
                continue;
            }

            var header = string.Create(
                CultureInfo.InvariantCulture,
                $"[{source.Identity} NOT the whole file: its upper {(levels == 1 ? "level" : $"{levels} levels")}, the rest elided as {ElisionMarker.Example}; read_file with lines shows more.]{source.LineBreak}");
            return new ViewDraft(ViewLevel.Skeleton, SpanRenderer.Render(header, source.Text, source.TextStart, cuts))
            {
                HeaderLength = header.Length,
                Note = $"A {format} file of this size is shown by its upper levels.",
            };
        }

        return null;
    }
}
