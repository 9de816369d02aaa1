using System.Text;

namespace Conductor.Views.Tests;

/// <summary>Two texts as lines: what both have at their start and end is left out, the rest is shown with - and +.</summary>
internal static class LineDifference
{
    public static string Show(string expected, string actual)
    {
        var (before, after) = (Lines(expected), Lines(actual));
        var start = 0;
        while (start < Math.Min(before.Length, after.Length) && before[start] == after[start])
        {
            start++;
        }

        var end = 0;
        while (end < Math.Min(before.Length, after.Length) - start && before[^(end + 1)] == after[^(end + 1)])
        {
            end++;
        }

        var difference = new StringBuilder().Append("from line ").Append(start + 1).Append('\n');
        Append(difference, "- ", before[start..^end]);
        Append(difference, "+ ", after[start..^end]);
        return difference.ToString();
    }

    private static void Append(StringBuilder difference, string sign, string[] lines)
    {
        foreach (var line in lines)
        {
            difference.Append(sign).Append(line.Replace("\r", "\\r", StringComparison.Ordinal)).Append('\n');
        }
    }

    private static string[] Lines(string text) => text.Split('\n');
}
