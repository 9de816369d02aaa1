using System.Text;

namespace Conductor.Server.TrackFiles;

/// <summary>A stretch of a UTF-8 text, the end exclusive.</summary>
internal readonly record struct ByteSpan(int Start, int End);

/// <summary>A text as UTF-8, and where its lines are. Not thread-safe: it remembers the last place it looked up.</summary>
internal sealed class SourceText
{
    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

    private readonly byte[] _bytes;
    private readonly List<int> _lineStarts = [0];

    // The last place looked up. Places come in ascending order, so that a file of one long line is counted once and not once each.
    private int _knownLine;
    private int _knownOffset;
    private int _knownColumn;

    public SourceText(ReadOnlySpan<byte> utf8)
    {
        _bytes = (utf8.StartsWith(ByteOrderMark) ? utf8[ByteOrderMark.Length..] : utf8).ToArray();
        FindLines();
    }

    public SourceText(string text)
        : this(Encoding.UTF8.GetBytes(text))
    {
    }

    /// <summary>The text without its byte order mark.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    public string Slice(int start, int end) => Encoding.UTF8.GetString(_bytes.AsSpan(start, end - start));

    public string Slice(ByteSpan span) => Slice(span.Start, span.End);

    public TextRange RangeOf(ByteSpan span)
    {
        (int startLine, int startColumn) = PlaceOf(span.Start);
        (int endLine, int endColumn) = PlaceOf(span.End);
        return new TextRange(startLine, startColumn, endLine, endColumn);
    }

    /// <summary>The part of a span on its first line: a mark over many lines would hide more than it shows.</summary>
    public TextRange FirstLineOf(ByteSpan span)
    {
        int line = LineOf(span.Start);
        int lineEnd = line + 1 < _lineStarts.Count ? _lineStarts[line + 1] : _bytes.Length;
        while (lineEnd > span.Start && _bytes[lineEnd - 1] is (byte)'\n' or (byte)'\r')
        {
            lineEnd--;
        }

        return RangeOf(span with { End = Math.Clamp(span.End, span.Start, lineEnd) });
    }

    /// <summary>The blanks and tabs the line of this offset begins with.</summary>
    public string IndentationAt(int offset)
    {
        int start = _lineStarts[LineOf(offset)];
        int end = start;
        while (end < _bytes.Length && _bytes[end] is (byte)' ' or (byte)'\t')
        {
            end++;
        }

        return Slice(start, Math.Min(end, offset));
    }

    /// <summary>The first line break of the text, or a line feed.</summary>
    public string NewLine => _lineStarts.Count < 2 ? "\n" : _bytes[_lineStarts[1] - 1] == '\r' ? "\r"
        : _lineStarts[1] > 1 && _bytes[_lineStarts[1] - 2] == '\r' ? "\r\n" : "\n";

    /// <summary>One level of indentation: that of the first indented line, or two blanks.</summary>
    public string IndentationUnit => _lineStarts
        .Select(start => IndentationAt(LineEnd(start)))
        .FirstOrDefault(indentation => indentation.Length > 0) ?? "  ";

    private int LineEnd(int lineStart)
    {
        int end = _bytes.AsSpan(lineStart).IndexOfAny((byte)'\n', (byte)'\r');
        return end < 0 ? _bytes.Length : lineStart + end;
    }

    private (int Line, int Column) PlaceOf(int offset)
    {
        int line = LineOf(offset);
        if (line != _knownLine || offset < _knownOffset)
        {
            (_knownLine, _knownOffset, _knownColumn) = (line, _lineStarts[line], 0);
        }

        _knownColumn += Encoding.UTF8.GetCharCount(_bytes.AsSpan(_knownOffset, offset - _knownOffset));
        _knownOffset = offset;
        return (line, _knownColumn);
    }

    private int LineOf(int offset)
    {
        int found = _lineStarts.BinarySearch(offset);
        return found >= 0 ? found : ~found - 1;
    }

    private void FindLines()
    {
        int offset = 0;
        while (_bytes.AsSpan(offset).IndexOfAny((byte)'\n', (byte)'\r') is var found and >= 0)
        {
            offset += found + 1;
            if (_bytes[offset - 1] == '\r' && offset < _bytes.Length && _bytes[offset] == '\n')
            {
                offset++;
            }

            _lineStarts.Add(offset);
        }
    }
}
