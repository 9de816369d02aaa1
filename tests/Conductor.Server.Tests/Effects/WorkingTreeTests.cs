using Conductor.Core.Approvals;
using Conductor.Core.Landing;
using Conductor.Core.Tickets;
using Conductor.Server.Effects;
using Conductor.Server.Landing;
using Conductor.Server.Snapshots;
using Conductor.Server.Tests.Rpc;
using Conductor.Workers.Projects;
using Xunit;

namespace Conductor.Server.Tests.Effects;

/// <summary>Attempts at work in trees of their own, up to where their work is handed in.</summary>
public sealed class WorkingTreeTests : IAsyncLifetime
{
    private readonly TreeRun _run = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _run.DisposeAsync();

    [Fact]
    public async Task A_workers_file_stands_on_its_branch_and_nothing_of_the_persons_moves()
    {
        _run.WriteScript(("A", [TreeRun.Write("new.txt", "new\n"), TestWorkspace.Finish("It is there.")]));
        _run.Repository.Folder.Write("a.txt", "mine\n");
        string theirs = _run.Repository.Theirs();

        await _run.BeginAsync(null, new TicketDefinition("A", "Make a file."));
        AttemptState attempt = await _run.SubmittedAsync("A");

        string branch = attempt.Tree?.Branch ?? "";
        Assert.Equal("new\n", _run.Repository.Folder.Git("show", $"{branch}:new.txt"));
        Assert.Equal("one\ntwo\nthree\n", _run.Repository.Folder.Git("show", $"{branch}:a.txt"));
        Assert.Equal("A: Make a file.\n\nIt is there.\n\nConductor-Ticket: A", _run.Repository.Folder.Git("log", "-1", "--format=%B", branch).Trim());
        Assert.Equal(new SubmittedWork("It is there.", _run.Repository.Folder.Git("rev-parse", branch).Trim()), attempt.Work);
        Assert.Equal(theirs, _run.Repository.Theirs());
    }

    [Fact]
    public async Task The_code_of_a_tree_is_kept_in_memory_only_while_somebody_works_there()
    {
        _run.Repository.Folder.Write("src/Till.cs", "namespace Shop;\npublic class Till;\n");
        _run.Repository.Folder.Commit();
        _run.WriteScript(("A", [TestWorkspace.Turn(TestWorkspace.Call("read_file", new { path = "src/Till.cs", level = "curated" })), TreeRun.Run("until test -e go; do sleep 0.05; done"), TestWorkspace.Finish()]));

        await _run.BeginAsync(null, new TicketDefinition("A", "Look."));
        await _run.HappenedAsync<TrackEvent.ToolFinished>();
        AttemptPlace place = _run.Workspace.Places.Find(_run.Actor.State, "A", 1) ?? throw new InvalidOperationException("It has no tree.");
        WorkspaceCode code = place.Code ?? throw new InvalidOperationException("Its tree has no code of its own.");
        Assert.True(code.IsKept);

        File.WriteAllText(Path.Combine(place.Environment.Tools.Root.FullPath, "go"), "");
        await _run.SubmittedAsync("A");
        await _run.CloseAsync();

        Assert.False(code.IsKept);
    }

    [Fact]
    public async Task Two_tickets_at_once_see_only_their_own_files()
    {
        _run.WriteScript(
            ("A", [TreeRun.Write("of-a.txt", "a\n"), TreeRun.Run("ls of-*; cat shared.txt; echo A > shared.txt"), TestWorkspace.Finish()]),
            ("B", [TreeRun.Write("of-b.txt", "b\n"), TreeRun.Run("ls of-*; cat shared.txt; echo B > shared.txt"), TestWorkspace.Finish()]));
        _run.Repository.Folder.Write("shared.txt", "before\n");
        _run.Repository.Folder.Commit();

        await _run.BeginAsync(null, new TicketDefinition("A", "First."), new TicketDefinition("B", "Second."));
        AttemptState first = await _run.SubmittedAsync("A");
        AttemptState second = await _run.SubmittedAsync("B");

        Assert.Equal("of-a.txt\nshared.txt", ChangedBy(first));
        Assert.Equal("of-b.txt\nshared.txt", ChangedBy(second));
        Assert.Contains("of-a.txt\nbefore", ResultsOf(first), StringComparison.Ordinal);
        Assert.Contains("of-b.txt\nbefore", ResultsOf(second), StringComparison.Ordinal);
        TrackState state = _run.Actor.State;
        Assert.Equal(["of-a.txt", "shared.txt"], state.Tickets["A"].Files.Paths);
        Assert.Equal(["of-b.txt", "shared.txt"], state.Tickets["B"].Files.Paths);
        Assert.DoesNotContain(state.Tickets.Values, ticket => ticket.Files.Spans.Values.Any(span => span.IsMixed));
        Assert.Equal("before\n", _run.Repository.Folder.Read("shared.txt"));
    }

    [Fact]
    public async Task Declared_files_are_there_before_the_set_up_and_are_no_part_of_the_work()
    {
        _run.WriteScript(("A", [TreeRun.Run("cat .env config/local.json out/setup.log"), TestWorkspace.Finish()]));
        _run.Repository.Folder.Write(".gitignore", ".env\nout/\n");
        _run.Repository.Folder.Commit();
        _run.Repository.Folder.Write(".env", "KEY=1\n");
        _run.Repository.Folder.Write("config/local.json", "{}\n");

        await _run.BeginAsync(new TreeSetup([".env", "config/local.*"], "mkdir out && cat .env > out/setup.log && echo set up"), new TicketDefinition("A", "First."));
        AttemptState attempt = await _run.SubmittedAsync("A");

        Assert.Contains("KEY=1\n{}\nKEY=1", ResultsOf(attempt), StringComparison.Ordinal);
        Assert.Equal("", ChangedBy(attempt));
        var ran = Assert.Single(_run.Events.OfType<TrackEvent.SetUpRan>());
        Assert.Equal((0, "set up"), (ran.ExitCode, ran.Output.Trim()));
    }

    [Fact]
    public async Task A_set_up_that_fails_starts_no_worker_and_says_what_it_wrote()
    {
        _run.WriteScript(("A", [TreeRun.Write("new.txt", "new\n"), TestWorkspace.Finish()]));

        await _run.BeginAsync(new TreeSetup([], "echo no network >&2; exit 3"), new TicketDefinition("A", "First."));
        var blocked = Assert.IsType<TicketOutcome.Blocked>(await _run.EndedAsync("A"));

        Assert.Equal(TreePreparation.BlockedKind, blocked.Kind);
        Assert.Contains("exit code 3", blocked.Reason, StringComparison.Ordinal);
        Assert.Contains("no network", blocked.Reason, StringComparison.Ordinal);
        Assert.Contains("retry the ticket", blocked.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain(_run.Events, happened => happened is TrackEvent.ApprovalRequested);

        await _run.SendAsync(new TrackCommand.Define(new TrackHeader(TreeRun.Track, "A track", WorkingTrees: new TreeSetup([], "true")), [new TicketDefinition("A", "First.")]));
        await _run.SendAsync(new TrackCommand.RetryTicket("A", null, _run.Workspace.Settings.Model));
        AttemptState attempt = await _run.SubmittedAsync("A");

        Assert.Equal([BranchNames.TreeFolder(TreeRun.Track, "A", attempt.Number)], _run.Repository.Registered());
        Assert.Equal("new.txt", ChangedBy(attempt));
    }

    [Fact]
    public async Task A_declared_file_that_leads_out_of_the_workspace_starts_no_worker()
    {
        _run.WriteScript(("A", [TestWorkspace.Finish()]));

        await _run.BeginAsync(new TreeSetup(["../secrets"], null), new TicketDefinition("A", "First."));
        var blocked = Assert.IsType<TicketOutcome.Blocked>(await _run.EndedAsync("A"));

        Assert.Equal(TreePreparation.BlockedKind, blocked.Kind);
        Assert.Contains("../secrets", blocked.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_attempt_that_was_cut_off_goes_on_in_the_same_tree()
    {
        _run.WriteScript(("A", [TreeRun.Write("new.txt", "new\n"), TestWorkspace.EndlessTurn]));
        await _run.BeginAsync(new TreeSetup([], "echo x >> .conductor-setups"), new TicketDefinition("A", "First."));
        await _run.UntilAsync(state => state.Tickets["A"].Attempt?.Steps.OfType<AttemptStep.ToolResult>().Any() == true);

        await _run.CloseAsync();
        _run.WriteScript(("A", [TreeRun.Write("new.txt", "new\n"), TestWorkspace.Finish()]));
        _run.Open();
        await _run.SendAsync(new TrackCommand.ResumeRun());
        AttemptState attempt = await _run.SubmittedAsync("A");

        Assert.Equal(1, attempt.Number);
        Assert.Equal([BranchNames.TreeFolder(TreeRun.Track, "A", 1)], _run.Repository.Registered());
        Assert.Equal(".conductor-setups\nnew.txt", ChangedBy(attempt));
        Assert.Single(_run.Events.OfType<TrackEvent.SetUpRan>());
    }

    [Fact]
    public async Task A_pause_ends_a_set_up_and_it_runs_again_when_the_run_goes_on()
    {
        _run.WriteScript(("A", [TestWorkspace.Finish()]));
        await _run.BeginAsync(new TreeSetup([], _run.WaitingCommand), new TicketDefinition("A", "First."));
        int process = await _run.WaitingProcessAsync();

        await _run.SendAsync(new TrackCommand.PauseRun(PauseCause.Person));
        await ProcessFiles.GoneAsync(process);
        _run.LetGo();
        await _run.SendAsync(new TrackCommand.ResumeRun());
        AttemptState attempt = await _run.SubmittedAsync("A");

        Assert.Equal(1, attempt.Number);
        Assert.Equal(0, Assert.Single(_run.Events.OfType<TrackEvent.SetUpRan>()).ExitCode);
    }

    [Fact]
    public async Task A_tree_that_was_set_up_before_the_process_died_is_not_set_up_again()
    {
        _run.WriteScript(("A", [TestWorkspace.EndlessTurn]));
        await _run.BeginAsync(new TreeSetup([], "echo x >> .conductor-setups"), new TicketDefinition("A", "First."));
        AttemptState ready = (await _run.UntilAsync(state => state.Tickets["A"].Attempt is { Tree: not null })).Tickets["A"].Attempt ?? throw new InvalidOperationException();
        using var another = new TreePreparation(_run.Workspace.Places, _run.Workspace.Repository);

        PlaceOutcome found = await another.PrepareAsync(_run.Actor, new AttemptKey(TreeRun.Track, "A", 1), ready with { Tree = null }, TestContext.Current.CancellationToken);

        string root = Assert.IsType<PlaceOutcome.Found>(found).Place.Environment.Tools.Root.FullPath;
        Assert.Equal("x\n", File.ReadAllText(Path.Combine(root, ".conductor-setups")));
        Assert.Single(_run.Events.OfType<TrackEvent.SetUpRan>());
    }

    [Fact]
    public async Task A_set_up_that_was_cut_off_leaves_no_process_and_no_tree()
    {
        _run.WriteScript(("A", [TestWorkspace.Finish()]));
        await _run.BeginAsync(new TreeSetup([], _run.WaitingCommand), new TicketDefinition("A", "First."));
        int process = await _run.WaitingProcessAsync();

        await _run.CloseAsync();
        Assert.False(ProcessFiles.IsAlive(process));
        _run.LetGo();
        _run.Open();
        await _run.SendAsync(new TrackCommand.ResumeRun());
        AttemptState attempt = await _run.SubmittedAsync("A");

        Assert.Equal(2, attempt.Number);
        Assert.Equal([BranchNames.TreeFolder(TreeRun.Track, "A", 2)], _run.Repository.Registered());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_tree_that_is_gone_stops_its_ticket_and_never_leads_to_another_folder(bool onlyItsLink)
    {
        _run.WriteScript(("A", [TreeRun.Write("new.txt", "new\n"), TestWorkspace.EndlessTurn]));
        string theirs = _run.Repository.Theirs();
        await _run.BeginAsync(null, new TicketDefinition("A", "First."));
        TrackState state = await _run.UntilAsync(state => state.Tickets["A"].Attempt?.Steps.OfType<AttemptStep.ToolResult>().Any() == true);
        WorkingTree tree = state.Tickets["A"].Attempt?.Tree ?? throw new InvalidOperationException("It has no tree.");
        await _run.CloseAsync();

        _run.Repository.Folder.Shell(onlyItsLink ? $"rm '{tree.Folder}/.git'" : $"rm -r '{tree.Folder}'");
        _run.WriteScript(("A", [TreeRun.Write("new.txt", "new\n"), TreeRun.Write("other.txt", "other\n"), TestWorkspace.Finish()]));
        _run.Open();
        await _run.SendAsync(new TrackCommand.ResumeRun());
        var blocked = Assert.IsType<TicketOutcome.Blocked>(await _run.EndedAsync("A"));

        Assert.Equal(TreePreparation.BlockedKind, blocked.Kind);
        Assert.Contains(tree.Folder, blocked.Reason, StringComparison.Ordinal);
        Assert.Contains("Retry the ticket", blocked.Reason, StringComparison.Ordinal);
        Assert.Contains(tree.Branch, blocked.Reason, StringComparison.Ordinal);
        Assert.Equal(theirs, _run.Repository.Theirs());

        await _run.SendAsync(new TrackCommand.RetryTicket("A", null, _run.Workspace.Settings.Model));
        Assert.Equal("new.txt\nother.txt", ChangedBy(await _run.SubmittedAsync("A")));
        Assert.Equal(theirs, _run.Repository.Theirs());
    }

    [Fact]
    public async Task The_prompt_of_a_retried_ticket_says_where_work_is_kept_that_was_handed_in_and_did_not_land()
    {
        _run.WriteScript(("A", [TreeRun.Write("new.txt", "new\n"), TestWorkspace.Finish()]));
        await _run.BeginAsync(null, new TicketDefinition("A", "First."));
        AttemptState first = await _run.SubmittedAsync("A");
        await _run.SendAsync(new TrackCommand.Decide(first.OpenApprovals[0], new ApprovalDecision(ApprovalChoice.Reject, "person", "Not so."), null));

        await _run.SendAsync(new TrackCommand.RetryTicket("A", null, _run.Workspace.Settings.Model));
        AttemptState second = await _run.SubmittedAsync("A");

        Assert.Equal((null, 2), (first.Earlier, second.Number));
        Assert.Equal(first.Work?.Commit, _run.Repository.Folder.Git("rev-parse", second.Earlier ?? "").Trim());
        Assert.Contains($"git diff HEAD...{second.Earlier}\n", second.Spawn?.Prompt, StringComparison.Ordinal);
        Assert.DoesNotContain("earlier attempt", first.Spawn?.Prompt, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Work_with_a_repository_in_it_is_not_handed_in()
    {
        _run.WriteScript(("A", [TreeRun.Run("git init -q inner && echo x > inner/x"), TestWorkspace.Finish()]));

        await _run.BeginAsync(null, new TicketDefinition("A", "First."));
        var blocked = Assert.IsType<TicketOutcome.Blocked>(await _run.EndedAsync("A"));

        Assert.Equal(TreePreparation.BlockedKind, blocked.Kind);
        Assert.Contains("inner/", blocked.Reason, StringComparison.Ordinal);
        Assert.Contains(".gitignore", blocked.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_an_attempt_changed_is_taken_back_in_its_tree_when_it_is_over_and_never_landed()
    {
        _run.WriteScript(("A", [TreeRun.Run("echo changed > a.txt"), TreeRun.Write("new.txt", "new\n"), TestWorkspace.Block("Which one?")]));
        string theirs = _run.Repository.Theirs();
        await _run.BeginAsync(null, new TicketDefinition("A", "First."));
        await _run.EndedAsync("A");
        string tree = Path.Combine(_run.Root, _run.Actor.State.Tickets["A"].FilesTree?.Folder ?? "");

        RevertReply reverted = await _run.Workspace.Reverts.CarryOutAsync(_run.Actor, new RevertRequest("A", IsUndo: false, IsForced: false), TestContext.Current.CancellationToken);
        string taken = File.ReadAllText(Path.Combine(tree, "a.txt"));
        bool isThere = File.Exists(Path.Combine(tree, "new.txt"));
        RevertReply undone = await _run.Workspace.Reverts.CarryOutAsync(_run.Actor, new RevertRequest("A", IsUndo: true, IsForced: false), TestContext.Current.CancellationToken);

        Assert.Equal((null, null), (reverted.Reply.Refusal, undone.Reply.Refusal));
        Assert.Equal(["a.txt", "new.txt"], reverted.Files);
        Assert.Equal(("one\ntwo\nthree\n", false), (taken, isThere));
        Assert.Equal("changed\n", File.ReadAllText(Path.Combine(tree, "a.txt")));
        Assert.Equal(theirs, _run.Repository.Theirs());
    }

    [Fact]
    public async Task Taking_back_is_refused_in_words_when_the_tree_is_gone()
    {
        _run.WriteScript(("A", [TreeRun.Write("new.txt", "new\n"), TestWorkspace.Block("Which one?")]));
        await _run.BeginAsync(null, new TicketDefinition("A", "First."));
        await _run.EndedAsync("A");
        string tree = _run.Actor.State.Tickets["A"].FilesTree?.Folder ?? "";
        _run.Repository.Folder.Shell($"rm -r '{tree}'");

        RevertReply reply = await _run.Workspace.Reverts.CarryOutAsync(_run.Actor, new RevertRequest("A", IsUndo: false, IsForced: true), TestContext.Current.CancellationToken);

        Assert.Contains(tree, reply.Reply.Refusal?.Message, StringComparison.Ordinal);
        Assert.False(_run.Repository.Folder.Has("new.txt"));
    }

    [Fact]
    public async Task What_a_command_changed_that_was_cut_off_is_known_by_its_tree()
    {
        _run.WriteScript(("A", [TreeRun.Run($"echo half > new.txt; {_run.WaitingCommand}"), TestWorkspace.Finish()]));
        _run.Repository.Folder.Write("new.txt", "the person's\n");
        await _run.BeginAsync(null, new TicketDefinition("A", "First."));
        await _run.WaitingProcessAsync();

        await _run.CloseAsync();
        _run.Open();
        TicketState ticket = _run.Actor.State.Tickets["A"];

        Assert.Equal(["new.txt"], ticket.Files.Paths);
        Assert.Equal("the person's\n", _run.Repository.Folder.Read("new.txt"));
    }

    private string ChangedBy(AttemptState attempt) =>
        _run.Repository.Folder.Git("diff", "--name-only", attempt.Tree?.Base ?? "", attempt.Work?.Commit ?? attempt.Tree?.Branch ?? "").Trim();

    private static string ResultsOf(AttemptState attempt) => string.Join('\n', attempt.Steps.OfType<AttemptStep.ToolResult>().Select(result => result.Text));
}
