using System.Text.Encodings.Web;
using System.Text.Json;
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
    /// <summary>The version written with every event; older ones load for ever, newer ones are refused.</summary>
    public const int Version = 1;

    private static readonly JsonSerializerOptions Options = Create();

    /// <summary>The event as one line of JSON; its kind is the member <c>event</c>.</summary>
    public static string Write(TrackEvent happened) => JsonSerializer.Serialize(happened, Options);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="JournalException">The text is not an event this program knows.</exception>
    public static TrackEvent Read(string json, int version)
    {
        if (version > Version)
        {
            throw new JournalException($"The journal holds events of version {version}; this Conductor knows up to {Version}. Update Conductor, or open the workspace with the newer one.");
        }

        try
        {
            return JsonSerializer.Deserialize<TrackEvent>(json, Options) ?? throw new JsonException("null");
        }
        catch (Exception broken) when (broken is JsonException or NotSupportedException)
        {
            throw new JournalException("The journal holds an event that cannot be read. Keep the file .conductor/conductor.db and report it; a copy from a backup can take its place.", broken);
        }
    }

    private static JsonSerializerOptions Create()
    {
        var resolver = new DefaultJsonTypeInfoResolver();
        resolver.Modifiers.Add(AddKinds);
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
