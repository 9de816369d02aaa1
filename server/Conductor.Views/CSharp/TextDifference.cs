namespace Conductor.Views.CSharp;

/// <summary>Where two texts are different.</summary>
internal static class TextDifference
{
    /// <summary>Characters that are compared at once.</summary>
    private const int Block = 64;

    /// <returns>Where the difference starts in both, and behind its end in the later one and in the earlier one.</returns>
    public static (int Start, int End, int EndBefore) Between(string earlier, string later)
    {
        var start = earlier.AsSpan().CommonPrefixLength(later);
        var most = Math.Min(earlier.Length, later.Length) - start;
        var same = 0;
        while (same + Block <= most && later.AsSpan(later.Length - same - Block, Block).SequenceEqual(earlier.AsSpan(earlier.Length - same - Block, Block)))
        {
            same += Block;
        }

        while (same < most && later[^(same + 1)] == earlier[^(same + 1)])
        {
            same++;
        }

        return (start, later.Length - same, earlier.Length - same);
    }
}
