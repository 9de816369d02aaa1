using System.Text.Json;
using Conductor.Server.Protocol;
using Conductor.Server.Tests.Rpc;
using Xunit;

namespace Conductor.Server.Tests.Processes;

public sealed class CrashTests : IDisposable
{
    private readonly TestWorkspace _workspace = new();

    public CrashTests() => _workspace.WriteTrack(new { id = "A", description = "First." });

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task After_a_crash_during_a_model_call_the_run_goes_on_and_no_call_runs_twice()
    {
        object count = TestWorkspace.Call("run_command", new { command = "echo ran >> ran.txt" });
        _workspace.WriteScript(("A", [TestWorkspace.Turn(count), TestWorkspace.EndlessTurn]));
        await CrashAfterAsync(async client =>
            await client.Received.WaitForAsync<WorkerOutput>(output => output.Text.StartsWith('✓')));
        _workspace.WriteScript(("A", [TestWorkspace.Turn(count), TestWorkspace.Finish("Went on.")]));

        await using var sidecar = new SidecarProcess(_workspace);
        using WireClient client = sidecar.Connect();
        var track = new RunningTrack(client, _workspace);
        TrackSnapshot interrupted = await track.OpenAsync();
        await track.ResumeAsync();
        await track.IsAsync(RunStatusName.Done, interrupted.Revision);

        Assert.Equal(RunStatusName.Paused, interrupted.Status);
        Assert.Equal("ran\n", _workspace.Read("ran.txt"));
        Assert.Equal(0, _workspace.ModelCalls().Skip(1).Count(line => JsonElement.Parse(line).GetProperty("turn").GetInt32() == 0));
    }

    [Fact]
    public async Task After_a_crash_during_a_command_what_it_left_is_ended_on_opening_and_a_person_says_what_became_of_it()
    {
        string pidFile = _workspace.At("pid");
        _workspace.WriteScriptOfCalls(TestWorkspace.Call(
            "run_command", new { command = $"echo ran >> ran.txt; sleep 600 & echo $! > {pidFile}.new; mv {pidFile}.new {pidFile}; wait" }));
        int orphan = 0;
        await CrashAfterAsync(async _ => orphan = await ProcessFiles.PidInAsync(pidFile));
        Assert.True(ProcessFiles.IsAlive(orphan));

        await using var sidecar = new SidecarProcess(_workspace);
        using WireClient client = sidecar.Connect();
        var track = new RunningTrack(client, _workspace);
        TrackSnapshot interrupted = await track.OpenAsync();
        Assert.False(ProcessFiles.IsAlive(orphan));
        ApprovalInfo gate = await track.DoubtAsync("A");
        await track.DecideAsync(new DecideParams(gate.ApprovalId, DecisionName.TreatAsDone, gate.ShownHash, Result: "It had run."));
        await track.IsAsync(RunStatusName.Done, interrupted.Revision);

        Assert.Equal(ProcessTraceName.Ended, gate.Doubt?.Process);
        Assert.Equal("ran\n", _workspace.Read("ran.txt"));
        Assert.Equal(2, _workspace.ModelCalls().Length);
    }

    [Fact]
    public async Task After_a_crash_a_command_that_a_person_wants_run_again_runs_once_more()
    {
        string pidFile = _workspace.At("pid");
        _workspace.WriteScriptOfCalls(TestWorkspace.Call(
            "run_command", new { command = $"echo ran >> ran.txt; test -f second || {{ echo $$ > {pidFile}.new; mv {pidFile}.new {pidFile}; sleep 600; }}" }));
        await CrashAfterAsync(async _ => await ProcessFiles.PidInAsync(pidFile));
        _workspace.Write("second", "");

        await using var sidecar = new SidecarProcess(_workspace);
        using WireClient client = sidecar.Connect();
        var track = new RunningTrack(client, _workspace);
        TrackSnapshot interrupted = await track.OpenAsync();
        ApprovalInfo gate = await track.DoubtAsync("A");
        await track.DecideAsync(new DecideParams(gate.ApprovalId, DecisionName.RunAgain, gate.ShownHash));
        await track.IsAsync(RunStatusName.Done, interrupted.Revision);

        Assert.Equal("ran\nran\n", _workspace.Read("ran.txt"));
        Assert.EndsWith(":call-0-0:doubt", gate.ApprovalId, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_command_left_that_a_crash_interrupted_is_taken_back_when_a_person_insists()
    {
        string pidFile = _workspace.At("pid");
        _workspace.Write("kept.txt", "old\n");
        _workspace.WriteScriptOfCalls(TestWorkspace.Call(
            "run_command", new { command = $"echo half > kept.txt; echo $$ > {pidFile}.new; mv {pidFile}.new {pidFile}; sleep 600" }));
        await CrashAfterAsync(async _ => await ProcessFiles.PidInAsync(pidFile));

        await using var sidecar = new SidecarProcess(_workspace);
        using WireClient client = sidecar.Connect();
        await new RunningTrack(client, _workspace).OpenAsync();
        TicketChanges changes = await client.AskAsync<TicketChanges>("conductor/ticket/changes", new TicketParams(TestWorkspace.TrackPath, "A"));
        StreamJsonRpc.RemoteInvocationException refused = await client.RefusedAsync("conductor/ticket/revert", new RevertParams(TestWorkspace.TrackPath, "A"));
        await client.AskAsync<RevertResult>("conductor/ticket/revert", new RevertParams(TestWorkspace.TrackPath, "A", Force: true));

        Assert.Contains(new FileChangeInfo("kept.txt", "old\n", IsKept: true), changes.Files);
        Assert.Equal(ErrorCodes.FilesMoved, refused.ErrorCode);
        Assert.Equal("old\n", _workspace.Read("kept.txt"));
        Assert.False(File.Exists(pidFile));
    }

    [Fact]
    public async Task While_another_process_works_in_the_folder_a_review_records_nothing_and_afterwards_it_is_whole()
    {
        string pidFile = _workspace.At("pid");
        _workspace.Write("kept.txt", "old\n");
        _workspace.WriteScriptOfCalls(TestWorkspace.Call(
            "run_command", new { command = $"echo half > kept.txt; echo $$ > {pidFile}.new; mv {pidFile}.new {pidFile}; sleep 600" }));
        await CrashAfterAsync(async _ => await ProcessFiles.PidInAsync(pidFile));
        await using var sidecar = new SidecarProcess(_workspace);
        using WireClient client = sidecar.Connect();
        await new RunningTrack(client, _workspace).OpenAsync();
        DateTime recorded = File.GetLastWriteTimeUtc(_workspace.At(".conductor/objects/cache.json"));

        TicketChanges during;
        using (_workspace.OwnAsAnother())
        {
            during = await client.AskAsync<TicketChanges>("conductor/ticket/changes", new TicketParams(TestWorkspace.TrackPath, "A"));
            Assert.Equal(recorded, File.GetLastWriteTimeUtc(_workspace.At(".conductor/objects/cache.json")));
        }

        TicketChanges after = await client.AskAsync<TicketChanges>("conductor/ticket/changes", new TicketParams(TestWorkspace.TrackPath, "A"));

        Assert.Empty(during.Files);
        Assert.Contains(new FileChangeInfo("kept.txt", "old\n", IsKept: true), after.Files);
    }

    [Fact]
    public async Task A_second_process_is_told_which_process_runs_the_workspace_until_that_one_is_gone()
    {
        _workspace.WriteScript(("A", [TestWorkspace.EndlessTurn]));
        await using var first = new SidecarProcess(_workspace);
        using WireClient firstClient = first.Connect();
        await new RunningTrack(firstClient, _workspace).StartAsync();
        await using var second = new SidecarProcess(_workspace);
        using WireClient secondClient = second.Connect();
        TrackSnapshot seen = await new RunningTrack(secondClient, _workspace).OpenAsync();

        StreamJsonRpc.RemoteInvocationException refused = await secondClient.RefusedAsync("conductor/track/pause", new TrackParams(TestWorkspace.TrackPath));
        await first.CrashAsync();
        await secondClient.AskAsync<CommandResult>("conductor/track/cancel", new TrackParams(TestWorkspace.TrackPath));

        Assert.Equal(RunStatusName.Running, seen.Status);
        Assert.Equal((ErrorCodes.WorkspaceInUse, first.Id), (refused.ErrorCode, WireClient.DataOf(refused).ProcessId));
    }

    private async Task CrashAfterAsync(Func<WireClient, Task> happened)
    {
        await using var sidecar = new SidecarProcess(_workspace);
        using WireClient client = sidecar.Connect();
        await new RunningTrack(client, _workspace).StartAsync();
        await happened(client);
        await sidecar.CrashAsync();
    }
}
