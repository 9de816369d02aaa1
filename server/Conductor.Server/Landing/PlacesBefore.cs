using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Conductor.Server.Landing;

/// <summary>
/// The places of a file in conflict as they were before both sides, each with the lines around it, so that one can be found again while others have been decided. In short: how
/// many lines, where in the file, and a hash of them.
/// </summary>
internal static class PlacesBefore
{
    /// <summary>Lines on each side; what is around a place tells it from others like it.</summary>
    private const int Around = 3;

    private const char AtStart = '^';
    private const char AtEnd = '$';

    /// <summary>Those of a text with marks. One that nothing stands between and the next is left out: without what follows it, it could not be told from one that was decided.</summary>
    /// <param name="marked">Its text.</param>
    /// <param name="blocks">Its places with their marks, in order; the groups <c>before</c>, <c>ours</c> and <c>theirs</c> are the text before both and the sides.</param>
    public static IEnumerable<string> Of(string marked, IReadOnlyList<Match> blocks)
    {
        for (int at = 0; at < blocks.Count; at++)
        {
            int from = at == 0 ? 0 : blocks[at - 1].Index + blocks[at - 1].Length;
            int end = blocks[at].Index + blocks[at].Length;
            string[] left = Lines(marked[from..blocks[at].Index]);
            string[] right = Lines(marked[end..(at + 1 < blocks.Count ? blocks[at + 1].Index : marked.Length)]);
            bool isFirst = at == 0 && left.Length <= Around;
            bool isLast = at + 1 == blocks.Count && right.Length <= Around;
            string[] place = [.. left.TakeLast(Around), .. Lines(blocks[at].Groups["before"].Value), .. right.Take(Around)];
            place = isLast ? WithoutEmptyEnd(place) : place;
            if (place.Length > 0 && !IsOfBlanks(blocks[at]) && (left.Length > 0 || isFirst) && (right.Length > 0 || isLast))
            {
                yield return string.Create(CultureInfo.InvariantCulture, $"{(isFirst ? AtStart : "")}{(isLast ? AtEnd : "")}{place.Length}:{Short(place)}");
            }
        }
    }

    /// <summary>One side of a place has changed no more of it than blanks at the ends of lines: then that side cannot be told from what stood there before.</summary>
    public static bool IsOfBlanks(Match block)
    {
        string[] before = Lines(block.Groups["before"].Value);
        return before.SequenceEqual(Lines(block.Groups["ours"].Value), StringComparer.Ordinal) || before.SequenceEqual(Lines(block.Groups["theirs"].Value), StringComparer.Ordinal);
    }

    /// <summary>Whether a word is one of these.</summary>
    public static bool IsPlace(string word) => word.Length > 0 && (word[0] is AtStart or AtEnd || char.IsAsciiDigit(word[0]));

    /// <summary>Whether any of them stands in a text as it was.</summary>
    public static bool AnyIn(string text, IEnumerable<string> places)
    {
        string[] lines = WithoutEmptyEnd(Lines(text));
        foreach (IGrouping<string, string> alike in places.GroupBy(place => place[..place.IndexOf(':', StringComparison.Ordinal)], place => place[(place.IndexOf(':', StringComparison.Ordinal) + 1)..]))
        {
            int count = int.Parse(alike.Key.TrimStart(AtStart, AtEnd), CultureInfo.InvariantCulture);
            int last = lines.Length - count;
            int first = alike.Key.Contains(AtEnd) ? last : 0;
            if (alike.Key.Contains(AtStart))
            {
                last = Math.Min(last, 0);
            }

            var wanted = alike.ToHashSet(StringComparer.Ordinal);
            for (int start = Math.Max(first, 0); start <= last; start++)
            {
                if (wanted.Contains(Short(lines.AsSpan(start, count))))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Without blanks at their ends: an editor that saves puts those in order, and the end of the file.</summary>
    private static string[] Lines(string text)
    {
        string[] lines = [.. text.Split('\n').Select(line => line.TrimEnd(' ', '\t', '\r'))];
        return lines[^1].Length == 0 ? lines[..^1] : lines;
    }

    private static string[] WithoutEmptyEnd(string[] lines)
    {
        int count = lines.Length;
        while (count > 0 && lines[count - 1].Length == 0)
        {
            count--;
        }

        return lines[..count];
    }

    private static string Short(ReadOnlySpan<string> lines) => Convert.ToHexStringLower(SHA256.HashData(Encoding.Latin1.GetBytes(string.Join('\n', lines))));
}
