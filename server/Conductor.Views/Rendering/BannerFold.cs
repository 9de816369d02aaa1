using System.Buffers;

namespace Conductor.Views.Rendering;

/// <summary>Cuts the licence that a file begins with to its first line: it is the same in every file, and nobody edits it.</summary>
internal static class BannerFold
{
    private const int ShortestFolded = 3;

    private static readonly SearchValues<char> Letters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    private static readonly string[] Words = ["copyright", "licen"];

    /// <summary>Adds at most one cut; none where the file begins with other words.</summary>
    public static void Add(string text, int textStart, List<Cut> cuts)
    {
        var start = FirstComment(text, textStart);
        var end = text.AsSpan(start).StartsWith("/*") ? BlockEnd(text, start) : LinesEnd(text, start);
        var banner = text.AsSpan(start, end - start);
        if (banner.Count('\n') < ShortestFolded - 1 || !IsLicence(banner))
        {
            return;
        }

        var keptEnd = FirstWordsEnd(text, start);
        var cutEnd = banner.EndsWith("*/") ? (text[end - 3] == ' ' ? end - 3 : end - 2) : end;
        if (cutEnd > keptEnd)
        {
            cuts.Add(new Cut(keptEnd, cutEnd, HasMark: false));
        }
    }

    private static bool IsLicence(ReadOnlySpan<char> banner)
    {
        foreach (var word in Words)
        {
            if (banner.Contains(word, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Past blank lines, the line that opens a region around the licence, and the header of a view that is viewed itself.</summary>
    private static int FirstComment(string text, int position)
    {
        while (position < text.Length)
        {
            var line = text.AsSpan(position, LineEnd(text, position) - position);
            if (!line.IsWhiteSpace() && !line.TrimStart().StartsWith("#region") && !line.StartsWith(ViewHeader.Start))
            {
                return position + line.Length - line.TrimStart().Length;
            }

            position = Math.Min(text.Length, LineEnd(text, position) + 1);
        }

        return text.Length;
    }

    private static int BlockEnd(string text, int start)
    {
        var close = text.IndexOf("*/", start + 2, StringComparison.Ordinal);
        return close < 0 ? start : close + 2;
    }

    private static int LinesEnd(string text, int start)
    {
        var (position, end) = (start, start);
        while (position < text.Length)
        {
            var line = text.AsSpan(position, LineEnd(text, position) - position).TrimStart(' ');
            if (!line.StartsWith("//") || line.StartsWith("/// "))
            {
                break;
            }

            end = LineEnd(text, position);
            end -= end > position && text[end - 1] == '\r' ? 1 : 0;
            position = LineEnd(text, position) + 1;
        }

        return end;
    }

    /// <summary>The end of the first line that says something.</summary>
    private static int FirstWordsEnd(string text, int position)
    {
        var end = LineEnd(text, position);
        while (end < text.Length && !HasWords(text.AsSpan(position, end - position)))
        {
            position = end + 1;
            end = LineEnd(text, position);
        }

        return text[end - 1] == '\r' ? end - 1 : end;
    }

    // A line of dashes with the tag that opens an element says nothing yet.
    private static bool HasWords(ReadOnlySpan<char> line) =>
        line.ContainsAny(Letters) && !line.Trim("/* -").StartsWith("<copyright");

    private static int LineEnd(string text, int position)
    {
        var at = text.IndexOf('\n', position);
        return at < 0 ? text.Length : at;
    }
}
