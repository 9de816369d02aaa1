using Conductor.Views.Rendering;

namespace Conductor.Views.Text;

/// <summary>Cuts lines by how deep they stand.</summary>
internal static class LineLevels
{
    /// <summary>The depth of a line that belongs to those around it: a blank one.</summary>
    public const int Any = -1;

    /// <summary>Characters that a mark in their place would not be shorter than.</summary>
    private const int LongestKept = 24;

    /// <param name="depths">Of each line, 0 for the outermost, or <see cref="Any"/>.</param>
    /// <returns>What <see cref="LevelView"/> asks for.</returns>
    public static Func<int, IReadOnlyList<Cut>> Of(ViewSource source, LineTable lines, IReadOnlyList<int> depths) =>
        levels => Below(source, lines, depths, levels);

    private static List<Cut> Below(ViewSource source, LineTable lines, IReadOnlyList<int> depths, int levels)
    {
        List<Cut> cuts = [];
        for (var index = 0; index < lines.Count; index++)
        {
            if (depths[index] < levels)
            {
                continue;
            }

            var last = index;
            for (var next = index + 1; next < lines.Count && (depths[next] >= levels || depths[next] == Any); next++)
            {
                last = depths[next] == Any ? last : next;
            }

            // The mark stands behind the line that what is left out belongs to.
            var start = index == 0 ? source.TextStart : End(source, lines, index - 1);
            var end = End(source, lines, last);
            if (end - start > LongestKept)
            {
                cuts.Add(new Cut(start, end, HasMark: true));
            }

            index = last;
        }

        return cuts;
    }

    private static int End(ViewSource source, LineTable lines, int index) => source.TextStart + lines.LengthOf(index) + lines[index].Length;
}
