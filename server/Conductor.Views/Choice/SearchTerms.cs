using System.Collections.Frozen;

namespace Conductor.Views.Choice;

/// <summary>The words of a ticket that are looked for in members, each once, in small letters and without a plural's end.</summary>
internal sealed class SearchTerms
{
    private const int LongestWord = 40;

    private static readonly FrozenSet<string> Everywhere = FrozenSet.Create(
        StringComparer.Ordinal,
        "an", "and", "are", "as", "at", "be", "but", "by", "can", "do", "does", "for", "from", "has", "have", "if", "in", "into", "is", "it", "its",
        "must", "no", "not", "of", "on", "or", "should", "so", "than", "that", "the", "then", "there", "thi", "this", "to", "use", "was", "when",
        "which", "will", "with", "without");

    private readonly Dictionary<string, int> _terms = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    public SearchTerms(string text)
    {
        _lookup = _terms.GetAlternateLookup<ReadOnlySpan<char>>();
        Span<char> buffer = stackalloc char[LongestWord];
        foreach (var word in new WordEnumerator(text))
        {
            var term = Normal(word, buffer);
            if (term.Length > 1 && !_lookup.ContainsKey(term) && !Everywhere.GetAlternateLookup<ReadOnlySpan<char>>().Contains(term))
            {
                _terms.Add(term.ToString(), _terms.Count);
            }
        }
    }

    public int Count => _terms.Count;

    /// <summary>Adds what a text holds of each term, times <paramref name="weight"/>, and gives the number of its words.</summary>
    public int CountIn(ReadOnlySpan<char> text, Span<int> counts, int weight)
    {
        Span<char> buffer = stackalloc char[LongestWord];
        var words = 0;
        foreach (var word in new WordEnumerator(text))
        {
            words++;
            if (_lookup.TryGetValue(Normal(word, buffer), out var term))
            {
                counts[term] += weight;
            }
        }

        return words;
    }

    private static ReadOnlySpan<char> Normal(ReadOnlySpan<char> word, Span<char> buffer)
    {
        var length = word.Length > LongestWord ? 0 : word.ToLowerInvariant(buffer);
        return length > 3 && buffer[length - 1] == 's' && buffer[length - 2] != 's' ? buffer[..(length - 1)] : buffer[..length];
    }
}
