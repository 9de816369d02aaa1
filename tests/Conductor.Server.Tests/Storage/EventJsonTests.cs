using System.Text;
using System.Text.Json;
using Conductor.Core.Approvals;
using Conductor.Core.Tickets;
using Conductor.Server.Storage;
using Xunit;

namespace Conductor.Server.Tests.Storage;

public sealed class EventJsonTests
{
    public static TheoryData<string> EventKinds => [.. SampleValues.KindsOf(typeof(TrackEvent)).Select(kind => kind.Name)];

    public static TheoryData<string> OutcomeKinds => [.. SampleValues.KindsOf(typeof(TicketOutcome)).Select(kind => kind.Name)];

    public static TheoryData<string> RequestKinds => [.. SampleValues.KindsOf(typeof(ApprovalRequest)).Select(kind => kind.Name)];

    [Theory]
    [MemberData(nameof(EventKinds))]
    public void Every_kind_of_event_reads_back_as_it_was_written(string kind)
    {
        Type type = SampleValues.KindsOf(typeof(TrackEvent)).Single(candidate => candidate.Name == kind);

        Check((TrackEvent)SampleValues.Of(type));
    }

    [Theory]
    [MemberData(nameof(OutcomeKinds))]
    public void Every_kind_of_outcome_reads_back_as_it_was_written(string kind)
    {
        Type type = SampleValues.KindsOf(typeof(TicketOutcome)).Single(candidate => candidate.Name == kind);

        Check(new TrackEvent.AttemptEnded("A", 1, (TicketOutcome)SampleValues.Of(type)));
    }

    [Theory]
    [MemberData(nameof(RequestKinds))]
    public void Every_kind_of_gate_reads_back_as_it_was_written(string kind)
    {
        Type type = SampleValues.KindsOf(typeof(ApprovalRequest)).Single(candidate => candidate.Name == kind);

        Check(new TrackEvent.ApprovalRequested((ApprovalRequest)SampleValues.Of(type)));
    }

    [Theory]
    [MemberData(nameof(EventKinds))]
    public void Every_kind_of_event_has_a_shape_that_was_built(string kind) =>
        Assert.NotNull(StoredShapes.Default.GetTypeInfo(SampleValues.KindsOf(typeof(TrackEvent)).Single(candidate => candidate.Name == kind)));

    [Fact]
    public void A_run_without_options_gets_their_initial_values()
    {
        TrackEvent read = EventJson.Read("""{"event":"runStarted","options":{}}"""u8, 1, NoPayload);

        Assert.Equal(new RunOptions(), Assert.IsType<TrackEvent.RunStarted>(read).Options);
    }

    [Fact]
    public void Members_that_are_not_there_yet_get_their_defaults()
    {
        TrackEvent read = EventJson.Read("""{"event":"ticketsDefined","header":{"trackId":"t","description":""},"upserted":[{"id":"A","description":"x"}],"removed":[],"order":[]}"""u8, 1, NoPayload);

        TicketDefinition ticket = Assert.Single(Assert.IsType<TrackEvent.TicketsDefined>(read).Upserted);
        Assert.Equal(("todo", "unassigned"), (ticket.Status, ticket.AssignedTo));
        Assert.Empty(ticket.DependsOn);
    }

    [Fact]
    public void A_newer_version_is_refused_with_what_to_do()
    {
        JournalException refused = Assert.Throws<JournalException>(() => EventJson.Read("""{"event":"runResumed"}"""u8, EventJson.Version + 1, NoPayload));

        Assert.Contains("Update Conductor", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"event":"somethingElse"}""")]
    [InlineData("null")]
    [InlineData("not json")]
    public void What_is_no_event_is_refused_with_what_to_do(string text)
    {
        JournalException refused = Assert.Throws<JournalException>(() => EventJson.Read(Encoding.UTF8.GetBytes(text), 1, NoPayload));

        Assert.Contains("backup", refused.Message, StringComparison.Ordinal);
    }

    private static string NoPayload(string hash) => throw new Xunit.Sdk.XunitException($"Nothing refers to {hash}.");

    private static void Check(TrackEvent happened)
    {
        string written = EventJson.Write(happened);

        TrackEvent read = EventJson.Read(Encoding.UTF8.GetBytes(written), EventJson.Version, NoPayload);

        Assert.IsType(happened.GetType(), read);
        Assert.Equal(written, EventJson.Write(read));
        foreach (System.Reflection.ParameterInfo member in happened.GetType().GetConstructors().Single(constructor => constructor.IsPublic).GetParameters())
        {
            Assert.True(JsonElement.Parse(written).TryGetProperty(JsonNamingPolicy.CamelCase.ConvertName(member.Name ?? ""), out _), $"{member.Name} is not written.");
        }
    }
}
