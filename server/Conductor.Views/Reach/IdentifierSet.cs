namespace Conductor.Views.Reach;

/// <summary>
/// The words of a text that could be identifiers, wherever they stand: whether a name may be used in a file is known without reading the file
/// again. A word that is in the text is always found; a few that are not may be found as well. Immutable.
/// </summary>
internal sealed class IdentifierSet
{
    // A word is known by these bits of its hash, and looked for among those that share the bits above: of a thousand words there, one name in six thousand is found without being one of them.
    private const int KnownBits = 16;
    private const int Choices = 16;

    /// <summary>Words; a text of more is data, and may have every name.</summary>
    private const int Most = ushort.MaxValue - Choices - 1;

    // Where the words of each choice begin, and the end; behind these the words, those of a choice in order. Null when there are too many.
    private readonly ushort[]? _words;

    private IdentifierSet(ushort[]? words) => _words = words;

    /// <summary>Those of a text.</summary>
    public static IdentifierSet Of(ReadOnlySpan<char> text)
    {
        var hashes = new HashSet<int>();
        var position = 0;
        while (position < text.Length)
        {
            if (!IsStart(text[position]))
            {
                position++;
                continue;
            }

            var start = position;
            while (position < text.Length && IsPart(text[position]))
            {
                position++;
            }

            hashes.Add(Hash(text[start..position]));
        }

        return new IdentifierSet(hashes.Count > Most ? null : Ordered(hashes));
    }

    /// <summary>Whether a name may be in the text.</summary>
    public bool MayHave(string name)
    {
        if (_words is null)
        {
            return true;
        }

        var hash = Hash(name);
        var choice = hash >> KnownBits;
        return _words.AsSpan(_words[choice].._words[choice + 1]).BinarySearch((ushort)hash) >= 0;
    }

    /// <summary>Whether any of these names stands in a text as a word.</summary>
    public static bool HasAny(ReadOnlySpan<char> text, IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            for (var rest = text; rest.IndexOf(name, StringComparison.Ordinal) is >= 0 and var at; rest = rest[(at + name.Length)..])
            {
                var (before, after) = (at == 0 ? ' ' : rest[at - 1], at + name.Length == rest.Length ? ' ' : rest[at + name.Length]);
                if (!IsPart(before) && !IsPart(after))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static ushort[] Ordered(HashSet<int> hashes)
    {
        int[] sorted = [.. hashes];
        Array.Sort(sorted);
        var words = new ushort[Choices + 1 + sorted.Length];
        for (var (choice, at) = (0, 0); choice <= Choices; choice++)
        {
            while (at < sorted.Length && sorted[at] >> KnownBits < choice)
            {
                words[Choices + 1 + at] = (ushort)sorted[at++];
            }

            words[choice] = (ushort)(Choices + 1 + at);
        }

        return words;
    }

    private static int Hash(ReadOnlySpan<char> word) => string.GetHashCode(word) & ((Choices << KnownBits) - 1);

    private static bool IsPart(char character) => IsStart(character) || char.IsDigit(character);

    private static bool IsStart(char character) => char.IsLetter(character) || character == '_';
}
