using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace Conductor.Views.Tokens;

/// <summary>Counts tokens: takes a text apart into words, numbers, signs and blanks, as the vocabulary was made for, and merges the bytes of each as it says.</summary>
internal static partial class O200kPieces
{
    private const int LongestOnStack = 256;

    /// <summary>The tokens of a text. What looks like a special token is the text it is: that is how a server takes what a user says.</summary>
    public static int Count(O200kVocabulary vocabulary, ReadOnlySpan<char> text)
    {
        Span<byte> buffer = stackalloc byte[LongestOnStack];
        var tokens = 0;
        foreach (var match in Piece().EnumerateMatches(text))
        {
            var piece = text.Slice(match.Index, match.Length);
            if (piece.Length * 3 <= LongestOnStack)
            {
                tokens += CountPiece(vocabulary, buffer[..Encoding.UTF8.GetBytes(piece, buffer)]);
                continue;
            }

            var large = ArrayPool<byte>.Shared.Rent(piece.Length * 3);
            tokens += CountPiece(vocabulary, large.AsSpan(0, Encoding.UTF8.GetBytes(piece, large)));
            ArrayPool<byte>.Shared.Return(large);
        }

        return tokens;
    }

    private static int CountPiece(O200kVocabulary vocabulary, ReadOnlySpan<byte> piece)
    {
        if (piece.Length == 1 || vocabulary.RankOf(piece) != O200kVocabulary.None)
        {
            return 1;
        }

        if (piece.Length <= LongestOnStack)
        {
            return Merge(vocabulary, piece, stackalloc int[piece.Length + 1], stackalloc int[piece.Length]);
        }

        var large = ArrayPool<int>.Shared.Rent((piece.Length * 2) + 1);
        var tokens = Merge(vocabulary, piece, large.AsSpan(0, piece.Length + 1), large.AsSpan(piece.Length + 1, piece.Length));
        ArrayPool<int>.Shared.Return(large);
        return tokens;
    }

    /// <param name="starts">Where parts begin, and the end behind the last one.</param>
    /// <param name="ranks">Of each part with the one behind it.</param>
    private static int Merge(O200kVocabulary vocabulary, ReadOnlySpan<byte> piece, Span<int> starts, Span<int> ranks)
    {
        var parts = piece.Length;
        for (var index = 0; index <= parts; index++)
        {
            starts[index] = index;
        }

        for (var index = 0; index < parts; index++)
        {
            ranks[index] = index + 2 <= parts ? vocabulary.RankOf(piece.Slice(index, 2)) : O200kVocabulary.None;
        }

        while (parts > 1)
        {
            var first = 0;
            for (var index = 1; index < parts - 1; index++)
            {
                first = ranks[index] < ranks[first] ? index : first;
            }

            if (ranks[first] == O200kVocabulary.None)
            {
                break;
            }

            starts[(first + 2)..(parts + 1)].CopyTo(starts[(first + 1)..]);
            ranks[(first + 1)..parts].CopyTo(ranks[first..]);
            parts--;
            ranks[first] = RankAt(vocabulary, piece, starts, first, parts);
            if (first > 0)
            {
                ranks[first - 1] = RankAt(vocabulary, piece, starts, first - 1, parts);
            }
        }

        return parts;
    }

    private static int RankAt(O200kVocabulary vocabulary, ReadOnlySpan<byte> piece, ReadOnlySpan<int> starts, int part, int parts) =>
        part + 2 <= parts ? vocabulary.RankOf(piece[starts[part]..starts[part + 2]]) : O200kVocabulary.None;

    [GeneratedRegex(
        @"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+")]
    private static partial Regex Piece();
}
