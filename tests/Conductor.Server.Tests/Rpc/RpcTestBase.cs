using Conductor.Server.Hosting;
using Conductor.Server.Protocol;
using Xunit;

namespace Conductor.Server.Tests.Rpc;

/// <summary>Tests through the wire: one workspace, one server at a time, and the words such tests are told in.</summary>
public abstract class RpcTestBase : IAsyncLifetime
{
    private protected const string Main = TestWorkspace.TrackPath;

    private Sidecar? _sidecar;

    private protected TestWorkspace Workspace { get; } = new();

    /// <summary>The clock of servers that are started from now on.</summary>
    private protected TimeProvider Time { get; set; } = TimeProvider.System;

    /// <summary>What stands between the engine and its effects in servers that are started from now on.</summary>
    private protected WorkspaceSeams Seams { get; set; } = WorkspaceSeams.None;

    /// <summary>Clients that are started from now on are editors with models of their own.</summary>
    private protected bool HasEditorModels { get; set; }

    /// <summary>The editor at the client's end.</summary>
    private protected ScriptedEditor Editor => Received.Editor ?? throw new InvalidOperationException("This client has no models.");

    private protected Sidecar Server => _sidecar ?? throw new InvalidOperationException("Start the server first.");

    private protected WireClient Client => Server.Client;

    private protected Notifications Received => Client.Received;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Workspace.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Starts a server over the workspace; approvals by the mode given.</summary>
    private protected Task StartAsync(ApprovalModeName mode = ApprovalModeName.Risky, int maxParallel = 1, bool? trusted = null) =>
        StartAsync(Workspace.Settings(mode, maxParallel), trusted);

    /// <summary>Starts a server over the workspace with these settings.</summary>
    private protected async Task StartAsync(ConductorSettings settings, bool? trusted = null)
    {
        await StopAsync();
        _sidecar = new Sidecar(Workspace, Time, Seams);
        Received.Editor = HasEditorModels ? new ScriptedEditor(Client) : null;
        await Client.InitializeAsync(Workspace.Root, settings, trusted);
    }

    /// <summary>Stops the server as a closed editor does.</summary>
    private protected async Task StopAsync()
    {
        if (_sidecar is { } running)
        {
            _sidecar = null;
            await running.DisposeAsync();
        }
    }

    /// <summary>Starts a server, opens the main track and runs it.</summary>
    private protected async Task StartRunAsync(ApprovalModeName mode = ApprovalModeName.Risky, bool autoQueue = true, int maxParallel = 1)
    {
        await StartAsync(mode, maxParallel);
        await OpenAsync();
        await RunAsync(autoQueue);
    }

    private protected Task<TrackSnapshot> OpenAsync(string path = Main) => Client.AskAsync<TrackSnapshot>("conductor/track/open", new OpenTrackParams(path));

    private protected Task<TrackSnapshot> GetAsync(string trackId = Main) => Client.AskAsync<TrackSnapshot>("conductor/track/get", new TrackParams(trackId));

    private protected Task<CommandResult> RunAsync(bool autoQueue = true, string trackId = Main, bool? stepMode = null) =>
        Client.AskAsync<CommandResult>("conductor/track/run", new RunTrackParams(trackId, autoQueue, stepMode));

    private protected Task<CommandResult> TrackAsync(string verb, string trackId = Main) =>
        Client.AskAsync<CommandResult>($"conductor/track/{verb}", new TrackParams(trackId));

    private protected Task<CommandResult> TicketAsync(string verb, string ticketId, string? note = null) =>
        Client.AskAsync<CommandResult>($"conductor/ticket/{verb}", new TicketNoteParams(Main, ticketId, note));

    private protected async Task<IReadOnlyList<ApprovalInfo>> ApprovalsAsync() =>
        (await Client.AskAsync<ApprovalList>("conductor/approval/list", new ListApprovalsParams())).Approvals;

    /// <summary>The gate of a ticket, past or to come.</summary>
    private protected Task<ApprovalInfo> GateAsync(string ticketId, ApprovalKind kind, int attempt = 1, string trackId = Main) =>
        Received.WaitForAsync<ApprovalInfo>(gate => gate.TrackId == trackId && gate.TicketId == ticketId && gate.Kind == kind && gate.Attempt == attempt);

    private protected Task<DecideResult> DecideAsync(DecideParams answer) => Client.AskAsync<DecideResult>("conductor/approval/decide", answer);

    private protected Task<DecideResult> ApproveAsync(ApprovalInfo gate) => DecideAsync(new DecideParams(gate.ApprovalId, DecisionName.Approve, gate.ShownHash));

    /// <summary>Waits for a ticket's spawn gate and approves it.</summary>
    private protected async Task SpawnAsync(string ticketId, int attempt = 1, string trackId = Main) =>
        await ApproveAsync(await GateAsync(ticketId, ApprovalKind.Spawn, attempt, trackId));

    /// <summary>Waits until the run has this status, at or after a revision.</summary>
    private protected Task<TrackChanged> RunIsAsync(RunStatusName status, long from = 0, string trackId = Main) =>
        Received.WaitForAsync<TrackChanged>(changed => changed.TrackId == trackId && changed.Status == status && changed.Revision >= from);

    /// <summary>Waits until a ticket is in this state.</summary>
    private protected async Task<TicketInfo> TicketIsAsync(string ticketId, TicketStateName state, int attempt = 1, string trackId = Main)
    {
        bool Matches(TicketInfo ticket) => ticket.Id == ticketId && ticket.State == state && ticket.Attempts >= attempt;
        TrackChanged changed = await Received.WaitForAsync<TrackChanged>(told => told.TrackId == trackId && told.Tickets.Any(Matches));
        return changed.Tickets.First(Matches);
    }

    private protected async Task<string> LogAsync(string ticketId) =>
        (await Client.AskAsync<WorkerLog>("conductor/worker/log", new TicketParams(Main, ticketId))).Text;
}
