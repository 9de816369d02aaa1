using Conductor.Server.Protocol;
using Conductor.Server.Tests.Rpc;
using StreamJsonRpc;
using Xunit;

namespace Conductor.Server.Tests.Features.Tickets;

/// <summary>Taking a ticket's changes back, through the wire.</summary>
public sealed class RevertTests : RpcTestBase
{
    public RevertTests()
    {
        Workspace.WriteTrack(new { id = "A", description = "First." });
        Workspace.Write("a.txt", "old\n");
        Workspace.Write("gone.txt", "there\n");
        Workspace.WriteScriptOfCalls(
            TestWorkspace.Call("write_file", new { path = "a.txt", content = "new\n" }),
            TestWorkspace.Call("run_command", new { command = "rm gone.txt; echo made > made.txt" }));
    }

    [Fact]
    public async Task What_tools_and_commands_changed_can_be_reviewed_reverted_and_had_again()
    {
        await FinishAsync();
        TicketInfo ticket = (await GetAsync()).Tickets[0];
        Assert.Equal(["a.txt", "gone.txt", "made.txt"], ticket.ChangedFiles);
        Assert.Contains(TicketAction.Revert, ticket.Actions);
        Assert.DoesNotContain(TicketAction.UndoRevert, ticket.Actions);
        Assert.Equal(
            [new FileChangeInfo("a.txt", "old\n", true), new FileChangeInfo("gone.txt", "there\n", true), new FileChangeInfo("made.txt", null, true)],
            (await ChangesAsync()).Files);

        RevertResult reverted = await RevertAsync("revert");

        Assert.Equal(["a.txt", "gone.txt", "made.txt"], reverted.Files);
        Assert.Equal(("old\n", "there\n", false), (Workspace.Read("a.txt"), Workspace.Read("gone.txt"), File.Exists(Workspace.At("made.txt"))));
        ticket = (await GetAsync()).Tickets[0];
        Assert.Empty(ticket.ChangedFiles);
        Assert.Equal([TicketAction.Retry, TicketAction.UndoRevert], ticket.Actions);
        Assert.Equal(["a.txt", "gone.txt", "made.txt"], (await ChangesAsync()).Reverted);

        await RevertAsync("undoRevert");

        Assert.Equal(("new\n", false, "made\n"), (Workspace.Read("a.txt"), File.Exists(Workspace.At("gone.txt")), Workspace.Read("made.txt")));
        Assert.Equal(["a.txt", "gone.txt", "made.txt"], (await GetAsync()).Tickets[0].ChangedFiles);
    }

    [Fact]
    public async Task It_can_be_reverted_and_undone_after_a_restart()
    {
        await FinishAsync();
        await StartAsync();
        await OpenAsync();

        await RevertAsync("revert");
        Assert.Equal("old\n", Workspace.Read("a.txt"));

        await StartAsync();
        await OpenAsync();
        await RevertAsync("undoRevert");
        Assert.Equal("new\n", Workspace.Read("a.txt"));
    }

    [Fact]
    public async Task A_file_that_has_moved_since_is_refused_with_its_name_and_force_is_heard()
    {
        await FinishAsync();
        Workspace.Write("a.txt", "mine\n");

        RemoteInvocationException refused = await Client.RefusedAsync("conductor/ticket/revert", new RevertParams(Main, "A"));

        Assert.Equal(ErrorCodes.FilesMoved, refused.ErrorCode);
        Assert.Equal(["a.txt"], WireClient.DataOf(refused).Files ?? []);
        Assert.Equal(("mine\n", false), (Workspace.Read("a.txt"), File.Exists(Workspace.At("gone.txt"))));
        await RevertAsync("revert", force: true);
        Assert.Equal("old\n", Workspace.Read("a.txt"));
        await RevertAsync("undoRevert");
        Assert.Equal("mine\n", Workspace.Read("a.txt"));
    }

    [Fact]
    public async Task While_a_worker_has_the_ticket_nothing_is_reverted_and_a_pause_lets_it()
    {
        Workspace.WriteScript(("A", [TestWorkspace.Turn(TestWorkspace.Call("write_file", new { path = "a.txt", content = "new\n" })), TestWorkspace.EndlessTurn]));
        await StartRunAsync(ApprovalModeName.Never);
        await SpawnAsync("A");
        await Received.WaitForAsync<TrackChanged>(changed => changed.Tickets.Any(ticket => ticket.ChangedFiles.Count == 1));

        RemoteInvocationException refused = await Client.RefusedAsync("conductor/ticket/revert", new RevertParams(Main, "A"));
        Assert.Equal(ErrorCodes.WrongState, refused.ErrorCode);
        Assert.Contains("Pause the run or cancel the ticket", refused.Message, StringComparison.Ordinal);

        await TrackAsync("pause");
        await RevertAsync("revert");
        Assert.Equal("old\n", Workspace.Read("a.txt"));
    }

    [Fact]
    public async Task Nothing_is_written_in_a_workspace_that_is_not_trusted()
    {
        await FinishAsync();
        await StartAsync(trusted: false);
        await OpenAsync();

        RemoteInvocationException refused = await Client.RefusedAsync("conductor/ticket/revert", new RevertParams(Main, "A"));

        Assert.Equal(ErrorCodes.NotTrusted, refused.ErrorCode);
        Assert.Equal("new\n", Workspace.Read("a.txt"));
    }

    [Fact]
    public async Task What_cannot_be_recorded_is_told_before_the_call_goes_on()
    {
        Workspace.Write(".conductor/objects", "This file stands where the contents would be kept.");

        await FinishAsync();

        Assert.Equal("new\n", Workspace.Read("a.txt"));
        Assert.Contains("! Changes of `rm gone.txt; echo made > made.txt` cannot be reverted: ", await LogAsync("A"), StringComparison.Ordinal);
        TicketChanges changes = await ChangesAsync();
        Assert.Equal(2, changes.Gaps.Count);
        Assert.Equal(new FileChangeInfo("a.txt", "old\n", false), Assert.Single(changes.Files));
        Assert.DoesNotContain(TicketAction.Revert, (await GetAsync()).Tickets[0].Actions);
    }

    [Fact]
    public async Task What_an_acceptance_command_writes_is_the_tickets_too()
    {
        Workspace.WriteTrack(new { id = "A", description = "First.", acceptance = new[] { "echo proof > proof.txt" } });
        await FinishAsync();

        Assert.Contains("proof.txt", (await GetAsync()).Tickets[0].ChangedFiles);

        await RevertAsync("revert");
        Assert.False(File.Exists(Workspace.At("proof.txt")));
    }

    [Fact]
    public async Task While_another_process_works_in_the_folder_a_revert_is_refused_and_nothing_is_recorded()
    {
        await FinishAsync();
        await StartAsync();
        await OpenAsync();
        Workspace.Write("other.txt", "The other one is about to see this.\n");
        string[] before = Recorded();
        using IDisposable theirs = Workspace.OwnAsAnother();

        RemoteInvocationException refused = await Client.RefusedAsync("conductor/ticket/revert", new RevertParams(Main, "A"));

        Assert.Equal((ErrorCodes.WorkspaceInUse, Environment.ProcessId), (refused.ErrorCode, WireClient.DataOf(refused).ProcessId));
        Assert.Equal("new\n", Workspace.Read("a.txt"));
        Assert.Equal(before, Recorded());
    }

    [Fact]
    public async Task Of_a_command_that_is_over_no_exit_code_is_left()
    {
        Workspace.WriteTrack(new { id = "A", description = "First.", acceptance = new[] { "echo proof" } });

        await FinishAsync();

        Assert.Empty(Directory.EnumerateFiles(Workspace.At(".conductor/commands")));
    }

    /// <summary>What is kept of the workspace, with the moment it was written.</summary>
    private string[] Recorded() =>
        [.. new DirectoryInfo(Workspace.At(".conductor/objects")).EnumerateFiles("*", SearchOption.AllDirectories).Select(file => $"{file.FullName} {file.LastWriteTimeUtc:O}").Order(StringComparer.Ordinal)];

    private async Task FinishAsync()
    {
        await StartRunAsync(ApprovalModeName.Never);
        await SpawnAsync("A");
        await TicketIsAsync("A", TicketStateName.Completed);
    }

    private Task<TicketChanges> ChangesAsync() => Client.AskAsync<TicketChanges>("conductor/ticket/changes", new TicketParams(Main, "A"));

    private Task<RevertResult> RevertAsync(string verb, bool? force = null) =>
        Client.AskAsync<RevertResult>($"conductor/ticket/{verb}", new RevertParams(Main, "A", force));
}
