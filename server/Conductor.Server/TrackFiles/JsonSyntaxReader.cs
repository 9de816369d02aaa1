using System.Text;
using System.Text.Json;

namespace Conductor.Server.TrackFiles;

/// <summary>Reads JSON with places: strict, without comments and trailing commas.</summary>
internal static class JsonSyntaxReader
{
    /// <summary>Track, tickets, ticket, views of its context, members of one.</summary>
    private const int MeaningfulDepth = 5;

    /// <summary>Unknown fields may nest deeper than the framework's 64 levels.</summary>
    private const int MostDepth = 512;

    private static readonly JsonReaderOptions Options = new() { CommentHandling = JsonCommentHandling.Disallow, MaxDepth = MostDepth };

    /// <summary>Saves a string per field of a large file.</summary>
    private static readonly (byte[] Utf8, string Name)[] KnownNames = [.. TrackFields.OfTicket.Select(name => (Encoding.UTF8.GetBytes(name), name))];

    /// <summary>For a part of a text that this reader has accepted.</summary>
    public static JsonDocumentOptions DocumentOptions { get; } = new() { MaxDepth = MostDepth };

    /// <summary>The root value, or what is wrong and where.</summary>
    public static (JsonSyntax? Root, JsonTextError? Error) Read(SourceText source)
    {
        var reader = new Utf8JsonReader(source.Bytes, Options);
        try
        {
            reader.Read();
            JsonSyntax root = ReadValue(ref reader, MeaningfulDepth);
            reader.Read();
            return (root, null);
        }
        catch (JsonException exception)
        {
            return (null, JsonTextError.From(exception, source));
        }
        catch (UnpairedSurrogateException exception)
        {
            return (null, new JsonTextError(exception.Offset, "a string holds half a character. Write the character itself, or both of its \\u escapes"));
        }
    }

    private static JsonSyntax ReadValue(ref Utf8JsonReader reader, int depth)
    {
        JsonTokenType kind = reader.TokenType;
        int start = (int)reader.TokenStartIndex;
        string? text = null;
        List<JsonSyntax>? items = null;
        List<MemberSyntax>? members = null;
        switch (kind)
        {
            case JsonTokenType.String:
                text = TextOf(ref reader);
                break;
            case JsonTokenType.Number:
                text = Encoding.UTF8.GetString(reader.ValueSpan);
                break;
            case JsonTokenType.StartArray when depth > 0:
                items = ReadItems(ref reader, depth - 1);
                break;
            case JsonTokenType.StartObject when depth > 0:
                members = ReadMembers(ref reader, depth - 1);
                break;
            case JsonTokenType.StartArray or JsonTokenType.StartObject:
                reader.Skip();
                break;
        }

        return new JsonSyntax(kind, new ByteSpan(start, (int)reader.BytesConsumed), text, items, members);
    }

    private static List<JsonSyntax> ReadItems(ref Utf8JsonReader reader, int depth)
    {
        var items = new List<JsonSyntax>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            items.Add(ReadValue(ref reader, depth));
        }

        return items;
    }

    private static List<MemberSyntax> ReadMembers(ref Utf8JsonReader reader, int depth)
    {
        var members = new List<MemberSyntax>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            int start = (int)reader.TokenStartIndex;
            // The reader has consumed the colon too; the name itself ends at its closing quote.
            var nameSpan = new ByteSpan(start, start + reader.ValueSpan.Length + 2);
            string name = NameOf(ref reader);
            reader.Read();
            members.Add(new MemberSyntax(name, nameSpan, ReadValue(ref reader, depth)));
        }

        return members;
    }

    private static string NameOf(ref Utf8JsonReader reader)
    {
        ReadOnlySpan<byte> name = reader.ValueSpan;
        foreach ((byte[] utf8, string known) in KnownNames)
        {
            if (name.SequenceEqual(utf8))
            {
                return known;
            }
        }

        return TextOf(ref reader);
    }

    private static string TextOf(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString() ?? string.Empty;
        }
        catch (InvalidOperationException exception)
        {
            throw new UnpairedSurrogateException((int)reader.TokenStartIndex, exception);
        }
    }

    /// <summary>A string whose escapes, or whose bytes, are no text.</summary>
    private sealed class UnpairedSurrogateException(int offset, Exception cause) : Exception("A string is not valid text.", cause)
    {
        public int Offset => offset;
    }
}
