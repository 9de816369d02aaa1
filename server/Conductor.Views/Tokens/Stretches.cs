namespace Conductor.Views.Tokens;

/// <summary>
/// Takes a text apart where no token reaches over, at lines that are chosen by what stands behind them: after an edit most stretches are those that the text had, and need not
/// be counted again. Their counts add up exactly to that of the text.
/// </summary>
internal ref struct Stretches(ReadOnlySpan<char> text)
{
    /// <summary>Characters that a place is chosen by.</summary>
    private const int Looked = 24;

    /// <summary>One in so many places is taken.</summary>
    private const int Rarity = 32;

    private ReadOnlySpan<char> _rest = text;

    public ReadOnlySpan<char> Current { get; private set; }

    public readonly Stretches GetEnumerator() => this;

    public bool MoveNext()
    {
        if (_rest.IsEmpty)
        {
            return false;
        }

        var end = End(_rest);
        Current = _rest[..end];
        _rest = _rest[end..];
        return true;
    }

    private static int End(ReadOnlySpan<char> text)
    {
        for (var at = text.IndexOf('\n') + 1; at > 0 && at < text.Length;)
        {
            var behind = text[at..];
            if (IsSeam(behind) && string.GetHashCode(behind[..Math.Min(Looked, behind.Length)]) % Rarity == 0)
            {
                return at;
            }

            var next = behind.IndexOf('\n');
            at = next < 0 ? 0 : at + next + 1;
        }

        return text.Length;
    }

    /// <summary>
    /// Whether a line that begins so begins a token, whatever stands before it. A sign takes line breaks and slashes with it, and blank space all up to its last line break.
    /// </summary>
    private static bool IsSeam(ReadOnlySpan<char> line)
    {
        var first = line.TrimStart(" \t");
        return !first.IsEmpty && !char.IsWhiteSpace(first[0]) && line[0] != '/';
    }
}
