using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Conductor.Core.Approvals;
using Conductor.Core.Tickets;

namespace Conductor.Server.Storage;

/// <summary>
/// The stored shape of events. Names here are stored for ever: an event may gain optional members, never lose or change one. Golden
/// journals in the tests hold every version. Thread-safe.
/// </summary>
internal static class EventJson
{
    /// <summary>The newest version there is; older ones load for ever, newer ones are refused. An event is written with the oldest that can hold it.</summary>
    /// <remarks>1: all in one text. 2: long texts are references to <see cref="Payloads"/>.</remarks>
    public const int Version = 2;

    private const int WithPayloads = 2;

    private static readonly JsonSerializerOptions Options = Create();

    /// <summary>The event as one line of JSON; its kind is the member <c>event</c>.</summary>
    public static string Write(TrackEvent happened) => JsonSerializer.Serialize(happened, Options);

    /// <summary>The event as it is stored.</summary>
    /// <param name="keep">Is given each text that is stored beside it, after its hash.</param>
    /// <returns>The version that can read it, and its JSON.</returns>
    public static (int Version, string Body) Store(TrackEvent happened, Action<string, string> keep)
    {
        string whole = Write(happened);
        string body = Payloads.Detach(whole, keep);
        return (ReferenceEquals(body, whole) ? 1 : WithPayloads, body);
    }

    /// <summary>Reads what <see cref="Store"/> wrote.</summary>
    /// <param name="json">In UTF-8, as the file has it.</param>
    /// <param name="payload">Gives the text of a hash.</param>
    /// <exception cref="JournalException">The text is not an event this program knows.</exception>
    public static TrackEvent Read(ReadOnlySpan<byte> json, int version, Func<string, string> payload)
    {
        if (version > Version)
        {
            throw new JournalException($"The journal holds events of version {version}; this Conductor knows up to {Version}. Update Conductor, or open the workspace with the newer one.");
        }

        try
        {
            return (version < WithPayloads ? JsonSerializer.Deserialize<TrackEvent>(json, Options) : Payloads.Attach(json, payload).Deserialize<TrackEvent>(Options))
                ?? throw new JsonException("null");
        }
        catch (Exception broken) when (broken is JsonException or NotSupportedException)
        {
            throw new JournalException("The journal holds an event that cannot be read. Keep the file .conductor/conductor.db and report it; a copy from a backup can take its place.", broken);
        }
    }

    /// <summary>JSON as it is stored.</summary>
    public static string Text(JsonNode json) => json.ToJsonString(Options);

    private static JsonSerializerOptions Create()
    {
        IJsonTypeInfoResolver resolver = JsonTypeInfoResolver.Combine(new BuiltShapes(), new DefaultJsonTypeInfoResolver()).WithAddedModifier(AddKinds);
        return new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            TypeInfoResolver = resolver,
            IgnoreReadOnlyProperties = true,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        };
    }

    private static void AddKinds(JsonTypeInfo type)
    {
        if (type.Type == typeof(TrackEvent))
        {
            type.PolymorphismOptions = Kinds(typeof(TrackEvent), "event");
        }
        else if (type.Type == typeof(TicketOutcome))
        {
            type.PolymorphismOptions = Kinds(typeof(TicketOutcome), "outcome");
        }
        else if (type.Type == typeof(ApprovalRequest))
        {
            type.PolymorphismOptions = Kinds(typeof(ApprovalRequest), "kind");
        }
    }

    /// <summary>Each nested record is one kind, named as in C# with a small first letter.</summary>
    private static JsonPolymorphismOptions Kinds(Type family, string discriminator)
    {
        var options = new JsonPolymorphismOptions { TypeDiscriminatorPropertyName = discriminator };
        foreach (Type kind in family.GetNestedTypes().Where(family.IsAssignableFrom))
        {
            options.DerivedTypes.Add(new JsonDerivedType(kind, JsonNamingPolicy.CamelCase.ConvertName(kind.Name)));
        }

        return options;
    }
}
