namespace Conductor.Core.Scopes;

/// <summary>Whether there can be a path that two plain globs both match. Case never matters. Time grows with the product of their lengths.</summary>
internal static class GlobOverlap
{
    private const string AnyDepth = "**";
    private const char AnyText = '*';
    private const int LongestOnStack = 512;

    /// <param name="left">One glob, split at its slashes.</param>
    /// <param name="right">The other one.</param>
    public static bool Of(ReadOnlySpan<string> left, ReadOnlySpan<string> right)
    {
        // Most pairs part in a folder that both name: nothing more is looked at then.
        while (left is [var mine, ..] && right is [var theirs, ..] && IsPlain(mine) && IsPlain(theirs))
        {
            if (!string.Equals(mine, theirs, StringComparison.OrdinalIgnoreCase))
            {
                return false;
            }

            left = left[1..];
            right = right[1..];
        }

        return Of(left.Length, right.Length, new Segments(left, right));
    }

    /// <summary>Whether a segment stands for itself alone.</summary>
    public static bool IsPlain(string segment) => !segment.Contains(AnyText, StringComparison.Ordinal);

    private static bool OfSegment(string left, string right) =>
        IsPlain(left) && IsPlain(right)
            ? string.Equals(left, right, StringComparison.OrdinalIgnoreCase)
            : Of(left.Length, right.Length, new Characters(left, right));

    /// <summary>
    /// Both are sequences of single things and of wildcards for any number of them. Row by row, from their ends: whether what is left of both has a
    /// common match.
    /// </summary>
    private static bool Of<TPair>(int leftLength, int rightLength, TPair pair)
        where TPair : IPair, allows ref struct
    {
        Span<bool> below = rightLength < LongestOnStack ? stackalloc bool[rightLength + 1] : new bool[rightLength + 1];
        Span<bool> row = rightLength < LongestOnStack ? stackalloc bool[rightLength + 1] : new bool[rightLength + 1];
        for (int left = leftLength; left >= 0; left--)
        {
            bool isLeftOver = left == leftLength;
            for (int right = rightLength; right >= 0; right--)
            {
                bool isRightOver = right == rightLength;
                row[right] = (isLeftOver && isRightOver)
                    || (!isLeftOver && pair.IsWildLeft(left) && (below[right] || (!isRightOver && row[right + 1])))
                    || (!isRightOver && pair.IsWildRight(right) && (row[right + 1] || (!isLeftOver && below[right])))
                    || (!isLeftOver && !isRightOver && below[right + 1] && pair.Meet(left, right));
            }

            row.CopyTo(below);
        }

        return below[0];
    }

    private interface IPair
    {
        bool IsWildLeft(int index);

        bool IsWildRight(int index);

        /// <summary>Of two single things.</summary>
        bool Meet(int left, int right);
    }

    private readonly ref struct Segments(ReadOnlySpan<string> left, ReadOnlySpan<string> right) : IPair
    {
        private readonly ReadOnlySpan<string> _left = left;
        private readonly ReadOnlySpan<string> _right = right;

        public bool IsWildLeft(int index) => _left[index] == AnyDepth;

        public bool IsWildRight(int index) => _right[index] == AnyDepth;

        public bool Meet(int left, int right) => OfSegment(_left[left], _right[right]);
    }

    private readonly ref struct Characters(string left, string right) : IPair
    {
        private readonly string _left = left;
        private readonly string _right = right;

        public bool IsWildLeft(int index) => _left[index] == AnyText;

        public bool IsWildRight(int index) => _right[index] == AnyText;

        public bool Meet(int left, int right) => char.ToUpperInvariant(_left[left]) == char.ToUpperInvariant(_right[right]);
    }
}
