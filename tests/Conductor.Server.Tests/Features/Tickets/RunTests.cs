using System.Text.Json;
using Conductor.Server.Protocol;
using Conductor.Server.Tests.Rpc;
using StreamJsonRpc;
using Xunit;

namespace Conductor.Server.Tests.Features.Tickets;

public sealed class RunTests : RpcTestBase
{
    [Fact]
    public async Task An_automatic_run_finishes_tickets_in_the_order_of_their_dependencies()
    {
        Workspace.WriteTrack(new { id = "B", description = "Second.", depends_on = new[] { "A" } }, new { id = "A", description = "First." });
        Workspace.WriteScriptOfCalls();
        await StartRunAsync();

        await SpawnAsync("A");
        await SpawnAsync("B");
        TrackChanged done = await RunIsAsync(RunStatusName.Done);

        Assert.Equal("", done.ActiveTier);
        Assert.Contains("Done.", (await GateAsync("B", ApprovalKind.Spawn)).Prompt, StringComparison.Ordinal);
        Assert.Equal(
            ["A", "B"], Workspace.ModelCalls().Select(line => JsonElement.Parse(line).GetProperty("ticket").GetString() ?? ""));
    }

    [Fact]
    public async Task Without_auto_queue_nothing_starts_until_Run_Ticket()
    {
        Workspace.WriteTrack(new { id = "A", description = "First." }, new { id = "B", description = "Second." });
        Workspace.WriteScriptOfCalls();
        await StartRunAsync(autoQueue: false);
        Assert.Equal([TicketStateName.AwaitingRun, TicketStateName.AwaitingRun], (await GetAsync()).Tickets.Select(ticket => ticket.State));

        await TicketAsync("approve", "B");
        await SpawnAsync("B");
        await TicketIsAsync("B", TicketStateName.Completed);

        Assert.Equal(TicketStateName.AwaitingRun, (await GetAsync()).Tickets[0].State);
        Assert.DoesNotContain(Received.All<ApprovalInfo>(), gate => gate.TicketId == "A");
    }

    [Fact]
    public async Task Run_Ticket_begins_a_run_when_there_is_none()
    {
        Workspace.WriteTrack(new { id = "A", description = "First." });
        Workspace.WriteScriptOfCalls();
        await StartAsync();
        await OpenAsync();

        await TicketAsync("approve", "A");

        Assert.Equal("A", (await GateAsync("A", ApprovalKind.Spawn)).TicketId);
        Assert.Equal(RunStatusName.Running, (await GetAsync()).Status);
    }

    [Fact]
    public async Task Pausing_aborts_the_model_call_and_resuming_asks_again()
    {
        Workspace.WriteTrack(new { id = "A", description = "First." });
        Workspace.WriteScript(("*", [TestWorkspace.EndlessTurn]));
        await StartRunAsync();
        await SpawnAsync("A");
        await Received.WaitForAsync<TrackChanged>(changed => changed.ActiveTier == "Tier 3 (Worker): A" && changed.Tickets.Count == 0);

        CommandResult paused = await TrackAsync("pause");
        await Received.WaitForAsync<WorkerOutput>(output => output.Status == "done");
        Assert.Equal(TicketStateName.Suspended, (await GetAsync()).Tickets[0].State);
        Workspace.WriteScriptOfCalls();
        await TrackAsync("resume");

        await RunIsAsync(RunStatusName.Done, paused.Revision);
    }

    [Fact]
    public async Task Resuming_right_after_pausing_ends_well_however_often()
    {
        Workspace.WriteTrack(new { id = "A", description = "First." });
        Workspace.WriteScript(("*", [TestWorkspace.Turn(TestWorkspace.Call("list_files", new { })), new { text = "slow", delayMs = 300 }, TestWorkspace.Finish()]));
        await StartRunAsync(ApprovalModeName.Never);
        await SpawnAsync("A");

        for (int round = 0; round < 30; round++)
        {
            Task<CommandResult> pausing = TrackAsync("pause");
            await TrackAsync("resume");
            await pausing;
        }

        await RunIsAsync(RunStatusName.Done);
        Assert.Equal(TicketStateName.Completed, (await GetAsync()).Tickets[0].State);
    }

    [Fact]
    public async Task Cancelling_the_run_cancels_its_workers()
    {
        Workspace.WriteTrack(new { id = "A", description = "First." }, new { id = "B", description = "Second.", depends_on = new[] { "A" } });
        Workspace.WriteScript(("*", [TestWorkspace.EndlessTurn]));
        await StartRunAsync();
        await SpawnAsync("A");
        await TicketIsAsync("A", TicketStateName.Running);

        await TrackAsync("cancel");

        await RunIsAsync(RunStatusName.Cancelled);
        Assert.Equal([TicketStateName.Cancelled, TicketStateName.Waiting], (await GetAsync()).Tickets.Select(ticket => ticket.State));
    }

    [Fact]
    public async Task Pausing_ends_a_commands_whole_process_tree()
    {
        string pidFile = Workspace.At("pid");
        Workspace.WriteTrack(new { id = "A", description = "First." });
        Workspace.WriteScriptOfCalls(TestWorkspace.Call("run_command", new { command = $"sleep 600 & echo $! > {pidFile}.new; mv {pidFile}.new {pidFile}; wait" }));
        await StartRunAsync(ApprovalModeName.Never);
        await SpawnAsync("A");
        int child = await ProcessFiles.PidInAsync(pidFile);

        await TrackAsync("pause");
        await Received.WaitForAsync<WorkerOutput>(output => output.Status == "done");

        Assert.False(ProcessFiles.IsAlive(child));
        Assert.Contains("run_command", await LogAsync("A"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_cap_on_workers_holds_over_all_tracks_of_the_workspace()
    {
        Workspace.WriteTrack(new { id = "A", description = "First." });
        Workspace.Write(".conductor/tracks/other.track.json", """[{ "id": "X", "description": "Other." }]""");
        const string Other = ".conductor/tracks/other.track.json";
        Workspace.WriteScript(("A", [TestWorkspace.EndlessTurn]), ("X", [TestWorkspace.Finish()]));
        await StartRunAsync();
        await OpenAsync(Other);
        await RunAsync(trackId: Other);
        await SpawnAsync("A");
        await TicketIsAsync("A", TicketStateName.Running);

        await SpawnAsync("X", trackId: Other);
        Assert.Equal(TicketStateName.Queued, (await GetAsync(Other)).Tickets[0].State);
        await TicketAsync("cancel", "A");

        await RunIsAsync(RunStatusName.Done, trackId: Other);
    }

    [Fact]
    public async Task Allowing_more_workers_during_a_run_starts_the_next_approved_ticket()
    {
        Workspace.WriteTrack(new { id = "A", description = "First." }, new { id = "B", description = "Second." });
        Workspace.WriteScript(("*", [TestWorkspace.EndlessTurn]));
        await StartRunAsync();
        await SpawnAsync("A");
        await TicketIsAsync("A", TicketStateName.Running);
        await SpawnAsync("B");
        Assert.Equal((1, TicketStateName.Queued), ((await GetAsync()).MaxParallel, (await GetAsync()).Tickets[1].State));

        await AllowAsync(workers: 2);

        await TicketIsAsync("B", TicketStateName.Running);
        Assert.Equal(2, (await GetAsync()).MaxParallel);
    }

    [Fact]
    public async Task A_run_that_was_asked_for_with_a_number_of_workers_keeps_to_it_whatever_the_setting_becomes()
    {
        Workspace.WriteTrack(new { id = "A", description = "First." });
        Workspace.WriteScriptOfCalls();
        await StartAsync();
        await OpenAsync();
        await Client.AskAsync<CommandResult>("conductor/track/run", new RunTrackParams(Main, true, MaxParallel: 2));

        await AllowAsync(workers: 4);

        Assert.Equal(2, (await GetAsync()).MaxParallel);
    }

    [Fact(Timeout = 60_000)]
    public async Task Where_tickets_work_is_left_to_the_surroundings_again_once_the_setting_is_taken_back()
    {
        Workspace.WriteTrack(new { id = "A", description = "First." });
        Workspace.WriteScriptOfCalls();
        await StartAsync(Workspace.Settings(ApprovalModeName.Risky, 1) with { Isolation = IsolationName.Worktree });
        await OpenAsync();
        await Client.RefusedAsync("conductor/track/run", new RunTrackParams(Main, true));

        await AllowAsync(workers: 1);

        // Requests do not wait for what was told before them.
        while ((await GetAsync()).Status == RunStatusName.Idle)
        {
            try
            {
                await RunAsync();
            }
            catch (RemoteInvocationException)
            {
                TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            }
        }
    }

    private Task AllowAsync(int workers) => Client.TellAsync(
        "workspace/didChangeConfiguration", new DidChangeConfigurationParams(JsonSerializer.SerializeToElement(new { conductor = new { maxParallel = workers } })));

    [Theory]
    [InlineData("conductor/track/run")]
    [InlineData("conductor/track/resume")]
    public async Task Nothing_runs_in_a_workspace_that_is_not_trusted(string method)
    {
        Workspace.WriteTrack(new { id = "A", description = "First." });
        await StartAsync(trusted: false);
        await OpenAsync();

        RemoteInvocationException refused = await Client.RefusedAsync(method, new RunTrackParams(Main, true));

        Assert.Equal(ErrorCodes.NotTrusted, refused.ErrorCode);
    }

    [Fact]
    public async Task An_unknown_model_is_refused_before_anything_runs()
    {
        Workspace.WriteTrack(new { id = "A", description = "First." });
        await StartAsync();
        await OpenAsync();

        RemoteInvocationException refused = await Client.RefusedAsync("conductor/track/run", new RunTrackParams(Main, true, Model: "nobody:nothing"));

        Assert.Equal(ErrorCodes.UnknownModel, refused.ErrorCode);
        Assert.Contains("demo", refused.Message, StringComparison.Ordinal);
        Assert.Equal(RunStatusName.Idle, (await GetAsync()).Status);
    }

    [Fact]
    public async Task A_workspace_that_another_process_runs_is_refused_with_that_process()
    {
        Workspace.WriteTrack(new { id = "A", description = "First." });
        Workspace.WriteScriptOfCalls();
        await StartAsync();
        await OpenAsync();
        await using var held = new FileStream(Workspace.At(".conductor/conductor.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        Workspace.Write(".conductor/conductor.owner.json", """{"processId":4711}""");

        RemoteInvocationException refused = await Client.RefusedAsync("conductor/track/run", new RunTrackParams(Main, true));

        Assert.Equal(ErrorCodes.WorkspaceInUse, refused.ErrorCode);
        Assert.Equal(4711, WireClient.DataOf(refused).ProcessId);
        Assert.Equal(Main, (await OpenAsync()).TrackId);
    }
}
