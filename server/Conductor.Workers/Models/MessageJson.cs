using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Conductor.Workers.Models;

/// <summary>A conversation's messages as JSON text, the way they are recorded: one line, nothing a provider sent beside them.</summary>
public static class MessageJson
{
    private static readonly JsonSerializerOptions Compact = new(AIJsonUtilities.DefaultOptions) { WriteIndented = false };

    /// <summary>Writes messages.</summary>
    public static string Write(IList<ChatMessage> messages) => JsonSerializer.Serialize(messages, Compact.GetTypeInfo(typeof(IList<ChatMessage>)));

    /// <summary>Reads messages that <see cref="Write"/> wrote.</summary>
    /// <exception cref="JsonException">It is something else.</exception>
    public static IList<ChatMessage> Read(string json) =>
        (IList<ChatMessage>?)JsonSerializer.Deserialize(json, Compact.GetTypeInfo(typeof(IList<ChatMessage>)))
            ?? throw new JsonException("The recorded messages are null. The journal was changed by something else; retry the ticket.");

    /// <summary>A call's arguments as the text of one JSON object.</summary>
    public static string Arguments(FunctionCallContent call)
    {
        ArgumentNullException.ThrowIfNull(call);
        return call.Arguments is { } arguments
            ? JsonSerializer.Serialize(arguments, Compact.GetTypeInfo(typeof(IDictionary<string, object?>)))
            : "{}";
    }
}
