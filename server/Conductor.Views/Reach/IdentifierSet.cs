namespace Conductor.Views.Reach;

/// <summary>
/// The words of a text that could be identifiers, wherever they stand: whether a name may be used in a file is known without reading the file
/// again. A word that is in the text is always found; a few that are not may be found as well. Immutable.
/// </summary>
internal sealed class IdentifierSet
{
    private readonly int[] _hashes;

    private IdentifierSet(int[] hashes) => _hashes = hashes;

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

            hashes.Add(string.GetHashCode(text[start..position]));
        }

        int[] sorted = [.. hashes];
        Array.Sort(sorted);
        return new IdentifierSet(sorted);
    }

    /// <summary>Whether a name may be in the text.</summary>
    public bool MayHave(string name) => Array.BinarySearch(_hashes, string.GetHashCode(name.AsSpan())) >= 0;

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

    private static bool IsPart(char character) => IsStart(character) || char.IsDigit(character);

    private static bool IsStart(char character) => char.IsLetter(character) || character == '_';
}
