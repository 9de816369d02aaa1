using System.Collections.Concurrent;
using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace Conductor.Views.Budget;

/// <summary>
/// Counts of texts that were counted before, by the hash of their content: the members of a file that has been edited are mostly those it
/// had. Thread-safe; forgets everything when it is full.
/// </summary>
internal sealed class CountCache
{
    private const int MostTexts = 50_000;

    /// <summary>Bytes of an XXH128.</summary>
    private const int HashSize = 16;

    /// <summary>Characters; a shorter text is counted about as fast as it is hashed.</summary>
    private const int ShortestText = 48;

    private readonly ConcurrentDictionary<Fingerprint, int> _counts = new();
    private int _texts;

    /// <summary>The count of the text; <paramref name="count"/> is asked when it is not known.</summary>
    public int Of(ReadOnlySpan<char> text, Counting count)
    {
        if (text.Length < ShortestText)
        {
            return count(text);
        }

        Span<byte> hash = stackalloc byte[HashSize];
        XxHash128.Hash(MemoryMarshal.AsBytes(text), hash);
        var key = MemoryMarshal.Read<Fingerprint>(hash);
        if (_counts.TryGetValue(key, out var known))
        {
            return known;
        }

        if (Interlocked.Increment(ref _texts) > MostTexts)
        {
            _counts.Clear();
            Interlocked.Exchange(ref _texts, 0);
        }

        return _counts[key] = count(text);
    }

    /// <summary>A hash. No 128-bit number: code that passes one about is not compiled ahead of time.</summary>
    private readonly record struct Fingerprint(ulong First, ulong Second);

    /// <summary>Counts a text.</summary>
    internal delegate int Counting(ReadOnlySpan<char> text);
}
