using System.Collections.Immutable;
using Conductor.Core.Approvals;
using Conductor.Core.Landing;
using Conductor.Core.Usage;

namespace Conductor.Core.Tickets;

/// <summary>Something asked of a track. Decided against the state of that moment; refused ones change nothing.</summary>
public abstract record TrackCommand
{
    private TrackCommand()
    {
    }

    /// <summary>Take over a definition that passed all checks: merge it into what is known.</summary>
    /// <param name="Remarks">What a person should know of tickets that it completes, by their ids; null for nothing.</param>
    public sealed record Define(TrackHeader Header, ImmutableArray<TicketDefinition> Tickets, ImmutableDictionary<string, string>? Remarks = null) : TrackCommand;

    /// <summary>Run the track, or change the options of a live run.</summary>
    public sealed record StartRun(RunOptions Options) : TrackCommand;

    /// <summary>Stop workers and start nothing; everything can go on later.</summary>
    /// <param name="Detail">What a person must put right first; null when nothing.</param>
    public sealed record PauseRun(PauseCause Cause, string? Detail = null) : TrackCommand;

    /// <summary>Go on after a pause.</summary>
    public sealed record ResumeRun : TrackCommand;

    /// <summary>Add to a budget; a run that was paused for it goes on.</summary>
    /// <param name="TicketId">Whose; null for the run's.</param>
    public sealed record AddBudget(string? TicketId, Budget Added) : TrackCommand;

    /// <summary>End the run; running tickets become cancelled.</summary>
    public sealed record CancelRun(string Reason) : TrackCommand;

    /// <summary>Run Ticket: open its spawn gate at once.</summary>
    /// <param name="Model">Model for a run that this begins; unused when one is alive.</param>
    /// <param name="Place">Likewise; null for that of the last run.</param>
    public sealed record RequestTicket(string TicketId, string Model, RunPlace? Place = null) : TrackCommand;

    /// <summary>Another attempt, with a person's note.</summary>
    /// <param name="Model">Model for a run that this begins; unused when one is alive.</param>
    /// <param name="Place">Likewise; null for that of the last run.</param>
    public sealed record RetryTicket(string TicketId, string? Note, string Model, RunPlace? Place = null) : TrackCommand;

    /// <summary>The ticket is not needed; its dependants may start.</summary>
    public sealed record SkipTicket(string TicketId, string Reason) : TrackCommand;

    /// <summary>A person did it.</summary>
    public sealed record MarkTicketDone(string TicketId, string Summary) : TrackCommand;

    /// <summary>A stale ticket still holds.</summary>
    public sealed record ConfirmTicket(string TicketId) : TrackCommand;

    /// <summary>Stop its worker, or take it out of the queue.</summary>
    public sealed record CancelTicket(string TicketId, string Reason) : TrackCommand;

    /// <summary>Let it start without this dependency.</summary>
    public sealed record WaiveDependency(string TicketId, string Dependency) : TrackCommand;

    /// <summary>Tell the running worker something.</summary>
    public sealed record SendMessage(string TicketId, string Text) : TrackCommand;

    /// <summary>Answer a gate.</summary>
    /// <param name="ShownHash">Hash of what the person saw; null when the client does not say.</param>
    public sealed record Decide(string ApprovalId, ApprovalDecision Decision, string? ShownHash) : TrackCommand;

    /// <summary>A slot may have become free elsewhere in the workspace.</summary>
    public sealed record Reschedule : TrackCommand;

    /// <summary>From the composer: open the spawn gate.</summary>
    public sealed record ProposeSpawn(string TicketId, int Attempt, SpawnProposal Proposal, string ShownHash) : TrackCommand;

    /// <summary>From the worker's host: the approved text no longer matches the files.</summary>
    public sealed record ReportStale(string TicketId, int Attempt) : TrackCommand;

    /// <summary>From a worker: a model call begins, unless a budget does not last for it: then the run pauses, and the call is not to be made. Refused while calls
    /// of other workers may take what is left (<see cref="RefusalCode.BudgetReserved"/>): that is waited for.</summary>
    /// <param name="Estimate">What it may take, its price included where it has one; null when that cannot be told.</param>
    public sealed record BeginModelCall(string TicketId, int Attempt, int Turn, Tier Tier, string Model, TokenUsage? Estimate = null) : TrackCommand;

    /// <summary>From a worker: a model answered.</summary>
    public sealed record RecordModelAnswer(TrackEvent.ModelAnswered Answer) : TrackCommand;

    /// <summary>From a worker: a model gave no answer, or cannot be asked yet.</summary>
    public sealed record RecordModelFailure(TrackEvent.ModelCallFailed Failure) : TrackCommand;

    /// <summary>From a worker: the model is sent notes in place of the results of these calls from now on.</summary>
    public sealed record ShortenConversation(string TicketId, int Attempt, ImmutableArray<string> CallIds) : TrackCommand;

    /// <summary>From a worker: something was said to the model.</summary>
    public sealed record TellWorker(string TicketId, int Attempt, string Kind, string Text) : TrackCommand;

    /// <summary>From a worker: may this call be made? Asking again for the same call changes nothing.</summary>
    public sealed record ProposeTool(string TicketId, int Attempt, ToolProposal Call, string ShownHash) : TrackCommand;

    /// <summary>From a worker: the file has changed since a person approved this call, so ask again with the file as it is now.</summary>
    public sealed record ProposeToolAgain(string TicketId, int Attempt, ToolProposal Call, string ShownHash) : TrackCommand;

    /// <summary>From a worker: the effect is about to happen.</summary>
    /// <param name="Change">What it is about to do to a file, where that is not what was proposed; null otherwise.</param>
    /// <param name="Before">What stands there before it; null for a call that changes nothing.</param>
    public sealed record BeginTool(string TicketId, int Attempt, string CallId, string Arguments, PlannedChange? Change = null, TrackEvent.TreeRecorded? Before = null) : TrackCommand;

    /// <summary>
    /// A call has begun, its process is gone, and there is no result: ask a person what became of it. Without effect where that is asked
    /// already, or settled.
    /// </summary>
    /// <param name="IsOvertaken">The file has changed since a person said that it is to be run again, so that is asked again.</param>
    public sealed record ReportInDoubt(string TicketId, int Attempt, string CallId, CallFinding Finding, bool IsOvertaken = false) : TrackCommand;

    /// <summary>From recovery: a command that was left running has ended.</summary>
    public sealed record RecordCommandEnded(string TicketId, int Attempt, string CallId, int ProcessId) : TrackCommand;

    /// <summary>From recovery, or from the worker that stopped it: a command could not be ended.</summary>
    public sealed record RecordCommandStillRunning(string TicketId, int Attempt, string CallId, int ProcessId) : TrackCommand;

    /// <summary>From a worker: a command's process exists and waits for this to be recorded.</summary>
    public sealed record RecordCommandStarted(string TicketId, int Attempt, string CallId, int ProcessId, string ProcessStartedAt) : TrackCommand;

    /// <summary>From a worker: the call is over, and what it changed.</summary>
    /// <param name="Files">What it left changed on disk; null for a call that changes nothing.</param>
    public sealed record FinishTool(TrackEvent.ToolFinished Finished, TrackEvent.FileChanged? Change, TrackEvent.FilesChanged? Files = null) : TrackCommand;

    /// <summary>From the recorder: what stands in the workspace now.</summary>
    public sealed record RecordTree(TrackEvent.TreeRecorded Recorded) : TrackCommand;

    /// <summary>From the recorder: what a call that was interrupted has changed.</summary>
    public sealed record RecordFiles(TrackEvent.FilesChanged Changed) : TrackCommand;

    /// <summary>A person takes a ticket's changes back, or undoes that.</summary>
    /// <param name="IsForced">Also files that others have changed since.</param>
    /// <param name="Tree">Names what was recorded of the whole workspace just now; null when that failed.</param>
    /// <param name="Found">The files concerned, as they are now.</param>
    public sealed record BeginRevert(string TicketId, bool IsUndo, bool IsForced, string? Tree, ImmutableArray<FileObservation> Found) : TrackCommand;

    /// <summary>From the revert: every file is written.</summary>
    public sealed record FinishRevert(string TicketId, int Number, bool IsUndo) : TrackCommand;

    /// <summary>From a worker: an acceptance command ran.</summary>
    /// <param name="Files">What it left changed on disk; null when it could not be started.</param>
    public sealed record RecordAcceptance(TrackEvent.AcceptanceRan Ran, TrackEvent.FilesChanged? Files = null) : TrackCommand;

    /// <summary>From the repository: the integration branch, as it was made or found.</summary>
    public sealed record RecordIntegration(IntegrationBranch Branch) : TrackCommand;

    /// <summary>From the repository: the integration branch was merged into a person's.</summary>
    public sealed record RecordMerge(string Onto, string Tip) : TrackCommand;

    /// <summary>From the composer: what a new working tree needs was run in it.</summary>
    public sealed record RecordSetUp(TrackEvent.SetUpRan Ran) : TrackCommand;

    /// <summary>From the composer: the attempt's working tree is there.</summary>
    /// <param name="Earlier">The ref that keeps what an earlier attempt had handed in and this one begins without; null where there is none.</param>
    public sealed record RecordWorkingTree(string TicketId, int Attempt, WorkingTree Tree, string? Earlier = null) : TrackCommand;

    /// <summary>From the worker's host: the work is done and proven in its own tree.</summary>
    public sealed record SubmitWork(string TicketId, int Attempt, SubmittedWork Work) : TrackCommand;

    /// <summary>From the landing: it did not come to its end.</summary>
    /// <param name="Work">What stands in the tree, where that is not what was submitted.</param>
    public sealed record StopLanding(string TicketId, int Attempt, LandingProblem Problem, SubmittedWork? Work = null) : TrackCommand;

    /// <summary>From the landing: the integration branch has the work.</summary>
    public sealed record FinishLanding(string TicketId, int Attempt, string Commit, string Tree) : TrackCommand;

    /// <summary>From the repository: landed work was taken back on the integration branch, or is had again.</summary>
    public sealed record RecordLandingRevert(string TicketId, string Commit, bool IsUndo) : TrackCommand;

    /// <summary>From the repository: the working tree of an attempt that is over is gone, with its branch.</summary>
    /// <param name="KeptAs">The private ref that keeps what had not landed; null where there was nothing, or where that is not known.</param>
    public sealed record RecordTreeRemoval(string TicketId, int Attempt, string? KeptAs = null) : TrackCommand;

    /// <summary>From the worker's host: the attempt is over.</summary>
    /// <param name="StopsRun">
    /// Null, or why no other ticket whose model is of the same account can do better (a refused key): those are not begun, with these words.
    /// Where there are no others, the run ends as failed.
    /// </param>
    /// <param name="Account">The providers, as first parts of model ids, whose calls the account pays; none counts as all there are.</param>
    public sealed record EndAttempt(string TicketId, int Attempt, TicketOutcome Outcome, string? StopsRun, ImmutableArray<string> Account = default) : TrackCommand;
}
