using System.Globalization;
using Conductor.Core.Approvals;
using Conductor.Core.Landing;
using Conductor.Core.Tickets;
using Conductor.Core.Usage;
using Conductor.Server.Cli.Runs;
using Conductor.Server.Features.Usage;

namespace Conductor.Server.Cli;

/// <summary>What happened, in words for a person: the lines of <c>conductor log</c>.</summary>
internal static class EventWords
{
    private const int MostText = 300;

    /// <summary>One line, without time and ticket.</summary>
    /// <param name="state">The track's, then or later: it says which number an attempt has for people.</param>
    public static string Of(TrackEvent happened, TrackState state) => happened switch
    {
        TrackEvent.TicketsDefined e => Defined(e),
        TrackEvent.RunStarted { Options: var options } => Started(options),
        TrackEvent.RunPaused { Cause: PauseCause.Interruption } => "the run was interrupted when its process ended",
        TrackEvent.RunPaused e => $"the run was paused{Because(e.Detail)}",
        TrackEvent.BudgetRaised e => $"{BudgetWords.Limits(e.Added)} more may be spent",
        TrackEvent.BudgetWarned e => e.Detail,
        TrackEvent.RunResumed => "the run goes on",
        TrackEvent.RunStopping e => $"the run is ending: {e.Reason}",
        TrackEvent.TicketsHeld e => $"{string.Join(", ", e.TicketIds)} {(e.TicketIds.Length == 1 ? "is" : "are")} not begun: {e.Reason}",
        TrackEvent.RunEnded e => $"the run ended: {RunWords.Of(e.Status)}{Because(e.Detail)}",
        TrackEvent.TicketRequested => "was asked for",
        TrackEvent.TicketReset e => $"is tried again{Because(e.Note)}",
        TrackEvent.TicketSettled e => $"was given its outcome: {Of(e.Outcome)}",
        TrackEvent.TicketConfirmed => "a person says that it still holds",
        TrackEvent.DependencyWaived e => $"no longer waits for {e.Dependency}",
        TrackEvent.MessageSent e => $"a person wrote: {Short(e.Text)}",
        TrackEvent.AttemptPrepared e => $"attempt {Told(e, state)} is being prepared",
        TrackEvent.ApprovalRequested { Request: ApprovalRequest.Tool tool } => $"asks for approval: {tool.Proposal.Tool} {Short(tool.Proposal.Arguments)} ({tool.Why})",
        TrackEvent.ApprovalRequested { Request: ApprovalRequest.InDoubt doubt } => $"asks what became of {doubt.Interrupted.Call.Tool} {Short(doubt.Interrupted.Call.Arguments)}: {string.Join(" ", DoubtWords.Known(doubt.Interrupted))}",
        TrackEvent.ApprovalRequested { Request: ApprovalRequest.Landing landing } => $"asks whether its work may land{Because(landing.Problem?.Detail ?? landing.Work.Summary)}",
        TrackEvent.ApprovalRequested => "asks for approval to start a worker",
        TrackEvent.ApprovalDecided e => Of(e.Decision),
        TrackEvent.ApprovalWithdrawn e => $"the gate was closed: {e.Reason}",
        TrackEvent.AttemptStarted e => $"attempt {Told(e, state)} started",
        TrackEvent.AttemptParked => "waits for its provider; a ticket of another provider has its place meanwhile",
        TrackEvent.AttemptStale => "its files have changed since it was approved",
        TrackEvent.AttemptResumed e => $"attempt {Told(e, state)} goes on",
        TrackEvent.AttemptWithdrawn e => $"attempt {Told(e, state)} was taken back: {e.Reason}",
        TrackEvent.ModelCallStarted e => string.Create(CultureInfo.InvariantCulture, $"calls {e.Model} as {UsageMapping.NameOf(e.Tier)}, turn {e.Turn}"),
        TrackEvent.ModelAnswered e => Answered(e),
        TrackEvent.ModelCallFailed e => Failed(e),
        TrackEvent.ConversationShortened e => string.Create(CultureInfo.InvariantCulture, $"the results of {e.CallIds.Length} earlier calls were left out, to make room in the conversation"),
        TrackEvent.WorkerTold e => $"was told ({e.Kind}): {Short(e.Text)}",
        TrackEvent.ToolProposed { Call: var call } => $"wants {call.Tool} {Short(call.Arguments)}",
        TrackEvent.ToolDecided { Decision: var decision } => $"the call: {Of(decision)}",
        TrackEvent.ToolOvertaken e => $"is asked again: {e.Reason}",
        TrackEvent.ToolStarted e => $"runs it with {Short(e.Arguments)}",
        TrackEvent.CommandStarted e => $"the command is process {e.ProcessId}",
        TrackEvent.CommandEnded e => $"process {e.ProcessId}, which was left running, has ended",
        TrackEvent.CommandStillRunning e => $"process {e.ProcessId}, or something that it started, could not be ended and still runs: end it by hand",
        TrackEvent.ToolFinished e => $"{(e.Failed ? "it failed" : "it gave")}: {Short(e.Result)}",
        TrackEvent.FileChanged e => e.Before is null ? $"made {e.Path}" : $"changed {e.Path}",
        TrackEvent.TreeRecorded e => e.Problem ?? (e.File is { } file ? $"kept {file.Path} as it was" : $"recorded the files as {Short(e.Tree ?? "")}"),
        TrackEvent.FilesChanged e => e.Problem ?? (e.Files.IsEmpty ? "no file differs after it" : $"files that differ after it: {Short(string.Join(", ", e.Files.Select(change => change.Path)))}"),
        TrackEvent.RevertStarted e => $"{(e.IsUndo ? "has its changes again" : "its changes are taken back")}{(e.IsForced ? ", by force" : "")}: {Short(string.Join(", ", e.Files.Select(change => change.Path)))}",
        TrackEvent.ChangesReverted e => e.IsUndo ? "the revert was undone" : "its changes were taken back",
        TrackEvent.AcceptanceRan e => string.Create(CultureInfo.InvariantCulture, $"acceptance{(e.Tree is null ? "" : " on the merged tree")}: {e.Command} → exit code {e.ExitCode}"),
        TrackEvent.IntegrationBegun { Branch: var branch } => $"the work of its tickets comes together on {branch.Name}, from {Commit(branch.Tip)}",
        TrackEvent.IntegrationMerged e => $"what has landed was merged into {e.Onto}",
        TrackEvent.SetUpRan e => string.Create(CultureInfo.InvariantCulture, $"set-up of its working tree: {e.Command} → exit code {e.ExitCode}"),
        TrackEvent.TreeReady { Tree: var tree } => $"works in {tree.Folder}, on {tree.Branch} from {Commit(tree.Base)}",
        TrackEvent.WorkSubmitted e => $"its work is to land ({Commit(e.Work.Commit)}){Because(e.Work.Summary)}",
        TrackEvent.WorkReturned e => $"its work goes back to its worker ({e.Kind}): {Short(e.Text)}",
        TrackEvent.LandingStarted => "its work is being merged and proven",
        TrackEvent.LandingStopped { Problem: var problem } => $"its work did not land: {Short(problem.Detail)}",
        TrackEvent.WorkLanded e => $"its work has landed as {Commit(e.Commit)}",
        TrackEvent.LandingReverted e => e.IsUndo ? $"its landed work is had again, by {Commit(e.Commit)}" : $"its landed work was taken back, by {Commit(e.Commit)}",
        TrackEvent.TreeRemoved e => e.KeptAs is { } kept ? $"what it had done was discarded, and is kept as {kept}" : "its working tree is gone, and no work of it is left there",
        TrackEvent.AttemptEnded e => $"attempt {Told(e, state)} ended: {Of(e.Outcome)}",
        _ => "something this command has no words for happened",
    };

    /// <summary>A decision, and whose it was.</summary>
    public static string Of(ApprovalDecision decision) => decision.Choice switch
    {
        ApprovalChoice.Approve => $"approved{(decision.IsEdited ? " with edits" : "")}{(decision.ForTicket ? " for the ticket" : "")} by {decision.By}",
        ApprovalChoice.Reject => $"rejected by {decision.By}{Because(decision.Reason)}",
        ApprovalChoice.RunAgain => $"to be run again, says {decision.By}{Because(decision.Reason)}",
        ApprovalChoice.TreatAsDone => $"treated as done by {decision.By}{Because(decision.Result)}",
        ApprovalChoice.SendBack => $"sent back by {decision.By}{Because(decision.Reason)}",
        ApprovalChoice.Resolve => $"given to its worker to resolve by {decision.By}",
        ApprovalChoice.TreatAsFailed => $"treated as failed by {decision.By}{Because(decision.Reason)}",
        _ => $"aborted by {decision.By}{Because(decision.Reason)}",
    };

    private static string Told(IAttemptEvent about, TrackState state) => state.NumberTold(about.TicketId, about.Attempt).ToString(CultureInfo.InvariantCulture);

    private static string Of(TicketOutcome outcome) => outcome switch
    {
        TicketOutcome.Completed completed => $"completed{Because(completed.Summary)}",
        TicketOutcome.Blocked blocked => $"blocked ({blocked.Kind}){Because(blocked.Reason)}",
        TicketOutcome.Failed failed => $"failed{Because(failed.Error)}",
        TicketOutcome.Cancelled cancelled => $"cancelled{Because(cancelled.Reason)}",
        TicketOutcome.Skipped skipped => $"skipped{Because(skipped.Reason)}",
        _ => outcome.Status,
    };

    private static string Defined(TrackEvent.TicketsDefined defined)
    {
        string taken = defined.Removed.IsEmpty ? "" : $", {string.Join(", ", defined.Removed)} left";
        return string.Create(CultureInfo.InvariantCulture, $"the track was read: {defined.Upserted.Length} tickets new or changed{taken}");
    }

    private static string Started(RunOptions options)
    {
        string step = options.StepMode ? ", step by step" : "";
        string parallel = options.MaxParallel is { } most ? string.Create(CultureInfo.InvariantCulture, $", {most} at a time") : "";
        string trees = options switch
        {
            { Isolation: Isolation.Folder } => "",
            { Landing: LandingPolicy.Auto } => ", in working trees whose work lands by itself",
            _ => ", in working trees",
        };
        return $"the run started with {options.Model}{parallel}{step}{trees}";
    }

    private static string Answered(TrackEvent.ModelAnswered answered)
    {
        TokenUsage usage = answered.Usage;
        return $"{UsageMapping.NameOf(answered.Tier)} answered ({RunWords.Of(usage)}){Because(answered.Text)}";
    }

    private static string Failed(TrackEvent.ModelCallFailed failed)
    {
        string then = failed.RetryAt is { } at ? string.Create(CultureInfo.InvariantCulture, $"tried again at {at:u}") : ModelWait.Of(failed) is null ? "not tried again" : "waits";
        return $"{UsageMapping.NameOf(failed.Tier)} got no answer ({failed.Kind}, {then}){Because(failed.Message)}";
    }

    private static string Commit(string id) => id.Length > 12 ? id[..12] : id;

    private static string Because(string? text) => string.IsNullOrWhiteSpace(text) ? "" : $": {Short(text)}";

    private static string Short(string text) => RunWords.OneLine(text, MostText);
}
