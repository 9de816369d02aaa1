using System.Globalization;
using System.Text;
using Conductor.Core.Approvals;
using Conductor.Core.Tickets;
using Conductor.Core.Usage;
using Conductor.Server.Storage;

namespace Conductor.Server.Features.Tickets;

/// <summary>What a ticket's workers said and did, as a text for people. The live output shows the same lines as they happen.</summary>
internal static class WorkerTranscript
{
    private const int MostResult = 4_000;

    /// <summary>The whole transcript of a ticket, all attempts, oldest first; empty when no worker has had it.</summary>
    public static string Render(IEnumerable<JournalEntry> entries, string ticketId)
    {
        var text = new StringBuilder();
        foreach (JournalEntry entry in entries)
        {
            if (TicketOf(entry.Event) == ticketId)
            {
                text.Append(entry.Event is TrackEvent.ModelAnswered { Tier: Tier.Worker, Text: { Length: > 0 } said } ? said.TrimEnd() + "\n" : Line(entry.Event));
            }
        }

        return text.ToString();
    }

    /// <summary>The lines of one event, line break included; empty when it has none (or when the live stream has shown its text already).</summary>
    public static string Line(TrackEvent happened) => happened switch
    {
        TrackEvent.AttemptStarted started => string.Create(CultureInfo.InvariantCulture, $"── attempt {started.Attempt} ──\n"),
        TrackEvent.AttemptResumed resumed => string.Create(CultureInfo.InvariantCulture, $"── attempt {resumed.Attempt} goes on ──\n"),
        TrackEvent.ToolProposed { Call: var call } => $"▸ {call.Tool} {Shorten(call.Arguments)}\n",
        TrackEvent.ToolDecided { Decision: { Choice: not ApprovalChoice.Approve } decision } => $"✕ not approved{(decision.Reason is { } reason ? $": {reason}" : "")}\n",
        TrackEvent.ToolFinished finished => $"{(finished.Failed ? "✕" : "✓")} {Shorten(finished.Result)}\n",
        TrackEvent.WorkerTold told => $"» {told.Kind}: {Shorten(told.Text)}\n",
        TrackEvent.ModelAnswered { Tier: Tier.Qa, Text: { Length: > 0 } said } => $"Tier 4 (QA): {said}\n",
        TrackEvent.AcceptanceRan ran => string.Create(CultureInfo.InvariantCulture, $"acceptance: {ran.Command} → exit code {ran.ExitCode}\n"),
        TrackEvent.AttemptEnded ended => $"── {ended.Outcome.Status} ──\n",
        _ => "",
    };

    /// <summary>The ticket whose transcript an event belongs to, or null.</summary>
    public static string? TicketOf(TrackEvent happened) => happened switch
    {
        TrackEvent.AttemptStarted e => e.TicketId,
        TrackEvent.AttemptResumed e => e.TicketId,
        TrackEvent.ToolProposed e => e.TicketId,
        TrackEvent.ToolDecided e => e.TicketId,
        TrackEvent.ToolFinished e => e.TicketId,
        TrackEvent.WorkerTold e => e.TicketId,
        TrackEvent.ModelAnswered e => e.TicketId,
        TrackEvent.AcceptanceRan e => e.TicketId,
        TrackEvent.AttemptEnded e => e.TicketId,
        _ => null,
    };

    private static string Shorten(string text) =>
        text.Length <= MostResult ? text.TrimEnd() : text[..MostResult] + $"… ({text.Length - MostResult:N0} more characters in the journal)";
}
