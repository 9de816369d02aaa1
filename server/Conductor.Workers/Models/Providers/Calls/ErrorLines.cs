using System.Buffers;
using System.Text.Json;

namespace Conductor.Workers.Models.Providers.Calls;

/// <summary>
/// Looks at the lines of a streamed answer (server-sent events, or one JSON value a line) for one that says that the call failed. Vendors'
/// packages pass over some of them, and say of others no more than their text.
/// </summary>
internal sealed class ErrorLines
{
    private static readonly byte[] Mark = "\"error\""u8.ToArray();

    private readonly ArrayBufferWriter<byte> _begun = new();

    /// <summary>Takes the next bytes.</summary>
    /// <param name="before">How many of them stand before the line that is an error.</param>
    /// <returns>The error; null when there is none so far.</returns>
    public ProviderError? Take(ReadOnlySpan<byte> bytes, out int before)
    {
        before = 0;
        while (bytes[before..].IndexOf((byte)'\n') is var length and >= 0)
        {
            if (Read(bytes.Slice(before, length)) is { } error)
            {
                return error;
            }
            before += length + 1;
        }
        _begun.Write(bytes[before..]);
        return null;
    }

    /// <summary>The stream ended: an error may stand in a last line that no line break ends.</summary>
    public ProviderError? End() => Read([]);

    private ProviderError? Read(ReadOnlySpan<byte> rest)
    {
        if (_begun.WrittenCount == 0)
        {
            return ErrorIn(rest);
        }
        _begun.Write(rest);
        var error = ErrorIn(_begun.WrittenSpan);
        _begun.ResetWrittenCount();
        return error;
    }

    private static ProviderError? ErrorIn(ReadOnlySpan<byte> line)
    {
        if (line.IndexOf(Mark) < 0)
        {
            return null;
        }
        var json = line.StartsWith("data:"u8) ? line["data:".Length..] : line;
        var reader = new Utf8JsonReader(json);
        try
        {
            return JsonDocument.TryParseValue(ref reader, out var document) ? Found(document) : null;
        }
        catch (JsonException)
        {
            // Not this one's to judge: whoever reads the answer will.
            return null;
        }
    }

    private static ProviderError? Found(JsonDocument document)
    {
        using (document)
        {
            return ProviderError.Find(document.RootElement);
        }
    }
}
