using System.Buffers;
using System.Globalization;

namespace Conductor.Views.Rendering;

/// <summary>Copies a text without what is cut and puts the marks in its place. All that is kept is byte-exact.</summary>
internal static class SpanRenderer
{
    /// <summary>Characters that the longest mark takes, with two numbers of ten digits.</summary>
    private const int LongestMark = 32;

    /// <param name="header">Put before the text; with its line break.</param>
    /// <param name="text">The whole source text.</param>
    /// <param name="textStart">The first character of the text to copy.</param>
    /// <param name="cuts">In the order of the text, none overlapping another.</param>
    public static string Render(string header, string text, int textStart, IReadOnlyList<Cut> cuts)
    {
        // How long the marks are is known only when they are written, so they are written where there is room for all.
        var buffer = ArrayPool<char>.Shared.Rent(header.Length + text.Length + (cuts.Count * LongestMark));
        try
        {
            return new string(buffer.AsSpan(0, Write(buffer, header, text, textStart, cuts)));
        }
        finally
        {
            ArrayPool<char>.Shared.Return(buffer);
        }
    }

    private static int Write(Span<char> target, string header, string text, int textStart, IReadOnlyList<Cut> cuts)
    {
        var source = text.AsSpan();
        var written = Copy(header, target);
        var (position, line) = (textStart, 1);
        for (var index = 0; index < cuts.Count; index++)
        {
            var cut = cuts[index];
            var kept = source[position..cut.Start];
            written += Copy(kept, target[written..]);
            line += kept.Count('\n');
            var gone = source[cut.Start..cut.End];
            if (cut.HasMark)
            {
                written += WriteMark(target[written..], source, cut, line);
            }

            line += gone.Count('\n');
            position = cut.End;
        }

        return written + Copy(source[position..], target[written..]);
    }

    private static int WriteMark(Span<char> target, ReadOnlySpan<char> source, Cut cut, int line)
    {
        var gone = source[cut.Start..cut.End];
        var body = gone.TrimStart();
        var first = line + gone[..^body.Length].Count('\n');
        var last = first + body.Count('\n');
        var isApart = cut.Start == 0 || char.IsWhiteSpace(source[cut.Start - 1]);
        var written = isApart ? 0 : Copy(" ", target);
        var isInitializer = body is ['=', not '>', ..];
        written += Copy(isInitializer ? ElisionMarker.InitializerStart : ElisionMarker.BodyStart, target[written..]);
        written += Number(first, target[written..]);
        written += Copy("-", target[written..]);
        written += Number(last, target[written..]);
        return isInitializer ? written : written + Copy(ElisionMarker.BodyEnd, target[written..]);
    }

    private static int Number(int number, Span<char> target)
    {
        number.TryFormat(target, out var written, default, CultureInfo.InvariantCulture);
        return written;
    }

    private static int Copy(ReadOnlySpan<char> piece, Span<char> target)
    {
        piece.CopyTo(target);
        return piece.Length;
    }
}
