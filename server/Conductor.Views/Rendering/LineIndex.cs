namespace Conductor.Views.Rendering;

/// <summary>Says on which line a character stands, for positions that only grow. For one text, single-threaded.</summary>
internal sealed class LineIndex(string text)
{
    private int _position;
    private int _line = 1;

    /// <summary>The line of a position, counted from 1; a position before the last one asked for starts anew.</summary>
    public int At(int position)
    {
        if (position < _position)
        {
            (_position, _line) = (0, 1);
        }

        _line += text.AsSpan(_position, position - _position).Count('\n');
        _position = position;
        return _line;
    }
}
