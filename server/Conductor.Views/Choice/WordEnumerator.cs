namespace Conductor.Views.Choice;

/// <summary>
/// The words of a text, identifiers taken apart at their humps: <c>HTTPServer_Name2</c> is HTTP, Server, Name2. Allocates nothing, because every
/// body of a file is read this way.
/// </summary>
internal ref struct WordEnumerator(ReadOnlySpan<char> text)
{
    private ReadOnlySpan<char> _rest = text;

    public ReadOnlySpan<char> Current { get; private set; }

    public readonly WordEnumerator GetEnumerator() => this;

    public bool MoveNext()
    {
        var start = 0;
        while (start < _rest.Length && !char.IsLetterOrDigit(_rest[start]))
        {
            start++;
        }

        if (start == _rest.Length)
        {
            return false;
        }

        var end = start + 1;
        while (end < _rest.Length && char.IsLetterOrDigit(_rest[end]) && !IsHump(end))
        {
            end++;
        }

        Current = _rest[start..end];
        _rest = _rest[end..];
        return true;
    }

    /// <summary>A capital behind a small letter begins a word, and so does the last of several capitals before a small letter.</summary>
    private readonly bool IsHump(int at) =>
        char.IsUpper(_rest[at])
        && (!char.IsUpper(_rest[at - 1]) || (at + 1 < _rest.Length && char.IsLower(_rest[at + 1])));
}
