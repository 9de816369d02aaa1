using Conductor.Server.Protocol;
using Conductor.Server.Tests.Rpc;

namespace Conductor.Server.Tests.Processes;

/// <summary>The main track of a workspace, run through a client with no gates but the spawn gate.</summary>
internal sealed class RunningTrack(WireClient client, TestWorkspace workspace)
{
    private const string Main = TestWorkspace.TrackPath;

    /// <summary>Opens and runs the track and approves ticket A's worker.</summary>
    public async Task StartAsync()
    {
        await OpenAsync();
        await client.AskAsync<CommandResult>("conductor/track/run", new RunTrackParams(Main, AutoQueue: true));
        await SpawnAsync("A", attempt: 1);
    }

    /// <summary>Introduces the client and opens the track.</summary>
    public async Task<TrackSnapshot> OpenAsync()
    {
        await client.InitializeAsync(workspace.Root, workspace.Settings(ApprovalModeName.Never));
        return await client.AskAsync<TrackSnapshot>("conductor/track/open", new OpenTrackParams(Main));
    }

    /// <summary>Approves a ticket's worker.</summary>
    public async Task SpawnAsync(string ticketId, int attempt)
    {
        ApprovalInfo gate = await client.Received.WaitForAsync<ApprovalInfo>(asked => asked.TicketId == ticketId && asked.Kind == ApprovalKind.Spawn && asked.Attempt == attempt);
        await client.AskAsync<DecideResult>("conductor/approval/decide", new DecideParams(gate.ApprovalId, DecisionName.Approve, gate.ShownHash));
    }

    /// <summary>The gate that asks what became of an interrupted call.</summary>
    public Task<ApprovalInfo> DoubtAsync(string ticketId) =>
        client.Received.WaitForAsync<ApprovalInfo>(asked => asked.TicketId == ticketId && asked.Kind == ApprovalKind.InDoubt);

    /// <summary>Answers a gate.</summary>
    public Task<DecideResult> DecideAsync(DecideParams answer) => client.AskAsync<DecideResult>("conductor/approval/decide", answer);

    /// <summary>Resumes the run.</summary>
    public Task ResumeAsync() => client.AskAsync<CommandResult>("conductor/track/resume", new TrackParams(Main));

    /// <summary>Retries ticket A with a note.</summary>
    public Task RetryAsync(string note) => client.AskAsync<CommandResult>("conductor/ticket/retry", new TicketNoteParams(Main, "A", note));

    /// <summary>Waits until the run has this status.</summary>
    public Task<TrackChanged> IsAsync(RunStatusName status, long from = 0) =>
        client.Received.WaitForAsync<TrackChanged>(changed => changed.Status == status && changed.Revision >= from);
}
