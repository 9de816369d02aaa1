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
            while (position < text.Length && (IsStart(text[position]) || char.IsDigit(text[position])))
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

    private static bool IsStart(char character) => char.IsLetter(character) || character == '_';
}
