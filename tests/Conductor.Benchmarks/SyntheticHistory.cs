using System.Globalization;
using Conductor.Core.Approvals;
using Conductor.Core.Tickets;
using Conductor.Core.Usage;

namespace Conductor.Benchmarks;

/// <summary>What a track of many finished tickets leaves in the journal: events of the kinds, in the order and of the sizes that real runs have.</summary>
internal static class SyntheticHistory
{
    private const int CallsPerTicket = 8;

    private static readonly string Prompt = string.Concat(Enumerable.Repeat("Do exactly this ticket: make the checkout keep the house rules.\n", 60));
    private static readonly string Content = string.Concat(Enumerable.Repeat("    public decimal Total => Lines.Sum(line => line.Price * line.Count);\n", 30));

    /// <summary>The events of one track, oldest first; its run is left as if its process had died.</summary>
    public static IEnumerable<TrackEvent> Of(string trackId, int tickets)
    {
        string[] ids = [.. Enumerable.Range(1, tickets).Select(number => string.Create(CultureInfo.InvariantCulture, $"T-{number}"))];
        yield return new TrackEvent.TicketsDefined(
            new TrackHeader(trackId, "A track of many tickets", Path: $"{trackId}.track.json"), [.. ids.Select((id, index) => new TicketDefinition(id, "Make it so.") { DependsOn = index == 0 ? [] : [ids[index - 1]] })], [], [.. ids]);
        yield return new TrackEvent.RunStarted(new RunOptions { AutoQueue = true, Model = "script:none" });
        foreach (TrackEvent happened in ids.SelectMany(id => OfTicket(trackId, id)))
        {
            yield return happened;
        }
    }

    private static IEnumerable<TrackEvent> OfTicket(string trackId, string id)
    {
        var approval = new ApprovalDecision(ApprovalChoice.Approve, ApprovalDecision.Person);
        string spawn = $"{trackId}:{id}:1:spawn";
        yield return new TrackEvent.AttemptPrepared(id, 1, new TicketDefinition(id, "Make it so."));
        yield return new TrackEvent.ApprovalRequested(new ApprovalRequest.Spawn(
            spawn, id, 1, "hash", DateTimeOffset.UnixEpoch, new SpawnProposal(Prompt, "", "script:none", ["read_file", "edit_file", "finish"], [], [], "basis")));
        yield return new TrackEvent.ApprovalDecided(spawn, id, 1, approval);
        yield return new TrackEvent.AttemptStarted(id, 1, "hash");
        for (int call = 0; call < CallsPerTicket; call++)
        {
            string callId = string.Create(CultureInfo.InvariantCulture, $"call-{call}");
            yield return new TrackEvent.ModelCallStarted(id, 1, call, Tier.Worker, "script:none");
            yield return new TrackEvent.ModelAnswered(id, 1, call, Tier.Worker, "script:none", new TokenUsage(2_000, 500, 200, 1), false, $$"""[{"role":"assistant","contents":[{"$type":"text","text":"I look at it."}]}]""", "I look at it.");
            yield return new TrackEvent.ToolProposed(id, 1, new ToolProposal(callId, "read_file", """{"path":"src/Checkout.cs"}""", ToolRisk.Read, Path: "src/Checkout.cs"));
            yield return new TrackEvent.ToolDecided(id, 1, callId, approval);
            yield return new TrackEvent.ToolStarted(id, 1, callId, """{"path":"src/Checkout.cs"}""");
            yield return new TrackEvent.ToolFinished(id, 1, callId, Content, false, null);
        }

        yield return new TrackEvent.AttemptEnded(id, 1, new TicketOutcome.Completed("It is so."));
    }
}
