using StreamJsonRpc;

namespace Conductor.Server.Protocol;

/// <summary>
/// What a client may ask, beside the language server protocol's own methods (<see cref="ILanguageServer"/>), and what it tells.
/// One record in, one record out. A refusal is a JSON-RPC error with a code of <see cref="ErrorCodes"/> and a message for a person.
/// </summary>
public interface IConductorServer
{
    /// <summary>Every track file of the workspace, with what is wrong with the unusable ones.</summary>
    [JsonRpcMethod("conductor/track/list", UseSingleObjectParameterDeserialization = true)]
    Task<TrackList> ListTracksAsync(ListTracksParams request, CancellationToken cancellationToken);

    /// <summary>Loads a track from a file, or from text. All or nothing; the error's data names every problem.</summary>
    [JsonRpcMethod("conductor/track/open", UseSingleObjectParameterDeserialization = true)]
    Task<TrackSnapshot> OpenTrackAsync(OpenTrackParams request, CancellationToken cancellationToken);

    /// <summary>The whole state of one track.</summary>
    [JsonRpcMethod("conductor/track/get", UseSingleObjectParameterDeserialization = true)]
    Task<TrackSnapshot> GetTrackAsync(TrackParams request, CancellationToken cancellationToken);

    /// <summary>Adds tickets to a loaded track, all or nothing.</summary>
    [JsonRpcMethod("conductor/track/add", UseSingleObjectParameterDeserialization = true)]
    Task<TrackSnapshot> AddTicketsAsync(AddTicketsParams request, CancellationToken cancellationToken);

    /// <summary>Starts a run, or changes the options of a live one.</summary>
    [JsonRpcMethod("conductor/track/run", UseSingleObjectParameterDeserialization = true)]
    Task<CommandResult> RunTrackAsync(RunTrackParams request, CancellationToken cancellationToken);

    /// <summary>Stops workers and starts nothing; goes on with resume.</summary>
    [JsonRpcMethod("conductor/track/pause", UseSingleObjectParameterDeserialization = true)]
    Task<CommandResult> PauseTrackAsync(TrackParams request, CancellationToken cancellationToken);

    /// <summary>Goes on after a pause or an interruption.</summary>
    [JsonRpcMethod("conductor/track/resume", UseSingleObjectParameterDeserialization = true)]
    Task<CommandResult> ResumeTrackAsync(TrackParams request, CancellationToken cancellationToken);

    /// <summary>Adds to the budget of a run or a ticket. A run that was paused for it goes on.</summary>
    [JsonRpcMethod("conductor/track/addBudget", UseSingleObjectParameterDeserialization = true)]
    Task<CommandResult> AddBudgetAsync(AddBudgetParams request, CancellationToken cancellationToken);

    /// <summary>Ends the run; running tickets become cancelled.</summary>
    [JsonRpcMethod("conductor/track/cancel", UseSingleObjectParameterDeserialization = true)]
    Task<CommandResult> CancelTrackAsync(TrackParams request, CancellationToken cancellationToken);

    /// <summary>The track's latest run as a script that a <c>script:</c> model plays again, from the journal; also of a run that is not over.</summary>
    [JsonRpcMethod("conductor/track/record", UseSingleObjectParameterDeserialization = true)]
    Task<RecordedRun> RecordRunAsync(TrackParams request, CancellationToken cancellationToken);

    /// <summary>Run Ticket: opens the spawn gate of a ready ticket at once.</summary>
    [JsonRpcMethod("conductor/ticket/approve", UseSingleObjectParameterDeserialization = true)]
    Task<CommandResult> ApproveTicketAsync(TicketParams request, CancellationToken cancellationToken);

    /// <summary>Another attempt; the note (an answer to BLOCKED) is part of its prompt.</summary>
    [JsonRpcMethod("conductor/ticket/retry", UseSingleObjectParameterDeserialization = true)]
    Task<CommandResult> RetryTicketAsync(TicketNoteParams request, CancellationToken cancellationToken);

    /// <summary>The ticket is not needed; its dependants may start.</summary>
    [JsonRpcMethod("conductor/ticket/skip", UseSingleObjectParameterDeserialization = true)]
    Task<CommandResult> SkipTicketAsync(TicketNoteParams request, CancellationToken cancellationToken);

    /// <summary>A person did the ticket; the note becomes its result.</summary>
    [JsonRpcMethod("conductor/ticket/markDone", UseSingleObjectParameterDeserialization = true)]
    Task<CommandResult> MarkTicketDoneAsync(TicketNoteParams request, CancellationToken cancellationToken);

    /// <summary>Stops the ticket's worker, or takes it out of the queue.</summary>
    [JsonRpcMethod("conductor/ticket/cancel", UseSingleObjectParameterDeserialization = true)]
    Task<CommandResult> CancelTicketAsync(TicketParams request, CancellationToken cancellationToken);

    /// <summary>Lets a ticket start without one of its dependencies.</summary>
    [JsonRpcMethod("conductor/ticket/waive", UseSingleObjectParameterDeserialization = true)]
    Task<CommandResult> WaiveDependencyAsync(WaiveParams request, CancellationToken cancellationToken);

    /// <summary>A stale ticket still holds: it counts as built on what stands now.</summary>
    [JsonRpcMethod("conductor/ticket/confirm", UseSingleObjectParameterDeserialization = true)]
    Task<CommandResult> ConfirmTicketAsync(TicketParams request, CancellationToken cancellationToken);

    /// <summary>A person's message to a running worker, delivered before its next model call.</summary>
    [JsonRpcMethod("conductor/ticket/message", UseSingleObjectParameterDeserialization = true)]
    Task<CommandResult> SendMessageAsync(MessageParams request, CancellationToken cancellationToken);

    /// <summary>Every reason a ticket is not running, each with the action that clears it.</summary>
    [JsonRpcMethod("conductor/ticket/explain", UseSingleObjectParameterDeserialization = true)]
    Task<TicketExplanation> ExplainTicketAsync(TicketParams request, CancellationToken cancellationToken);

    /// <summary>Puts back exactly the files a ticket changed; refused where others have changed them since.</summary>
    [JsonRpcMethod("conductor/ticket/revert", UseSingleObjectParameterDeserialization = true)]
    Task<RevertResult> RevertTicketAsync(RevertParams request, CancellationToken cancellationToken);

    /// <summary>Undoes the latest revert of a ticket's changes, byte for byte.</summary>
    [JsonRpcMethod("conductor/ticket/undoRevert", UseSingleObjectParameterDeserialization = true)]
    Task<RevertResult> UndoRevertAsync(RevertParams request, CancellationToken cancellationToken);

    /// <summary>The files a ticket changed, with their content before the first change.</summary>
    [JsonRpcMethod("conductor/ticket/changes", UseSingleObjectParameterDeserialization = true)]
    Task<TicketChanges> GetChangesAsync(TicketParams request, CancellationToken cancellationToken);

    /// <summary>Minimal edits of the track file that add a ticket.</summary>
    [JsonRpcMethod("conductor/ticket/create", UseSingleObjectParameterDeserialization = true)]
    Task<TrackFileEdit> CreateTicketAsync(CreateTicketParams request, CancellationToken cancellationToken);

    /// <summary>Minimal edits of the track file that change fields of a ticket.</summary>
    [JsonRpcMethod("conductor/ticket/update", UseSingleObjectParameterDeserialization = true)]
    Task<TrackFileEdit> UpdateTicketAsync(UpdateTicketParams request, CancellationToken cancellationToken);

    /// <summary>Minimal edits of the track file that say how a file of a ticket's context is shown.</summary>
    [JsonRpcMethod("conductor/ticket/setContextView", UseSingleObjectParameterDeserialization = true)]
    Task<TrackFileEdit> SetContextViewAsync(SetContextViewParams request, CancellationToken cancellationToken);

    /// <summary>Minimal edits of the track file that add files to a ticket's context.</summary>
    [JsonRpcMethod("conductor/ticket/addContext", UseSingleObjectParameterDeserialization = true)]
    Task<TrackFileEdit> AddContextAsync(ContextParams request, CancellationToken cancellationToken);

    /// <summary>Minimal edits of the track file that take files out of a ticket's context.</summary>
    [JsonRpcMethod("conductor/ticket/removeContext", UseSingleObjectParameterDeserialization = true)]
    Task<TrackFileEdit> RemoveContextAsync(ContextParams request, CancellationToken cancellationToken);

    /// <summary>Where a ticket stands in its track's file.</summary>
    [JsonRpcMethod("conductor/ticket/locate", UseSingleObjectParameterDeserialization = true)]
    Task<TicketLocation> LocateTicketAsync(TicketParams request, CancellationToken cancellationToken);

    /// <summary>Every open gate of the workspace, whole, oldest first.</summary>
    [JsonRpcMethod("conductor/approval/list", UseSingleObjectParameterDeserialization = true)]
    Task<ApprovalList> ListApprovalsAsync(ListApprovalsParams request, CancellationToken cancellationToken);

    /// <summary>Answers a gate. Answering twice returns the first decision.</summary>
    [JsonRpcMethod("conductor/approval/decide", UseSingleObjectParameterDeserialization = true)]
    Task<DecideResult> DecideApprovalAsync(DecideParams request, CancellationToken cancellationToken);

    /// <summary>The approval ledger: every gate there was, and every call with an effect that passed without one, oldest first.</summary>
    [JsonRpcMethod("conductor/approval/ledger", UseSingleObjectParameterDeserialization = true)]
    Task<LedgerRows> GetLedgerAsync(LedgerParams request, CancellationToken cancellationToken);

    /// <summary>What a ticket's work changes, for review before it lands.</summary>
    [JsonRpcMethod("conductor/landing/work", UseSingleObjectParameterDeserialization = true)]
    Task<WorkReview> GetWorkAsync(TicketParams request, CancellationToken cancellationToken);

    /// <summary>Merges what has landed into the working tree of a ticket whose work is in conflict, for a person to resolve there. Approving its gate then lands what they made of it.</summary>
    [JsonRpcMethod("conductor/landing/bringIn", UseSingleObjectParameterDeserialization = true)]
    Task<ConflictedWork> BringInAsync(TicketParams request, CancellationToken cancellationToken);

    /// <summary>Merges what has landed into the branch that the person has checked out.</summary>
    [JsonRpcMethod("conductor/landing/mergeInto", UseSingleObjectParameterDeserialization = true)]
    Task<MergeIntoResult> MergeIntoAsync(MergeIntoParams request, CancellationToken cancellationToken);

    /// <summary>The working trees of tickets, and work that was discarded.</summary>
    [JsonRpcMethod("conductor/trees/list", UseSingleObjectParameterDeserialization = true)]
    Task<TreeList> ListTreesAsync(ListTreesParams request, CancellationToken cancellationToken);

    /// <summary>Takes a ticket's working tree away; what has not landed of it is kept for thirty days.</summary>
    [JsonRpcMethod("conductor/trees/discard", UseSingleObjectParameterDeserialization = true)]
    Task<DiscardResult> DiscardTreeAsync(TreeParams request, CancellationToken cancellationToken);

    /// <summary>Makes a branch of work that was discarded.</summary>
    [JsonRpcMethod("conductor/trees/restore", UseSingleObjectParameterDeserialization = true)]
    Task<RestoredWork> RestoreWorkAsync(RestoreWorkParams request, CancellationToken cancellationToken);

    /// <summary>A curated view of a file and its token count.</summary>
    [JsonRpcMethod("conductor/view/get", UseSingleObjectParameterDeserialization = true)]
    Task<ViewResult> GetViewAsync(ViewParams request, CancellationToken cancellationToken);

    /// <summary>The declaration at a place of a text, or of a name in it.</summary>
    [JsonRpcMethod("conductor/view/memberAt", UseSingleObjectParameterDeserialization = true)]
    Task<MemberAtResult> GetMemberAtAsync(MemberAtParams request, CancellationToken cancellationToken);

    /// <summary>What the workspace's tracks have spent.</summary>
    [JsonRpcMethod("conductor/usage/get", UseSingleObjectParameterDeserialization = true)]
    Task<UsageReport> GetUsageAsync(UsageParams request, CancellationToken cancellationToken);

    /// <summary>Everything a ticket's worker said and did so far, as text.</summary>
    [JsonRpcMethod("conductor/worker/log", UseSingleObjectParameterDeserialization = true)]
    Task<WorkerLog> GetWorkerLogAsync(TicketParams request, CancellationToken cancellationToken);

    /// <summary>Takes over a provider's key, or forgets it. A client sends every key it has before it asks for anything else, and each one anew when it changes.</summary>
    [JsonRpcMethod("conductor/secrets/set", UseSingleObjectParameterDeserialization = true)]
    Task<SecretState> SetSecretAsync(SetSecretParams request, CancellationToken cancellationToken);

    /// <summary>The providers of models, each with what can be used of it now or why nothing can.</summary>
    [JsonRpcMethod("conductor/models/list", UseSingleObjectParameterDeserialization = true)]
    Task<ModelList> ListModelsAsync(ListModelsParams request, CancellationToken cancellationToken);

    /// <summary>Tries a model or a provider. That it does not work is an answer too, not an error.</summary>
    [JsonRpcMethod("conductor/models/test", UseSingleObjectParameterDeserialization = true)]
    Task<ModelTestResult> TestModelAsync(TestModelParams request, CancellationToken cancellationToken);

    /// <summary>A piece of the answer of a model of the client's editor; in order, and before the response to the call.</summary>
    [JsonRpcMethod("conductor/editorModel/streamed", UseSingleObjectParameterDeserialization = true)]
    void EditorModelStreamed(EditorModelStreamed notification);

    /// <summary>The client's editor has other models than before, or other ones may be called: what waited for one is tried again.</summary>
    [JsonRpcMethod("conductor/editorModel/changed", UseSingleObjectParameterDeserialization = true)]
    void EditorModelsChanged(EditorModelsChanged notification);
}
