using Conductor.Core.Tickets;
using Conductor.Server.Hosting;
using Conductor.Server.Protocol;
using Conductor.Server.Storage;
using Conductor.Server.Tests.Rpc;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Conductor.Server.Tests.Hosting;

/// <summary>What can befall the journal or the folder while a track runs: the run is paused, says what to do, and goes on from there.</summary>
public sealed class IllWeatherTests : RpcTestBase
{
    private string JournalPath => Workspace.At(".conductor/conductor.db");

    public IllWeatherTests() => Workspace.WriteTrack(new { id = "A", description = "First." });

    [Fact]
    public async Task A_full_disk_pauses_the_run_and_with_space_it_goes_on_to_its_end()
    {
        Workspace.Write("large.txt", string.Concat(Enumerable.Repeat("A line of a large file.\n", 20_000)));
        Workspace.WriteScriptOfCalls(TestWorkspace.Call("read_file", new { path = "large.txt", level = "full" }));
        JournalFile? opened = null;
        Seams = new WorkspaceSeams { OpenJournal = path => opened = JournalFile.OpenForWriting(path).With("pragma max_page_count = 16") };
        await StartRunAsync();
        await SpawnAsync("A");

        TrackChanged paused = await RunIsAsync(RunStatusName.Paused);
        Assert.Contains("disk is full", paused.StatusDetail, StringComparison.Ordinal);
        Assert.Contains("resume", paused.StatusDetail, StringComparison.OrdinalIgnoreCase);
        Assert.Equal((RunStatusName.Paused, paused.StatusDetail), ((await GetAsync()).Status, (await GetAsync()).StatusDetail));
        Assert.Equal("paused", Assert.Single((await ExplainAsync("A")).Reasons).Kind);

        // The pause itself still fits, and is recorded when the worker is gone: with the file that was opened anew for it.
        await RunIsAsync(RunStatusName.Paused, paused.Revision + 1);
        opened?.With("pragma max_page_count = 100000");
        await TrackAsync("resume");
        await RunIsAsync(RunStatusName.Done);
        Assert.Equal([0, 1], Turns());
        await AssertReplayIsLiveAsync();
    }

    [Fact]
    public async Task A_disk_that_fills_up_while_a_worker_writes_pauses_the_run_and_with_space_it_goes_on_to_its_end()
    {
        using SmallDisk? disk = SmallDisk.TryMount(Workspace.Root, megabytes: 4);
        Assert.SkipWhen(disk is null, "No disk may be mounted here; the quota on the journal's file stands in for one.");
        Workspace.WriteTrack(new { id = "A", description = "First." });
        Workspace.WriteScriptOfCalls(TestWorkspace.Call("write_file", new { path = "a.txt", content = new string('a', 200_000) }));
        await StartRunAsync();
        await SpawnAsync("A");
        ApprovalInfo gate = await GateAsync("A", ApprovalKind.Tool);
        disk.Fill();

        StreamJsonRpc.RemoteInvocationException refused = await Client.RefusedAsync("conductor/approval/decide", new DecideParams(gate.ApprovalId, DecisionName.Approve, gate.ShownHash));
        TrackChanged paused = await RunIsAsync(RunStatusName.Paused);
        Assert.Contains("space", refused.Message, StringComparison.Ordinal);
        Assert.Contains("space", paused.StatusDetail, StringComparison.Ordinal);
        Assert.False(File.Exists(Workspace.At("a.txt")));

        disk.Free();
        await ApproveAsync(gate);
        await TrackAsync("resume");
        await RunIsAsync(RunStatusName.Done);
        Assert.Equal(200_000, Workspace.Read("a.txt").Length);
        await AssertReplayIsLiveAsync();
        await StopAsync();
    }

    [Fact]
    public async Task A_journal_that_another_program_locks_pauses_the_run_and_answering_its_gate_lets_the_ticket_go_on()
    {
        Workspace.WriteScriptOfCalls(TestWorkspace.Call("write_file", new { path = "a.txt", content = "a" }));
        Seams = new WorkspaceSeams { OpenJournal = path => JournalFile.OpenForWriting(path, mostSecondsLocked: 1) };
        await StartRunAsync();
        await SpawnAsync("A");
        ApprovalInfo gate = await GateAsync("A", ApprovalKind.Tool);
        using (SqliteConnection other = LockJournal())
        {
            StreamJsonRpc.RemoteInvocationException refused = await Client.RefusedAsync("conductor/approval/decide", new DecideParams(gate.ApprovalId, DecisionName.Approve, gate.ShownHash));
            Assert.Contains("locked by another program", refused.Message, StringComparison.Ordinal);
            Assert.Contains("locked by another program", (await RunIsAsync(RunStatusName.Paused)).StatusDetail, StringComparison.Ordinal);
            Assert.False(File.Exists(Workspace.At("a.txt")));
        }

        Assert.Equal(gate.ApprovalId, Assert.Single(await ApprovalsAsync()).ApprovalId);
        await ApproveAsync(gate);
        await TicketIsAsync("A", TicketStateName.Completed);
        Assert.Equal("a", Workspace.Read("a.txt"));
    }

    [Fact]
    public async Task What_a_command_did_when_its_end_could_not_be_recorded_is_in_doubt_and_not_repeated()
    {
        Workspace.WriteScriptOfCalls(TestWorkspace.Call("run_command", new { command = "until test -e go; do sleep 0.05; done; echo ran >> ran.txt" }));
        Seams = new WorkspaceSeams { OpenJournal = path => JournalFile.OpenForWriting(path, mostSecondsLocked: 1) };
        await StartRunAsync(ApprovalModeName.Never);
        await SpawnAsync("A");
        await RecordedAsync("CommandStarted");
        using (SqliteConnection other = LockJournal())
        {
            Workspace.Write("go", "");
            await RunIsAsync(RunStatusName.Paused);
        }

        await TrackAsync("resume");
        ApprovalInfo gate = await GateAsync("A", ApprovalKind.InDoubt);
        Assert.Equal(0, gate.Doubt?.ExitCode);
        await DecideAsync(new DecideParams(gate.ApprovalId, DecisionName.TreatAsDone, gate.ShownHash));
        await RunIsAsync(RunStatusName.Done);
        Assert.Equal("ran\n", Workspace.Read("ran.txt"));
    }

    [Fact]
    public async Task A_folder_that_is_moved_away_pauses_the_run_and_when_it_is_back_the_run_goes_on()
    {
        string elsewhere = $"{Workspace.Root}-moved";
        Workspace.WriteScriptOfCalls(TestWorkspace.Call("write_file", new { path = "a.txt", content = "a" }));
        await StartRunAsync();
        await SpawnAsync("A");
        ApprovalInfo gate = await GateAsync("A", ApprovalKind.Tool);
        Directory.Move(Workspace.Root, elsewhere);

        StreamJsonRpc.RemoteInvocationException refused = await Client.RefusedAsync("conductor/approval/decide", new DecideParams(gate.ApprovalId, DecisionName.Approve, gate.ShownHash));
        TrackChanged paused = await RunIsAsync(RunStatusName.Paused);
        Assert.Contains("moved or deleted", refused.Message, StringComparison.Ordinal);
        Assert.Contains("moved or deleted", paused.StatusDetail, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Workspace.Root));

        Directory.Move(elsewhere, Workspace.Root);
        await ApproveAsync(gate);
        await TrackAsync("resume");
        await RunIsAsync(RunStatusName.Done);
        Assert.Equal("a", Workspace.Read("a.txt"));
        await AssertReplayIsLiveAsync();
    }

    [Fact]
    public async Task A_folder_that_is_deleted_pauses_the_run_and_is_not_made_anew()
    {
        Workspace.WriteScriptOfCalls(TestWorkspace.Call("write_file", new { path = "a.txt", content = "a" }));
        await StartRunAsync();
        await SpawnAsync("A");
        ApprovalInfo gate = await GateAsync("A", ApprovalKind.Tool);
        Directory.Delete(Workspace.Root, recursive: true);

        await Client.RefusedAsync("conductor/approval/decide", new DecideParams(gate.ApprovalId, DecisionName.Approve, gate.ShownHash));
        await RunIsAsync(RunStatusName.Paused);
        await Client.RefusedAsync("conductor/track/resume", new TrackParams(Main));
        await StopAsync();

        Assert.False(Directory.Exists(Workspace.Root));
        Directory.CreateDirectory(Workspace.Root);
    }

    [Theory]
    [InlineData(-3_650)]
    [InlineData(3_650)]
    public async Task A_clock_that_jumps_changes_neither_the_order_nor_what_waits(int days)
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 1, 12, 0, 0, TimeSpan.Zero)) { AutoAdvanceAmount = TimeSpan.FromMilliseconds(1) };
        var jumping = new JumpingTime(clock);
        Time = jumping;
        Workspace.WriteScriptOfCalls(TestWorkspace.Call("write_file", new { path = "a.txt", content = "a" }));
        await StartRunAsync();
        await SpawnAsync("A");
        ApprovalInfo gate = await GateAsync("A", ApprovalKind.Tool);

        jumping.Offset = TimeSpan.FromDays(days);
        await ApproveAsync(gate);
        await RunIsAsync(RunStatusName.Done);

        Assert.Equal("a", Workspace.Read("a.txt"));
        await AssertReplayIsLiveAsync();
    }

    private Task<TicketExplanation> ExplainAsync(string ticketId) => Client.AskAsync<TicketExplanation>("conductor/ticket/explain", new TicketParams(Main, ticketId));

    private int[] Turns() => [.. Workspace.ModelCalls().Select(line => System.Text.Json.JsonElement.Parse(line).GetProperty("turn").GetInt32())];

    /// <summary>Waits until the journal holds an event of this kind; another reader sees it only when it is durable.</summary>
    private async Task RecordedAsync(string kind)
    {
        await using var journal = new Journal(JournalPath);
        using var limit = new CancellationTokenSource(Notifications.Limit);
        while (!journal.Read(Main).Any(entry => entry.Event.GetType().Name == kind))
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private async Task AssertReplayIsLiveAsync()
    {
        TrackSnapshot live = await GetAsync();
        await using var journal = new Journal(JournalPath);
        TrackState replayed = journal.Read(Main).Aggregate(TrackState.Empty, (before, entry) => TrackEvolution.Apply(before, entry.Event));
        Assert.Equal(live.Revision, replayed.Revision);
        Assert.Equal(live.Status.ToString(), replayed.Run.Status.ToString());
    }

    private SqliteConnection LockJournal()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = JournalPath, Pooling = false }.ToString());
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "begin immediate";
        command.ExecuteNonQuery();
        return connection;
    }

    /// <summary>The wall clock jumps; what measures durations does not, as in a real machine.</summary>
    private sealed class JumpingTime(TimeProvider inner) : TimeProvider
    {
        public TimeSpan Offset { get; set; }

        public override DateTimeOffset GetUtcNow() => inner.GetUtcNow() + Offset;
    }
}
