namespace Conductor.Views.Text;

/// <summary>How deep the lines of a YAML file stand, by their indentation. Items of a list stand below the key that they are of, also where both begin in one column.</summary>
internal static class YamlDepths
{
    public static IReadOnlyList<int> Of(LineTable lines)
    {
        var depths = new int[lines.Count];
        var around = new Stack<int>();
        for (var index = 0; index < lines.Count; index++)
        {
            var line = lines[index];
            var content = line.TrimStart(' ');
            if (content.IsWhiteSpace())
            {
                depths[index] = LineLevels.Any;
                continue;
            }

            var isItem = content.StartsWith("- ") || content is "-";
            var column = ((line.Length - content.Length) * 2) + (isItem ? 1 : 0);
            while (around.TryPeek(out var outer) && outer >= column)
            {
                around.Pop();
            }

            depths[index] = around.Count;
            if (content[0] != '#')
            {
                around.Push(column);
            }
        }

        return depths;
    }
}
