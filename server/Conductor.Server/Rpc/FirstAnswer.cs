using System.Buffers;
using System.Buffers.Text;
using System.IO.Pipelines;
using System.Text.Json;
using Conductor.Server.Features.Lifecycle;
using Conductor.Server.Protocol;

namespace Conductor.Server.Rpc;

/// <summary>
/// Answers initialize before the RPC library is there. Every start of an editor waits for this answer, which is always the same, and the
/// library takes longer to come up than all before it together; meanwhile the client goes on with what it does next. Whatever else comes
/// first, or is not as it should be, stays in the pipe for the library.
/// </summary>
internal static class FirstAnswer
{
    /// <summary>A head is a line or two; what is longer is no head.</summary>
    private const int LongestHead = 1024;

    private static ReadOnlySpan<byte> LengthName => "Content-Length:"u8;

    private static ReadOnlySpan<byte> EndOfHead => "\r\n\r\n"u8;

    /// <summary>Waits for the first message, and answers it if it is initialize.</summary>
    /// <returns>What the client sent with it; null when the first message is left to the library, or the pipe ended.</returns>
    public static async Task<InitializeParams?> TryGiveAsync(PipeReader input, Stream output, CancellationToken cancellationToken)
    {
        while (true)
        {
            ReadResult read = await input.ReadAsync(cancellationToken);
            if (TryFrame(read.Buffer, out ReadOnlySequence<byte> content) is not { } isWhole || (!isWhole && read.IsCompleted))
            {
                input.AdvanceTo(read.Buffer.Start);
                return null;
            }

            if (!isWhole)
            {
                input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
                continue;
            }

            if (TryRead(content) is not var (id, client))
            {
                input.AdvanceTo(read.Buffer.Start);
                return null;
            }

            input.AdvanceTo(content.End);
            await output.WriteAsync(Frame(id), cancellationToken);
            await output.FlushAsync(cancellationToken);
            return client;
        }
    }

    /// <summary>Finds the first message.</summary>
    /// <param name="content">Its JSON, when it is there whole.</param>
    /// <returns>Whether it is there whole; null when what is there is not the head of a message.</returns>
    private static bool? TryFrame(ReadOnlySequence<byte> buffer, out ReadOnlySequence<byte> content)
    {
        content = default;
        byte[] head = buffer.Slice(0, Math.Min(buffer.Length, LongestHead)).ToArray();
        int end = head.AsSpan().IndexOf(EndOfHead);
        if (end < 0)
        {
            return head.Length < LongestHead ? false : null;
        }

        foreach (Range line in head.AsSpan(0, end).Split("\r\n"u8))
        {
            ReadOnlySpan<byte> text = head.AsSpan(line);
            if (text.StartsWith(LengthName) && Utf8Parser.TryParse(text[LengthName.Length..].Trim((byte)' '), out int length, out _))
            {
                long start = end + EndOfHead.Length;
                bool isWhole = buffer.Length >= start + length;
                content = isWhole ? buffer.Slice(start, length) : default;
                return isWhole;
            }
        }

        return null;
    }

    /// <summary>The request's id as it was written, and its parameters; null for any other message.</summary>
    private static (JsonElement Id, InitializeParams Client)? TryRead(ReadOnlySequence<byte> content)
    {
        try
        {
            using JsonDocument message = JsonDocument.Parse(content);
            JsonElement request = message.RootElement;
            return request.ValueKind == JsonValueKind.Object
                && request.TryGetProperty("method", out JsonElement method) && method.ValueKind == JsonValueKind.String && method.ValueEquals("initialize"u8)
                && request.TryGetProperty("id", out JsonElement id) && id.ValueKind is JsonValueKind.Number or JsonValueKind.String
                && request.TryGetProperty("params", out JsonElement client) && client.ValueKind == JsonValueKind.Object
                ? (id.Clone(), Handshake.Read(client.Clone()))
                : null;
        }
        catch (JsonException)
        {
            // The library tells the client what is wrong with it.
            return null;
        }
    }

    private static ReadOnlyMemory<byte> Frame(JsonElement id)
    {
        var content = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(content))
        {
            json.WriteStartObject();
            json.WriteString("jsonrpc"u8, "2.0"u8);
            json.WritePropertyName("id"u8);
            id.WriteTo(json);
            json.WritePropertyName("result"u8);
            Handshake.Answer().WriteTo(json);
            json.WriteEndObject();
        }

        byte[] head = System.Text.Encoding.ASCII.GetBytes(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Content-Length: {content.WrittenCount}\r\n\r\n"));
        return (byte[])[.. head, .. content.WrittenSpan];
    }
}
