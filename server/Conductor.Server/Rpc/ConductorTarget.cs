using Conductor.Server.Features.Approvals;
using Conductor.Server.Features.Context;
using Conductor.Server.Features.Landing;
using Conductor.Server.Features.Models;
using Conductor.Server.Features.Tickets;
using Conductor.Server.Features.Usage;
using Conductor.Server.Protocol;

namespace Conductor.Server.Rpc;

/// <summary>Our own methods, each handed to its feature. A table: nothing is decided here.</summary>
internal sealed class ConductorTarget(RpcSession session) : IConductorServer
{
    private readonly TrackHandlers _tracks = new(session);
    private readonly TicketHandlers _tickets = new(session);
    private readonly ChangeHandlers _changes = new(session);
    private readonly TrackFileHandlers _files = new(session);
    private readonly ApprovalHandlers _approvals = new(session);
    private readonly LandingHandlers _landings = new(session);
    private readonly TreeHandlers _trees = new(session);
    private readonly ViewHandlers _views = new(session);
    private readonly UsageHandlers _usage = new(session);
    private readonly ModelHandlers _models = new(session);

    /// <inheritdoc/>
    public Task<TrackList> ListTracksAsync(ListTracksParams request, CancellationToken cancellationToken) => _tracks.ListAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<TrackSnapshot> OpenTrackAsync(OpenTrackParams request, CancellationToken cancellationToken) => _tracks.OpenAsync(request);

    /// <inheritdoc/>
    public Task<TrackSnapshot> GetTrackAsync(TrackParams request, CancellationToken cancellationToken) => Task.FromResult(_tracks.Get(request));

    /// <inheritdoc/>
    public Task<TrackSnapshot> AddTicketsAsync(AddTicketsParams request, CancellationToken cancellationToken) => _tracks.AddAsync(request);

    /// <inheritdoc/>
    public Task<CommandResult> RunTrackAsync(RunTrackParams request, CancellationToken cancellationToken) => _tracks.RunAsync(request, cancellationToken);

    /// <inheritdoc/>
    public Task<CommandResult> PauseTrackAsync(TrackParams request, CancellationToken cancellationToken) => _tracks.PauseAsync(request);

    /// <inheritdoc/>
    public Task<CommandResult> ResumeTrackAsync(TrackParams request, CancellationToken cancellationToken) => _tracks.ResumeAsync(request);

    /// <inheritdoc/>
    public Task<CommandResult> AddBudgetAsync(AddBudgetParams request, CancellationToken cancellationToken) => _tracks.AddBudgetAsync(request);

    /// <inheritdoc/>
    public Task<CommandResult> CancelTrackAsync(TrackParams request, CancellationToken cancellationToken) => _tracks.CancelAsync(request);

    /// <inheritdoc/>
    public Task<RecordedRun> RecordRunAsync(TrackParams request, CancellationToken cancellationToken) => Task.Run(() => _tracks.Record(request), cancellationToken);

    /// <inheritdoc/>
    public Task<CommandResult> ApproveTicketAsync(TicketParams request, CancellationToken cancellationToken) => _tickets.ApproveAsync(request, cancellationToken);

    /// <inheritdoc/>
    public Task<CommandResult> RetryTicketAsync(TicketNoteParams request, CancellationToken cancellationToken) => _tickets.RetryAsync(request, cancellationToken);

    /// <inheritdoc/>
    public Task<CommandResult> SkipTicketAsync(TicketNoteParams request, CancellationToken cancellationToken) => _tickets.SkipAsync(request);

    /// <inheritdoc/>
    public Task<CommandResult> MarkTicketDoneAsync(TicketNoteParams request, CancellationToken cancellationToken) => _tickets.MarkDoneAsync(request, cancellationToken);

    /// <inheritdoc/>
    public Task<CommandResult> CancelTicketAsync(TicketParams request, CancellationToken cancellationToken) => _tickets.CancelAsync(request);

    /// <inheritdoc/>
    public Task<CommandResult> WaiveDependencyAsync(WaiveParams request, CancellationToken cancellationToken) => _tickets.WaiveAsync(request);

    /// <inheritdoc/>
    public Task<CommandResult> ConfirmTicketAsync(TicketParams request, CancellationToken cancellationToken) => _tickets.ConfirmAsync(request);

    /// <inheritdoc/>
    public Task<CommandResult> SendMessageAsync(MessageParams request, CancellationToken cancellationToken) => _tickets.MessageAsync(request);

    /// <inheritdoc/>
    public Task<TicketExplanation> ExplainTicketAsync(TicketParams request, CancellationToken cancellationToken) => Task.FromResult(_tickets.Explain(request));

    /// <inheritdoc/>
    public Task<RevertResult> RevertTicketAsync(RevertParams request, CancellationToken cancellationToken) => _changes.RevertAsync(request, isUndo: false, cancellationToken);

    /// <inheritdoc/>
    public Task<RevertResult> UndoRevertAsync(RevertParams request, CancellationToken cancellationToken) => _changes.RevertAsync(request, isUndo: true, cancellationToken);

    /// <inheritdoc/>
    public Task<TicketChanges> GetChangesAsync(TicketParams request, CancellationToken cancellationToken) => _changes.GetAsync(request, cancellationToken);

    /// <inheritdoc/>
    public Task<TrackFileEdit> CreateTicketAsync(CreateTicketParams request, CancellationToken cancellationToken) => Task.FromResult(_files.Create(request));

    /// <inheritdoc/>
    public Task<TrackFileEdit> UpdateTicketAsync(UpdateTicketParams request, CancellationToken cancellationToken) => Task.FromResult(_files.Update(request));

    /// <inheritdoc/>
    public Task<TrackFileEdit> AddContextAsync(ContextParams request, CancellationToken cancellationToken) => Task.FromResult(_files.AddContext(request));

    /// <inheritdoc/>
    public Task<TrackFileEdit> SetContextViewAsync(SetContextViewParams request, CancellationToken cancellationToken) => Task.FromResult(_files.SetContextView(request));

    /// <inheritdoc/>
    public Task<TrackFileEdit> RemoveContextAsync(ContextParams request, CancellationToken cancellationToken) => Task.FromResult(_files.RemoveContext(request));

    /// <inheritdoc/>
    public Task<TicketLocation> LocateTicketAsync(TicketParams request, CancellationToken cancellationToken) => Task.FromResult(_files.Locate(request));

    /// <inheritdoc/>
    public Task<ApprovalList> ListApprovalsAsync(ListApprovalsParams request, CancellationToken cancellationToken) => _approvals.ListAsync();

    /// <inheritdoc/>
    public Task<DecideResult> DecideApprovalAsync(DecideParams request, CancellationToken cancellationToken) => _approvals.DecideAsync(request);

    /// <inheritdoc/>
    public Task<LedgerRows> GetLedgerAsync(LedgerParams request, CancellationToken cancellationToken) => Task.Run(() => _approvals.Ledger(request), cancellationToken);

    /// <inheritdoc/>
    public Task<WorkReview> GetWorkAsync(TicketParams request, CancellationToken cancellationToken) => _landings.WorkAsync(request, cancellationToken);

    /// <inheritdoc/>
    public Task<ConflictedWork> BringInAsync(TicketParams request, CancellationToken cancellationToken) => _landings.BringInAsync(request, cancellationToken);

    /// <inheritdoc/>
    public Task<MergeIntoResult> MergeIntoAsync(MergeIntoParams request, CancellationToken cancellationToken) => _landings.MergeIntoAsync(request, cancellationToken);

    /// <inheritdoc/>
    public Task<TreeList> ListTreesAsync(ListTreesParams request, CancellationToken cancellationToken) => _trees.ListAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<DiscardResult> DiscardTreeAsync(TreeParams request, CancellationToken cancellationToken) => _trees.DiscardAsync(request, cancellationToken);

    /// <inheritdoc/>
    public Task<RestoredWork> RestoreWorkAsync(RestoreWorkParams request, CancellationToken cancellationToken) => _trees.RestoreAsync(request, cancellationToken);

    /// <inheritdoc/>
    public Task<MemberAtResult> GetMemberAtAsync(MemberAtParams request, CancellationToken cancellationToken) => Task.Run(() => _views.MemberAtAsync(request, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<ViewResult> GetViewAsync(ViewParams request, CancellationToken cancellationToken) => Task.Run(() => _views.GetAsync(request, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<UsageReport> GetUsageAsync(UsageParams request, CancellationToken cancellationToken) => Task.FromResult(_usage.Get(request));

    /// <inheritdoc/>
    public Task<WorkerLog> GetWorkerLogAsync(TicketParams request, CancellationToken cancellationToken) => Task.Run(() => _tickets.Log(request), cancellationToken);

    /// <inheritdoc/>
    public Task<SecretState> SetSecretAsync(SetSecretParams request, CancellationToken cancellationToken) => Task.FromResult(_models.SetSecret(request));

    /// <inheritdoc/>
    public Task<ModelList> ListModelsAsync(ListModelsParams request, CancellationToken cancellationToken) => Task.Run(() => _models.ListAsync(request, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<ModelTestResult> TestModelAsync(TestModelParams request, CancellationToken cancellationToken) => Task.Run(() => _models.TestAsync(request, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public void EditorModelStreamed(EditorModelStreamed notification) => session.EditorModels.Take(notification);

    /// <inheritdoc/>
    public void EditorModelsChanged(EditorModelsChanged notification) => session.EditorModelsChanged();
}
