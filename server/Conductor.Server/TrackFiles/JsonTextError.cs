using System.Text.Json;

namespace Conductor.Server.TrackFiles;

/// <summary>Why a text is not JSON.</summary>
/// <param name="Offset">In bytes; at most the length of the text.</param>
/// <param name="Reason">Half a sentence that follows a colon, without a full stop.</param>
internal sealed record JsonTextError(int Offset, string Reason)
{
    /// <summary>Translates what the framework's reader says, which speaks of reader options and byte positions.</summary>
    public static JsonTextError From(JsonException exception, SourceText source)
    {
        ReadOnlySpan<byte> bytes = source.Bytes;
        int offset = OffsetOf(exception, bytes);
        if (bytes.Trim(" \t\r\n"u8).IsEmpty)
        {
            return new JsonTextError(0, "the file is empty. Write a list of tickets, for example []");
        }

        ReadOnlySpan<byte> rest = bytes[offset..];
        if (rest.StartsWith("//"u8) || rest.StartsWith("/*"u8))
        {
            return new JsonTextError(offset, "comments are not allowed in a track file. Remove it");
        }

        if (rest.IsEmpty)
        {
            return new JsonTextError(offset, "the file ends too early. A bracket, a brace or a quote is not closed");
        }

        int before = bytes[..offset].TrimEnd(" \t\r\n"u8).Length - 1;
        if (rest[0] is (byte)']' or (byte)'}' && before >= 0 && bytes[before] == ',')
        {
            return new JsonTextError(before, $"there is a comma before the closing \"{(char)rest[0]}\". Remove it");
        }

        string message = exception.Message.Split(" LineNumber:")[0].Split(" Path:")[0].TrimEnd('.').Replace(" Change the reader options", string.Empty, StringComparison.Ordinal);
        return new JsonTextError(offset, char.ToLowerInvariant(message[0]) + message[1..]);
    }

    /// <summary>The reader counts lines by line feeds, and columns in bytes.</summary>
    private static int OffsetOf(JsonException exception, ReadOnlySpan<byte> bytes)
    {
        int offset = 0;
        for (long line = exception.LineNumber ?? 0; line > 0; line--)
        {
            int lineFeed = bytes[offset..].IndexOf((byte)'\n');
            if (lineFeed < 0)
            {
                break;
            }

            offset += lineFeed + 1;
        }

        return (int)Math.Min(offset + (exception.BytePositionInLine ?? 0), bytes.Length);
    }
}
