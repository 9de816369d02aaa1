using Conductor.Views.Budget;
using Conductor.Views.Tokens;

namespace Conductor.Views;

/// <summary>
/// Counts with the o200k_base vocabulary, which comes with the program, and remembers the counts of longer texts by their hashes. Thread-safe. The vocabulary is loaded at
/// the first text that is counted, or by <see cref="Prepare"/>.
/// </summary>
public sealed class O200kTokenCounter : ITokenCounter
{
    /// <summary>
    /// The work for one unbroken run of letters or digits grows with the square of its length, so longer runs than this are
    /// counted in pieces. That can only add tokens, at most one per piece, and never happens in text that people write.
    /// </summary>
    private const int LongestRun = 2_048;

    /// <summary>Characters; to count a shorter text again takes no time worth saving.</summary>
    private const int ShortestInStretches = 4_096;

    private readonly CountCache _cache = new();
    private readonly Lazy<O200kVocabulary> _vocabulary = new(O200kVocabulary.Load);

    private O200kTokenCounter()
    {
    }

    /// <summary>The one counter of this process; the vocabulary is held once.</summary>
    public static O200kTokenCounter Shared { get; } = new();

    /// <summary>Loads the vocabulary and counts a little, so that the first one who counts need not wait for it, nor for what hashes texts. Takes some time.</summary>
    public void Prepare() => Count("Ready 1. A text that is long enough to be remembered by its hash.");

    /// <inheritdoc/>
    public int Count(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Count(text.AsSpan());
    }

    /// <inheritdoc/>
    public int Count(ReadOnlySpan<char> text) => text.IsEmpty ? 0 : _cache.Of(text, CountAnew);

    /// <summary>A long text is counted in stretches, of which most may be known from an earlier version of it.</summary>
    private int CountAnew(ReadOnlySpan<char> text)
    {
        if (text.Length < ShortestInStretches)
        {
            return CountStretch(text);
        }

        var tokens = 0;
        foreach (var stretch in new Stretches(text))
        {
            tokens += stretch.Length == text.Length ? CountStretch(stretch) : _cache.Of(stretch, CountStretch);
        }

        return tokens;
    }

    private int CountStretch(ReadOnlySpan<char> text) => HasLongRun(text) ? CountInPieces(text) : O200kPieces.Count(_vocabulary.Value, text);

    private static bool HasLongRun(ReadOnlySpan<char> text) => text.Length > LongestRun && NextLongRun(text) >= 0;

    /// <summary>The end of the first piece that is to be counted by itself: inside a run too long, or -1.</summary>
    private static int NextLongRun(ReadOnlySpan<char> text)
    {
        var start = 0;
        while (start < text.Length)
        {
            var length = RunLength(text[start..]);
            if (length > LongestRun)
            {
                return start + LongestRun;
            }

            start += length;
        }

        return -1;
    }

    /// <summary>Characters of one kind (white space, or anything else) that follow each other from the start.</summary>
    private static int RunLength(ReadOnlySpan<char> text)
    {
        var isBlank = char.IsWhiteSpace(text[0]);
        var length = 1;
        while (length < text.Length && char.IsWhiteSpace(text[length]) == isBlank)
        {
            length++;
        }

        return length;
    }

    private int CountInPieces(ReadOnlySpan<char> text)
    {
        var tokens = 0;
        while (!text.IsEmpty)
        {
            var end = NextLongRun(text);
            end = end < 0 ? text.Length : end;
            tokens += O200kPieces.Count(_vocabulary.Value, text[..end]);
            text = text[end..];
        }

        return tokens;
    }
}
