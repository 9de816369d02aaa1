using System.Buffers;
using System.Text.Json;

namespace Conductor.Workers.Models.Providers.Calls;

/// <summary>
/// Looks at how an accepted answer begins, before anybody reads it: what is no model's is known by its first line. A server that is something else
/// would be taken for a model whose answer broke off, be asked again, and seem to cost.
/// </summary>
internal sealed class AnswerStart
{
    /// <summary>In bytes; what begins longer than that is left to whoever reads it.</summary>
    private const int Most = 64 * 1024;

    private readonly ArrayBufferWriter<byte> _seen = new();
    private bool _isOver;

    /// <summary>Waits for the first line of an answer; after it, the answer can be read from its beginning.</summary>
    /// <returns>What came in place of a model's answer; null when it may be one.</returns>
    /// <exception cref="IOException">The connection broke.</exception>
    public static async Task<ForeignAnswer?> LookAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.Content.Headers.ContentLength == 0)
        {
            // Whoever streams does not know beforehand that there will be nothing.
            return ForeignAnswer.Of(response.StatusCode, []);
        }
        var start = new AnswerStart();
        var isForeign = await start.IsForeignAsync(await response.Content.ReadAsStreamAsync(cancellationToken), cancellationToken);
        await WatchedStream.WatchAsync(response, body => new BegunStream(start._seen.WrittenMemory, body), cancellationToken);
        return isForeign ? ForeignAnswer.Of(response.StatusCode, start._seen.WrittenSpan) : null;
    }

    /// <summary>Of what is foreign, all is read that may say what it is.</summary>
    private async Task<bool> IsForeignAsync(Stream body, CancellationToken cancellationToken)
    {
        var line = await LineAsync(body, cancellationToken);
        if (line.IsEmpty)
        {
            return false;
        }
        if (line.Span[0] is (byte)'{' or (byte)'[')
        {
            return await IsForeignJsonAsync(line, body, cancellationToken);
        }
        if (line.Span[0] != (byte)'<' && !ForeignAnswer.IsNoEvent(line.Span, isWhole: !_isOver && _seen.WrittenCount < Most))
        {
            return false;
        }
        await RestAsync(body, cancellationToken);
        return true;
    }

    /// <summary>It may be one line of many, or one document over many lines.</summary>
    private async Task<bool> IsForeignJsonAsync(ReadOnlyMemory<byte> line, Stream body, CancellationToken cancellationToken)
    {
        if (Judge(line.Span) is { } judged)
        {
            return judged;
        }
        await RestAsync(body, cancellationToken);
        return Judge(Trimmed()) ?? false;
    }

    /// <returns>Null when it cannot be told.</returns>
    private static bool? Judge(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        try
        {
            using var document = JsonDocument.ParseValue(ref reader);
            return ForeignAnswer.Is(document.RootElement);
        }
        catch (JsonException)
        {
            // Not this one's to judge: whoever reads the answer will.
            return null;
        }
    }

    /// <summary>The first line that holds something; empty where none comes.</summary>
    private async Task<ReadOnlyMemory<byte>> LineAsync(Stream body, CancellationToken cancellationToken)
    {
        while (true)
        {
            var text = Trimmed();
            var length = text.IndexOfAny((byte)'\n', (byte)'\r');
            if (length < 0 && !_isOver && _seen.WrittenCount < Most)
            {
                await MoreAsync(body, cancellationToken);
                continue;
            }
            return _seen.WrittenMemory[^text.Length..][..(length < 0 ? text.Length : length)];
        }
    }

    private async Task RestAsync(Stream body, CancellationToken cancellationToken)
    {
        while (!_isOver && _seen.WrittenCount < Most)
        {
            await MoreAsync(body, cancellationToken);
        }
    }

    private async Task MoreAsync(Stream body, CancellationToken cancellationToken)
    {
        var count = await body.ReadAsync(_seen.GetMemory(4096), cancellationToken);
        _seen.Advance(count);
        _isOver = count == 0;
    }

    /// <summary>Without a mark of byte order, blanks and empty lines before it.</summary>
    private ReadOnlySpan<byte> Trimmed()
    {
        var seen = _seen.WrittenSpan;
        return (seen.StartsWith("\ufeff"u8) ? seen[3..] : seen).TrimStart(" \t\r\n"u8);
    }

    /// <summary>A body of which the beginning was read before.</summary>
    private sealed class BegunStream(ReadOnlyMemory<byte> begun, Stream inner) : WatchedStream(inner)
    {
        private ReadOnlyMemory<byte> _left = begun;

        /// <inheritdoc/>
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            _left.IsEmpty ? Inner.ReadAsync(buffer, cancellationToken) : ValueTask.FromResult(Take(buffer.Span));

        /// <inheritdoc/>
        public override int Read(byte[] buffer, int offset, int count) =>
            _left.IsEmpty ? Inner.Read(buffer, offset, count) : Take(buffer.AsSpan(offset, count));

        private int Take(Span<byte> buffer)
        {
            var count = Math.Min(buffer.Length, _left.Length);
            _left.Span[..count].CopyTo(buffer);
            _left = _left[count..];
            return count;
        }
    }
}
