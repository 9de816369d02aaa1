using System.Collections.Immutable;
using Conductor.Core.Approvals;
using Conductor.Core.Landing;
using Conductor.Core.Usage;

namespace Conductor.Core.Tickets;

/// <summary>Something that happened to a track. Stored for ever: only optional additions, never a change of meaning.</summary>
public abstract record TrackEvent
{
    private TrackEvent()
    {
    }

    /// <summary>The ticket it is about; null when it is about the whole track. Not stored: it follows from what is.</summary>
    public string? AboutTicket => this switch
    {
        ITicketEvent about => about.TicketId,
        BudgetRaised raised => raised.ForTicket,
        BudgetWarned warned => warned.ForTicket,
        _ => null,
    };

    /// <summary>The definition was read, or changed: tickets joined, changed or left. The first one holds all.</summary>
    public sealed record TicketsDefined(TrackHeader Header, ImmutableArray<TicketDefinition> Upserted, ImmutableArray<string> Removed, ImmutableArray<string> Order) : TrackEvent;

    /// <summary>A run began, or a live run got new options.</summary>
    public sealed record RunStarted(RunOptions Options) : TrackEvent;

    /// <summary>Nothing new starts and the workers are stopped; their attempts wait.</summary>
    /// <param name="Detail">What a person must put right first; null when nothing.</param>
    /// <param name="Shortage">For a pause for a budget: which one, and what it lacks; null otherwise.</param>
    /// <param name="UnpricedTicket">For a pause because a call has no known price: the ticket whose own limit of money asks for one; null for the run's limit, and otherwise.</param>
    public sealed record RunPaused(PauseCause Cause, string? Detail = null, BudgetShortage? Shortage = null, string? UnpricedTicket = null) : TrackEvent;

    /// <summary>A paused run goes on.</summary>
    public sealed record RunResumed : TrackEvent;

    /// <summary>A person added to a budget.</summary>
    /// <param name="ForTicket">Whose; null for the run's.</param>
    public sealed record BudgetRaised(Budget Added, string? ForTicket = null) : TrackEvent;

    /// <summary>Most of a budget is spent. Said once for each limit.</summary>
    /// <param name="Limit">In the unit of its kind.</param>
    /// <param name="Detail">In words for a person.</param>
    /// <param name="ForTicket">Whose; null for the run's.</param>
    public sealed record BudgetWarned(BudgetKind Kind, decimal Limit, string Detail, string? ForTicket = null) : TrackEvent;

    /// <summary>The run must end: nothing new starts, and it ends when no worker is left.</summary>
    public sealed record RunStopping(RunStatus EndsAs, string Reason) : TrackEvent;

    /// <summary>The account of these tickets' models refuses every call: they are not begun in this run unless a person asks for one, or retries one that failed.</summary>
    /// <param name="Reason">What happened and what to do, in words for a person.</param>
    public sealed record TicketsHeld(ImmutableArray<string> TicketIds, string Reason) : TrackEvent;

    /// <summary>The run is over.</summary>
    /// <param name="Status">Done, Blocked, Failed or Cancelled.</param>
    /// <param name="Detail">Which tickets and why, or what to do next; empty when all is done.</param>
    public sealed record RunEnded(RunStatus Status, string Detail) : TrackEvent;

    /// <summary>The branch is there that the work of the track's tickets comes together on; or it was found again, moved by others.</summary>
    public sealed record IntegrationBegun(IntegrationBranch Branch) : TrackEvent;

    /// <summary>A person merged the integration branch into their own.</summary>
    /// <param name="Onto">Their branch.</param>
    /// <param name="Tip">What of the integration branch is in it.</param>
    public sealed record IntegrationMerged(string Onto, string Tip) : TrackEvent;

    /// <summary>A person asked for this ticket (Run Ticket).</summary>
    public sealed record TicketRequested(string TicketId) : TrackEvent, ITicketEvent;

    /// <summary>A person wants another attempt; the note is part of its prompt.</summary>
    public sealed record TicketReset(string TicketId, string? Note) : TrackEvent, ITicketEvent;

    /// <summary>A person gave the ticket its outcome: skipped, marked as done, or cancelled while no worker had it.</summary>
    public sealed record TicketSettled(string TicketId, TicketOutcome Outcome) : TrackEvent, ITicketEvent;

    /// <summary>A person said that a stale ticket still holds: it counts as built on what stands now.</summary>
    public sealed record TicketConfirmed(string TicketId) : TrackEvent, ITicketEvent;

    /// <summary>A person let the ticket start without this dependency.</summary>
    public sealed record DependencyWaived(string TicketId, string Dependency) : TrackEvent, ITicketEvent;

    /// <summary>A person wrote to the worker; delivered before its next model call.</summary>
    public sealed record MessageSent(string TicketId, int Attempt, string Text) : TrackEvent, IAttemptEvent;

    /// <summary>An attempt was set up with the definition of that moment; its prompt is being composed.</summary>
    public sealed record AttemptPrepared(string TicketId, int Attempt, TicketDefinition Definition) : TrackEvent, IAttemptEvent;

    /// <summary>What the track's file wants run once in a new working tree was run there.</summary>
    /// <param name="ExitCode">0 when the tree is ready; anything else ends the attempt.</param>
    public sealed record SetUpRan(string TicketId, int Attempt, string Command, int ExitCode, string Output) : TrackEvent, IAttemptEvent;

    /// <summary>The attempt has a working tree of its own, with all that it needs.</summary>
    /// <param name="Earlier">The ref that keeps what an earlier attempt had handed in and this one begins without; null where there is none.</param>
    public sealed record TreeReady(string TicketId, int Attempt, WorkingTree Tree, string? Earlier = null) : TrackEvent, IAttemptEvent;

    /// <summary>A gate opened.</summary>
    public sealed record ApprovalRequested(ApprovalRequest Request) : TrackEvent, IAttemptEvent
    {
        string ITicketEvent.TicketId => Request.TicketId;

        int IAttemptEvent.Attempt => Request.Attempt;
    }

    /// <summary>A gate was answered.</summary>
    public sealed record ApprovalDecided(string ApprovalId, string TicketId, int Attempt, ApprovalDecision Decision) : TrackEvent, IAttemptEvent;

    /// <summary>A gate was closed without an answer, because what it asked for is moot.</summary>
    public sealed record ApprovalWithdrawn(string ApprovalId, string TicketId, int Attempt, string Reason) : TrackEvent, IAttemptEvent;

    /// <summary>The worker has a slot and starts, with exactly what was approved.</summary>
    /// <param name="SentHash">SHA-256 of prompt and context as sent.</param>
    public sealed record AttemptStarted(string TicketId, int Attempt, string SentHash) : TrackEvent, IAttemptEvent;

    /// <summary>The files the approval was based on have moved since; it will be asked again and the slot is free.</summary>
    public sealed record AttemptStale(string TicketId, int Attempt) : TrackEvent, IAttemptEvent;

    /// <summary>A suspended attempt has a slot again and goes on from its history.</summary>
    public sealed record AttemptResumed(string TicketId, int Attempt) : TrackEvent, IAttemptEvent;

    /// <summary>The attempt's provider asks to wait, and its slot is given to a ticket of another provider meanwhile. It goes on when the wait is over and a slot is free.</summary>
    public sealed record AttemptParked(string TicketId, int Attempt) : TrackEvent, IAttemptEvent;

    /// <summary>An attempt that no worker had begun was taken back; the ticket is as if it had not been prepared.</summary>
    public sealed record AttemptWithdrawn(string TicketId, int Attempt, string Reason) : TrackEvent, IAttemptEvent;

    /// <summary>A model call is about to be made.</summary>
    /// <param name="Reserved">What it may take, kept back from the budgets until it is answered; null when that could not be told.</param>
    public sealed record ModelCallStarted(string TicketId, int Attempt, int Turn, Tier Tier, string Model, TokenUsage? Reserved = null) : TrackEvent, IAttemptEvent;

    /// <summary>A model answered. For the worker's tier the messages are part of the conversation.</summary>
    /// <param name="Messages">The answer as JSON text, opaque here; null for tiers that keep no conversation.</param>
    /// <param name="Text">What was said, for people; may be empty.</param>
    /// <param name="Estimated">The provider sent no usage and it was counted from the texts.</param>
    /// <param name="Finish">Why the answer ended, in the provider's word: stop, length, tool_calls. Null where it was not said.</param>
    public sealed record ModelAnswered(string TicketId, int Attempt, int Turn, Tier Tier, string Model, TokenUsage Usage, bool Estimated, string? Messages, string Text, string? Finish = null) : TrackEvent, IAttemptEvent;

    /// <summary>A model call gave no answer, or could not be made yet.</summary>
    /// <param name="Kind">What went wrong, in one word: rateLimit, overloaded, network, …; <see cref="ModelWait.Limit"/>, <see cref="ModelWait.Consent"/> and <see cref="ModelWait.Budget"/> for a call that waits.</param>
    /// <param name="Message">What happened, for people.</param>
    /// <param name="RetryAt">When it is tried again; null when it is not, or (of a call that waits) when nobody can say.</param>
    /// <param name="Provider">Who is waited for, for people; null where it was not said.</param>
    public sealed record ModelCallFailed(string TicketId, int Attempt, int Turn, Tier Tier, string Model, string Kind, string Message, DateTimeOffset? RetryAt, string? Provider = null) : TrackEvent, IAttemptEvent;

    /// <summary>The conversation is longer than its model takes: from here on the model is sent notes in place of the results of these calls.</summary>
    public sealed record ConversationShortened(string TicketId, int Attempt, ImmutableArray<string> CallIds) : TrackEvent, IAttemptEvent;

    /// <summary>The engine said something to the worker: a person's message, a nudge for a verdict, failed acceptance, that it is to go on.</summary>
    /// <param name="Kind">message, nudge, acceptance or continue.</param>
    public sealed record WorkerTold(string TicketId, int Attempt, string Kind, string Text) : TrackEvent, IAttemptEvent;

    /// <summary>The worker wants to make a tool call.</summary>
    public sealed record ToolProposed(string TicketId, int Attempt, ToolProposal Call) : TrackEvent, IAttemptEvent;

    /// <summary>The tool call may run, or may not.</summary>
    public sealed record ToolDecided(string TicketId, int Attempt, string CallId, ApprovalDecision Decision) : TrackEvent, IAttemptEvent;

    /// <summary>What a person had decided about the tool call does not hold: the file that it was based on has changed. They are asked again.</summary>
    public sealed record ToolOvertaken(string TicketId, int Attempt, string CallId, string Reason) : TrackEvent, IAttemptEvent;

    /// <summary>The tool call is about to have its effect, with these arguments.</summary>
    /// <param name="Change">What it is about to do to a file, where that is not what was proposed; null otherwise.</param>
    public sealed record ToolStarted(string TicketId, int Attempt, string CallId, string Arguments, PlannedChange? Change = null) : TrackEvent, IAttemptEvent;

    /// <summary>A command's process was started; recorded before it does anything.</summary>
    public sealed record CommandStarted(string TicketId, int Attempt, string CallId, int ProcessId, string ProcessStartedAt) : TrackEvent, IAttemptEvent;

    /// <summary>A command that was left running was found and has ended.</summary>
    public sealed record CommandEnded(string TicketId, int Attempt, string CallId, int ProcessId) : TrackEvent, IAttemptEvent;

    /// <summary>A command, or something it had started, could not be ended and still runs. Whoever owns the workspace next tries again.</summary>
    public sealed record CommandStillRunning(string TicketId, int Attempt, string CallId, int ProcessId) : TrackEvent, IAttemptEvent;

    /// <summary>The tool call is over.</summary>
    /// <param name="Result">What the worker is told.</param>
    public sealed record ToolFinished(string TicketId, int Attempt, string CallId, string Result, bool Failed, int? ExitCode) : TrackEvent, IAttemptEvent;

    /// <summary>A file was changed by a file tool.</summary>
    /// <param name="Before">Its content before; null when it did not exist.</param>
    public sealed record FileChanged(string TicketId, int Attempt, string CallId, string Path, string? Before) : TrackEvent, IAttemptEvent;

    /// <summary>What stood in the workspace was recorded, so that what happens next can be told and taken back.</summary>
    /// <param name="CallId">The call that is about to be made; null before a whole attempt.</param>
    /// <param name="Tree">Names what was recorded of the whole workspace; null when only a file was, or nothing could be.</param>
    /// <param name="File">For a call that changes one file: that file as it stood; null otherwise.</param>
    /// <param name="Problem">Null, or that it could not be recorded and why, in words for a person.</param>
    public sealed record TreeRecorded(string TicketId, int Attempt, string? CallId, TreeMoment Moment, string? Tree, FileObservation? File = null, string? Problem = null) : TrackEvent, IAttemptEvent;

    /// <summary>What a call left changed, by tools and commands alike.</summary>
    /// <param name="Tree">Names what was recorded of the whole workspace after it; null when only a file was.</param>
    /// <param name="Problem">Null, or what of it is not known or not kept and why, in words for a person.</param>
    public sealed record FilesChanged(string TicketId, int Attempt, string CallId, ImmutableArray<FileTransition> Files, string? Tree = null, string? Problem = null) : TrackEvent, IAttemptEvent;

    /// <summary>A person takes a ticket's changes back (or that again): the files are about to be written.</summary>
    /// <param name="Number">From 1 within the ticket; undoing a revert has its number.</param>
    /// <param name="IsForced">Also files that others have changed since.</param>
    /// <param name="Tree">Names what was recorded of the whole workspace before it; null when that failed.</param>
    /// <param name="Files">Per file what is there now and what it becomes.</param>
    public sealed record RevertStarted(string TicketId, int Number, bool IsUndo, bool IsForced, string? Tree, ImmutableArray<FileTransition> Files) : TrackEvent, ITicketEvent;

    /// <summary>Every file of a revert, or of its undoing, is written.</summary>
    public sealed record ChangesReverted(string TicketId, int Number, bool IsUndo) : TrackEvent, ITicketEvent;

    /// <summary>An acceptance command ran.</summary>
    /// <param name="Tree">The git id of the merged tree that it ran on; null where it ran in the attempt's own.</param>
    public sealed record AcceptanceRan(string TicketId, int Attempt, string Command, int ExitCode, string Output, string? Tree = null) : TrackEvent, IAttemptEvent;

    /// <summary>The worker has called its work done, and its acceptance has passed: it is to land.</summary>
    /// <param name="LandsByItself">No person is asked.</param>
    public sealed record WorkSubmitted(string TicketId, int Attempt, SubmittedWork Work, bool LandsByItself) : TrackEvent, IAttemptEvent;

    /// <summary>Submitted work goes back to its worker, with what is wrong with it.</summary>
    /// <param name="Kind">review: a person's words; conflict: the integration branch is merged into its tree, conflicts included, before it goes on.</param>
    /// <param name="Text">What the worker is told.</param>
    public sealed record WorkReturned(string TicketId, int Attempt, string Kind, string Text) : TrackEvent, IAttemptEvent;

    /// <summary>The work is about to be merged and proven on the merged tree.</summary>
    public sealed record LandingStarted(string TicketId, int Attempt) : TrackEvent, IAttemptEvent;

    /// <summary>The work did not land; the integration branch is where it was.</summary>
    /// <param name="Work">What is to land now, where something else stood in the tree than was submitted; null where nothing has changed.</param>
    public sealed record LandingStopped(string TicketId, int Attempt, LandingProblem Problem, SubmittedWork? Work = null) : TrackEvent, IAttemptEvent;

    /// <summary>The work is on the integration branch.</summary>
    /// <param name="Commit">The tip of the branch since.</param>
    /// <param name="Tree">The tree that its acceptance was proven on, by its git id.</param>
    public sealed record WorkLanded(string TicketId, int Attempt, string Commit, string Tree) : TrackEvent, IAttemptEvent;

    /// <summary>Landed work was taken back on the integration branch, or had again.</summary>
    /// <param name="Commit">The commit that does so; the tip of the branch since.</param>
    /// <param name="IsUndo">It is had again.</param>
    public sealed record LandingReverted(string TicketId, string Commit, bool IsUndo) : TrackEvent, ITicketEvent;

    /// <summary>The working tree of an attempt that is over is gone, with its branch, and has not landed.</summary>
    /// <param name="KeptAs">The private ref that keeps what a person discarded; null where there was nothing to keep, or where that is not known.</param>
    public sealed record TreeRemoved(string TicketId, int Attempt, string? KeptAs = null) : TrackEvent, IAttemptEvent;

    /// <summary>The attempt is over and gives the ticket its outcome.</summary>
    public sealed record AttemptEnded(string TicketId, int Attempt, TicketOutcome Outcome) : TrackEvent, IAttemptEvent;
}
