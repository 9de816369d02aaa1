namespace Conductor.Views.Text;

/// <summary>Where the lines of a text begin. A line includes its line break; one at the very end starts no other line.</summary>
internal sealed class LineTable
{
    private readonly string _text;
    private readonly int _start;
    private readonly List<int> _ends;

    private LineTable(string text, int start, List<int> ends)
    {
        _text = text;
        _start = start;
        _ends = ends;
    }

    public int Count => _ends.Count;

    public static LineTable Of(string text, int start)
    {
        List<int> ends = [];
        for (var position = start; position < text.Length;)
        {
            var at = text.IndexOf('\n', position);
            position = at < 0 ? text.Length : at + 1;
            ends.Add(position);
        }

        return new LineTable(text, start, ends);
    }

    /// <summary>Characters of the first <paramref name="count"/> lines together.</summary>
    public int LengthOf(int count) => count == 0 ? 0 : _ends[count - 1] - _start;

    /// <summary>A line by its index from 0, without its line break.</summary>
    public ReadOnlySpan<char> this[int index]
    {
        get
        {
            var from = index == 0 ? _start : _ends[index - 1];
            return _text.AsSpan(from, _ends[index] - from).TrimEnd("\r\n");
        }
    }
}
