namespace Conductor.Workers.Tools;

/// <summary>The part of a long line that is worth showing.</summary>
internal static class LineExcerpt
{
    private const int Length = 300;

    /// <summary>The line, or as much as fits around a place in it.</summary>
    public static string Around(string line, int at)
    {
        var trimmed = line.TrimEnd();
        if (trimmed.Length <= Length)
        {
            return trimmed;
        }
        var start = Math.Clamp(at - Length / 3, 0, trimmed.Length - Length);
        var end = start + Length;
        // Both halves of a character outside the basic plane stay together.
        start -= start > 0 && char.IsLowSurrogate(trimmed[start]) ? 1 : 0;
        end += end < trimmed.Length && char.IsLowSurrogate(trimmed[end]) ? 1 : 0;
        return $"{(start > 0 ? "… " : "")}{trimmed[start..end]}{(end < trimmed.Length ? " …" : "")}";
    }
}
