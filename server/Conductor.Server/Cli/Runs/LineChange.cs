namespace Conductor.Server.Cli.Runs;

/// <summary>What a change does to a text, as lines: the part that differs, with a little of what stands around it.</summary>
internal static class LineChange
{
    private const int Around = 3;

    /// <summary>Removed lines begin with '-', added ones with '+', the others with two blanks.</summary>
    public static string Between(string before, string after)
    {
        string[] old = Lines(before);
        string[] now = Lines(after);
        int head = 0;
        while (head < old.Length && head < now.Length && old[head] == now[head])
        {
            head++;
        }

        int tail = 0;
        while (tail < old.Length - head && tail < now.Length - head && old[^(tail + 1)] == now[^(tail + 1)])
        {
            tail++;
        }

        int first = Math.Max(0, head - Around);
        IEnumerable<string> lines = old[first..head].Select(line => "  " + line)
            .Concat(old[head..(old.Length - tail)].Select(line => "- " + line))
            .Concat(now[head..(now.Length - tail)].Select(line => "+ " + line))
            .Concat(old.Skip(old.Length - tail).Take(Around).Select(line => "  " + line));
        return string.Join('\n', first > 0 ? lines.Prepend($"@@ line {first + 1} @@") : lines);
    }

    private static string[] Lines(string text) => text.Length == 0 ? [] : text.ReplaceLineEndings("\n").Split('\n');
}
