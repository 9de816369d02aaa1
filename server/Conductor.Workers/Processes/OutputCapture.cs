using System.Text;

namespace Conductor.Workers.Processes;

/// <summary>
/// Keeps the beginning and the end of what arrives, up to a number of bytes, and counts what it leaves out between. Safe for several
/// writers; each piece stays in one piece.
/// </summary>
internal sealed class OutputCapture(int limit)
{
    private readonly Lock _lock = new();

    // All guarded by _lock. The tail is a ring: _tailNext is where the next byte goes.
    private readonly byte[] _head = new byte[limit / 2];
    private readonly byte[] _tail = new byte[limit - limit / 2];
    private int _headLength;
    private int _tailNext;
    private long _tailTotal;

    public void Append(ReadOnlySpan<byte> piece)
    {
        lock (_lock)
        {
            var toHead = Math.Min(piece.Length, _head.Length - _headLength);
            piece[..toHead].CopyTo(_head.AsSpan(_headLength));
            _headLength += toHead;
            var rest = piece[toHead..];
            _tailTotal += rest.Length;
            if (rest.Length > _tail.Length)
            {
                rest = rest[^_tail.Length..];
            }
            foreach (var value in rest)
            {
                _tail[_tailNext] = value;
                _tailNext = (_tailNext + 1) % _tail.Length;
            }
        }
    }

    /// <summary>What was kept, as text; bytes that are not UTF-8 become replacement characters.</summary>
    public string Text()
    {
        lock (_lock)
        {
            var kept = (int)Math.Min(_tailTotal, _tail.Length);
            var tail = new byte[kept];
            for (var index = 0; index < kept; index++)
            {
                tail[index] = _tail[(_tailNext - kept + index + _tail.Length) % _tail.Length];
            }
            var leftOut = _tailTotal - kept;
            if (leftOut == 0)
            {
                return Encoding.UTF8.GetString([.. _head.AsSpan(0, _headLength), .. tail]);
            }
            var headEnd = WholeCharacters(_head.AsSpan(0, _headLength));
            var tailStart = 0;
            while (tailStart < tail.Length && tailStart < 3 && IsContinuation(tail[tailStart]))
            {
                tailStart++;
            }
            leftOut += _headLength - headEnd + tailStart;
            return $"{Encoding.UTF8.GetString(_head, 0, headEnd)}\n… {leftOut} bytes left out …\n"
                + Encoding.UTF8.GetString(tail, tailStart, tail.Length - tailStart);
        }
    }

    /// <summary>The length without a character that was cut in the middle.</summary>
    private static int WholeCharacters(ReadOnlySpan<byte> bytes)
    {
        var start = bytes.Length;
        while (start > 0 && bytes.Length - start < 4)
        {
            start--;
            if (!IsContinuation(bytes[start]))
            {
                return Rune.DecodeFromUtf8(bytes[start..], out _, out _) == System.Buffers.OperationStatus.NeedMoreData
                    ? start
                    : bytes.Length;
            }
        }
        return bytes.Length;
    }

    private static bool IsContinuation(byte value) => (value & 0xC0) == 0x80;
}
