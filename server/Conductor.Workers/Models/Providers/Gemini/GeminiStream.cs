using System.Buffers;
using System.IO.Pipelines;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Conductor.Workers.Models.Providers.Gemini;

/// <summary>Reads the events of a streamed answer, each of them once.</summary>
internal static class GeminiStream
{
    private static readonly StreamPipeReaderOptions Buffering = new(bufferSize: 16 * 1024, leaveOpen: true);

    /// <summary>Reads them as they come. An error may come as plain JSON although it is called an event stream.</summary>
    /// <exception cref="IOException">The connection broke.</exception>
    /// <exception cref="JsonException">An event is something else.</exception>
    public static async IAsyncEnumerable<GeminiChunk> ReadAsync(
        HttpResponseMessage response, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var pipe = PipeReader.Create(stream, Buffering);
        if (await IsPlainJsonAsync(pipe, cancellationToken))
        {
            using var whole = new MemoryStream();
            await pipe.CopyToAsync(whole, cancellationToken);
            if (GeminiChunk.Read(whole.GetBuffer().AsSpan(0, (int)whole.Length)) is { } document)
            {
                yield return document;
            }
            yield break;
        }
        var events = SseParser.Create(pipe.AsStream(), static (_, data) => GeminiChunk.Read(data));
        await foreach (var item in events.EnumerateAsync(cancellationToken))
        {
            if (item.Data is { } chunk)
            {
                yield return chunk;
            }
        }
    }

    /// <summary>Looks at the first character that is no white space, and takes nothing.</summary>
    private static async ValueTask<bool> IsPlainJsonAsync(PipeReader pipe, CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await pipe.ReadAsync(cancellationToken);
            var first = FirstOf(read.Buffer);
            pipe.AdvanceTo(read.Buffer.Start, first is null ? read.Buffer.End : read.Buffer.Start);
            if (first is not null || read.IsCompleted)
            {
                return first is (byte)'{' or (byte)'[';
            }
        }
    }

    private static byte? FirstOf(ReadOnlySequence<byte> buffer)
    {
        var reader = new SequenceReader<byte>(buffer);
        reader.AdvancePastAny(" \t\r\n"u8);
        return reader.TryPeek(out var first) ? first : null;
    }
}
