using System.Globalization;
using System.Text;
using System.Text.Json;
using Conductor.Core.Approvals;
using Conductor.Core.Tickets;
using Conductor.Core.Usage;
using Conductor.Server.Effects;
using Conductor.Server.Storage;
using Conductor.Workers.Loop;
using Conductor.Workers.Models;

namespace Conductor.Server.Features.Tickets;

/// <summary>What a ticket's workers said and did, as a text for people. The live output shows the same lines as they happen.</summary>
internal static class WorkerTranscript
{
    private const int MostResult = 4_000;
    private const string FinishTool = "finish";

    /// <summary>The whole transcript of a ticket, all attempts, oldest first; empty when no worker has had it.</summary>
    /// <param name="entries">The track's records, read after the streams were looked at, so that nothing falls between the two.</param>
    /// <param name="streams">What was streamed of the current attempt: it takes the place of what was recorded meanwhile, since it has more.</param>
    public static string Render(IEnumerable<JournalEntry> entries, string ticketId, IReadOnlyList<StreamedText> streams)
    {
        var text = new StringBuilder();
        var tools = new Dictionary<(int Attempt, string CallId), string>();
        var attempts = new List<int>();
        int begun = 0;
        foreach (JournalEntry entry in entries.Where(entry => entry.Event.AboutTicket == ticketId))
        {
            if (entry.Event is TrackEvent.ToolProposed proposed)
            {
                tools[(proposed.Attempt, proposed.Call.CallId)] = proposed.Call.Tool;
            }

            if (entry.Event is TrackEvent.AttemptStarted started && !attempts.Contains(started.Attempt))
            {
                attempts.Add(started.Attempt);
            }

            if (begun < streams.Count && streams[begun].Since <= entry.Sequence)
            {
                text.Append(streams[begun++].Text);
            }

            if (begun == 0 || entry.Sequence > streams[begun - 1].Until)
            {
                text.Append(Recorded(entry.Event, tools, attempts.Count));
            }
        }

        return text.ToString();
    }

    private static string Recorded(TrackEvent happened, Dictionary<(int Attempt, string CallId), string> tools, int number) => happened switch
    {
        TrackEvent.ModelAnswered { Tier: Tier.Worker, Messages: { } messages, Text: var said } => Answer(messages, said),
        TrackEvent.ModelAnswered { Tier: Tier.Worker, Text: var said } => Paragraph(said),
        TrackEvent.ToolFinished finished => Line(finished, tools.GetValueOrDefault((finished.Attempt, finished.CallId))),
        _ => Opening(happened, number) ?? Line(happened),
    };

    /// <summary>The line that an attempt begins or goes on with; null for anything else.</summary>
    /// <param name="number">The attempt's, as people are told it.</param>
    public static string? Opening(TrackEvent happened, int number) => happened switch
    {
        TrackEvent.AttemptStarted => string.Create(CultureInfo.InvariantCulture, $"── attempt {number} ──\n"),
        TrackEvent.AttemptResumed => string.Create(CultureInfo.InvariantCulture, $"── attempt {number} goes on ──\n"),
        TrackEvent.LandingStarted => "── landing ──\n",
        _ => null,
    };

    /// <summary>The lines of one event, line break included; empty when it has none (or when the live stream has shown its text already).</summary>
    /// <param name="tool">Of a finished call: its tool; null when that is not known.</param>
    public static string Line(TrackEvent happened, string? tool = null) => happened switch
    {
        TrackEvent.ToolProposed { Call: var call } => $"▸ {CallWords.Of(call.Tool, call.Arguments)}\n",
        TrackEvent.ToolOvertaken { Reason: var reason } => $"» asked again: {reason}\n",
        TrackEvent.ToolDecided { Decision: { Choice: ApprovalChoice.RunAgain, By: var by } } => $"» run again, says {by}\n",
        TrackEvent.ToolDecided { Decision: { Choice: ApprovalChoice.TreatAsDone, By: var by } } => $"» treated as done, says {by}\n",
        TrackEvent.ToolDecided { Decision: { Choice: ApprovalChoice.TreatAsFailed, By: var by } } => $"» treated as failed, says {by}\n",
        TrackEvent.ToolDecided { Decision: { Choice: not ApprovalChoice.Approve } decision } => $"✕ not approved{(decision.Reason is { } reason ? $": {reason}" : "")}\n",
        TrackEvent.ToolFinished finished => $"{MarkOf(finished, tool)} {Shorten(finished.Result)}\n",
        TrackEvent.CommandStillRunning left => string.Create(CultureInfo.InvariantCulture, $"! process {left.ProcessId}, or something that it started, could not be ended and still runs\n"),
        TrackEvent.TreeRecorded { Problem: { } problem } => $"! {problem}\n",
        TrackEvent.FilesChanged { Problem: { } problem } => $"! {problem}\n",
        TrackEvent.ConversationShortened shortened => string.Create(CultureInfo.InvariantCulture, $"» to make room, the results of {shortened.CallIds.Length} earlier calls were left out\n"),
        TrackEvent.WorkerTold told => $"» {told.Kind}: {Shorten(told.Text)}\n",
        TrackEvent.ModelAnswered { Tier: Tier.Qa, Text: { Length: > 0 } said } => $"Tier 4 (QA): {said.Trim()}\n",
        TrackEvent.AcceptanceRan ran => string.Create(CultureInfo.InvariantCulture, $"acceptance{(ran.Tree is null ? "" : " on the merged tree")}: {ran.Command} → exit code {ran.ExitCode}\n"),
        TrackEvent.SetUpRan ran => string.Create(CultureInfo.InvariantCulture, $"set-up: {ran.Command} → exit code {ran.ExitCode}\n"),
        TrackEvent.LandingStopped stopped => $"✕ did not land: {Shorten(stopped.Problem.Detail)}\n",
        TrackEvent.WorkLanded landed => $"✓ landed as {landed.Commit[..Math.Min(landed.Commit.Length, 12)]}\n",
        TrackEvent.AttemptEnded ended => $"── {ended.Outcome.Status} ──\n",
        _ => "",
    };

    /// <summary>A worker that ends as blocked has called its tool well and has not done its ticket.</summary>
    private static char MarkOf(TrackEvent.ToolFinished finished, string? tool) =>
        finished.Failed ? '✕' : tool == FinishTool && finished.Result.StartsWith("blocked", StringComparison.Ordinal) ? '■' : '✓';

    /// <summary>With its thoughts, as it was streamed; without them where another program has recorded it in a form of its own.</summary>
    private static string Answer(string messages, string said)
    {
        try
        {
            return LiveText.Of(MessageJson.Read(messages));
        }
        catch (JsonException)
        {
            return Paragraph(said);
        }
    }

    private static string Paragraph(string said) => string.IsNullOrWhiteSpace(said) ? "" : said.Trim() + "\n";

    private static string Shorten(string text) =>
        text.Length <= MostResult ? text.Trim() : text[..MostResult].TrimStart() + $"… ({text.Length - MostResult:N0} more characters in the journal)";
}
