using System.Text.Json.Nodes;
using Conductor.Core.Tickets;
using Conductor.Server.TrackFiles;
using Xunit;

namespace Conductor.Server.Tests.TrackFiles;

/// <summary>The schema that gives completion and hover in an editor says what the reader reads.</summary>
public sealed class TrackSchemaTests
{
    private static readonly JsonNode Schema = Parse(File.ReadAllText(RepositoryFiles.PathOf("extension/schemas/track.schema.json")));

    [Fact]
    public void It_describes_exactly_the_fields_of_a_ticket_that_are_read()
    {
        Assert.Equal(TrackFields.OfTicket.Order(), Properties("ticket").Order());
    }

    [Fact]
    public void It_describes_exactly_the_fields_of_a_track_that_are_read()
    {
        Assert.Equal(TrackFields.OfTrack.Order(), Properties("track").Order());
    }

    [Fact]
    public void It_offers_exactly_the_statuses_there_are()
    {
        IEnumerable<string?> statuses = Definition("ticket")["properties"]?["status"]?["enum"]?.AsArray()
            .Select(status => status?.GetValue<string>()) ?? [];

        Assert.Equal(TicketStatus.All, statuses.OfType<string>());
    }

    [Fact]
    public void It_requires_what_the_reader_requires()
    {
        Assert.Equal(["id", "description"], Definition("ticket")["required"]?.AsArray().Select(name => name?.GetValue<string>()));
        Assert.Equal(["tickets"], Definition("track")["required"]?.AsArray().Select(name => name?.GetValue<string>()));
    }

    [Fact]
    public void Its_snippets_are_sound_tracks_and_tickets()
    {
        IEnumerable<JsonNode?> tracks = Schema["defaultSnippets"]?.AsArray().Select(snippet => snippet?["body"]) ?? [];
        string[] tickets = [.. (Definition("ticket")["defaultSnippets"]?.AsArray() ?? []).Select(snippet => snippet?["body"]?.ToJsonString() ?? "")];

        Assert.All(tracks, track => Assert.Empty(TrackFileReader.Read(track?.ToJsonString() ?? "").Problems));
        Assert.All(tickets, ticket => Assert.Empty(TrackFileReader
            .ReadAddition($"[{ticket}]", [new TicketDefinition("${4:T-1}", "The one it waits for")]).Problems));
    }

    private static IEnumerable<string> Properties(string definition) =>
        Definition(definition)["properties"]?.AsObject().Select(property => property.Key) ?? [];

    private static JsonNode Definition(string name) =>
        Schema["definitions"]?[name] ?? throw new InvalidOperationException($"The schema has no definition {name}.");

    private static JsonNode Parse(string json) => JsonNode.Parse(json) ?? throw new InvalidOperationException("The schema is null.");
}
