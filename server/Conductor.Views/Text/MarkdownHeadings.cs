namespace Conductor.Views.Text;

/// <summary>Finds headings: lines with # and lines underlined with = signs, outside code blocks and front matter.</summary>
internal static class MarkdownHeadings
{
    private const int DeepestLevel = 6;
    private const int ShortestFence = 3;

    /// <returns>Line indexes from 0, ascending.</returns>
    public static IReadOnlyList<int> Find(LineTable lines)
    {
        List<int> headings = [];
        var fence = default(Fence);
        for (var index = FrontMatterEnd(lines); index < lines.Count; index++)
        {
            var line = lines[index].TrimStart(' ');
            var current = Fence.Of(line);
            if (fence.Length > 0)
            {
                fence = current.Closes(fence) ? default : fence;
            }
            else if (current.Length >= ShortestFence)
            {
                fence = current;
            }
            else if (IsHeading(line))
            {
                headings.Add(index);
            }
            else if (IsUnderline(line) && index > 0 && !lines[index - 1].IsWhiteSpace())
            {
                headings.Add(index - 1);
            }
        }

        return headings;
    }

    private static int FrontMatterEnd(LineTable lines)
    {
        if (lines.Count == 0 || lines[0] is not "---")
        {
            return 0;
        }

        for (var index = 1; index < lines.Count; index++)
        {
            if (lines[index] is "---")
            {
                return index + 1;
            }
        }

        return 0;
    }

    private static bool IsHeading(ReadOnlySpan<char> line)
    {
        var level = line.Length - line.TrimStart('#').Length;
        return level is > 0 and <= DeepestLevel && (line.Length == level || char.IsWhiteSpace(line[level]));
    }

    private static bool IsUnderline(ReadOnlySpan<char> line) => line.StartsWith("==") && line.Trim("= \t").IsEmpty;

    private readonly record struct Fence(char Mark, int Length, bool IsBare)
    {
        public static Fence Of(ReadOnlySpan<char> line)
        {
            if (line.IsEmpty || line[0] is not ('`' or '~'))
            {
                return default;
            }

            var rest = line.TrimStart(line[0]);
            return new Fence(line[0], line.Length - rest.Length, rest.IsWhiteSpace());
        }

        public bool Closes(Fence open) => IsBare && Mark == open.Mark && Length >= open.Length;
    }
}
