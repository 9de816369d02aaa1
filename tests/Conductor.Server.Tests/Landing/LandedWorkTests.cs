using System.Diagnostics;
using System.Globalization;
using Conductor.Core.Approvals;
using Conductor.Core.Tickets;
using Conductor.Server.Protocol;
using Conductor.Server.Tests.Rpc;
using StreamJsonRpc;
using Xunit;

namespace Conductor.Server.Tests.Landing;

public sealed class LandedWorkTests : LandingTestBase
{
    [Fact]
    public async Task Work_that_a_person_lets_land_is_merged_proven_and_on_the_branch_and_its_tree_is_gone()
    {
        string theirs = Theirs();
        await SubmitAsync(new Work("A", ("new.txt", "new\n")) { Acceptance = ["grep -q new new.txt && pwd"] });
        await GoOnAsync();

        await LandAsync("A");
        TicketInfo landed = await TicketIsAsync("A", TicketStateName.Completed);
        await RunIsAsync(RunStatusName.Done);
        await StopAsync();

        Assert.Equal(Tip(), landed.Landed);
        Assert.Equal("new\n", Folder.Git("show", $"{Integration}:new.txt"));
        Assert.Equal("A: Title of A\n\nA is done.\n\nConductor-Ticket: A", Folder.Git("log", "-1", "--format=%B", Integration).Trim());
        var ran = Assert.Single((await HistoryAsync()).OfType<TrackEvent.AcceptanceRan>());
        Assert.Equal((0, Folder.At($".conductor/worktrees/{IntegrationTree}")), (ran.ExitCode, ran.Output.Trim()));
        Assert.Empty(Registered());
        Assert.Empty(Directory.EnumerateFileSystemEntries(Folder.At(".conductor/worktrees")));
        Assert.Equal(theirs, Theirs());
    }

    [Fact]
    public async Task Two_tickets_land_one_after_the_other_and_each_is_proven_with_what_landed_before()
    {
        await SubmitAsync(
            new Work("A", ("one.txt", "1\n")) { Acceptance = ["test -f one.txt && test ! -f two.txt"] },
            new Work("B", ("two.txt", "2\n")) { Acceptance = ["test -f one.txt && test -f two.txt"] });
        await GoOnAsync();

        await LandAsync("A");
        await LandAsync("B");
        await RunIsAsync(RunStatusName.Done);
        await StopAsync();

        Assert.Equal(["B: Title of B", "A: Title of A"], Folder.Git("log", "-2", "--first-parent", "--format=%s", Integration).Trim().Split('\n'));
        Assert.Equal([0, 0], (await HistoryAsync()).OfType<TrackEvent.AcceptanceRan>().Select(ran => ran.ExitCode));
    }

    [Fact]
    public async Task Acceptance_that_fails_on_the_merged_tree_keeps_the_work_from_landing_with_what_it_said()
    {
        await SubmitAsync(new Work("A", ("one.txt", "1\n")), new Work("B", ("two.txt", "2\n")) { Acceptance = ["test ! -f one.txt || { echo one and two do not fit; exit 3; }"] });
        await GoOnAsync();
        await LandAsync("A");
        await TicketIsAsync("A", TicketStateName.Completed);
        string tip = Tip();

        await LandAsync("B");
        ApprovalInfo gate = await StoppedAsync("B");

        LandingProblemInfo? problem = gate.Landing?.Problem;
        Assert.Equal(LandingProblemName.Acceptance, problem?.Kind);
        Assert.Contains("exit code 3", problem?.Detail, StringComparison.Ordinal);
        Assert.EndsWith("one and two do not fit", problem?.Detail, StringComparison.Ordinal);
        Assert.Equal(tip, Tip());
        Assert.Equal(tip, Folder.Git("-C", $".conductor/worktrees/{IntegrationTree}", "rev-parse", "HEAD").Trim());
        Assert.True(File.Exists(Path.Combine(TreeOf("B"), "two.txt")));
    }

    [Fact]
    public async Task A_conflict_says_which_files_it_is_in_and_whose_work_changed_them_since()
    {
        await SubmitAsync(new Work("A", ("a.txt", "first\n")), new Work("B", ("a.txt", "second\n"), ("other.txt", "other\n")));
        await GoOnAsync();
        await LandAsync("A");
        await TicketIsAsync("A", TicketStateName.Completed);

        await LandAsync("B");
        ApprovalInfo gate = await StoppedAsync("B");

        Assert.Equal(LandingProblemName.Conflict, gate.Landing?.Problem?.Kind);
        Assert.Equal(["a.txt"], gate.Landing?.Problem?.Files);
        Assert.Contains("a.txt (changed by A)", gate.Landing?.Problem?.Detail, StringComparison.Ordinal);
        Assert.Equal("second\n", await File.ReadAllTextAsync(Path.Combine(TreeOf("B"), "a.txt"), Token));
    }

    [Fact]
    public async Task A_conflict_with_the_work_of_several_tickets_lists_them()
    {
        const string Between = "1\n2\n3\n4\n5\n6\n7\n8\n";
        Folder.Write("long.txt", $"top\n{Between}end\n");
        Folder.Commit();
        await SubmitAsync(new Work("A", ("long.txt", $"A\n{Between}end\n")), new Work("B", ("long.txt", $"top\n{Between}B\n")), new Work("C", ("long.txt", $"C\n{Between}C\n")));
        await GoOnAsync();
        foreach (string ticket in new[] { "A", "B" })
        {
            await LandAsync(ticket);
            await TicketIsAsync(ticket, TicketStateName.Completed);
        }

        await LandAsync("C");
        ApprovalInfo gate = await StoppedAsync("C");

        Assert.Contains("long.txt (changed by A, B)", gate.Landing?.Problem?.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hook_that_refuses_keeps_the_work_from_landing_until_it_is_content()
    {
        await SubmitAsync(new Work("A", ("new.txt", "new\n")));
        Folder.Write(".git/hooks/pre-merge-commit", "#!/bin/sh\necho 'new.txt has no licence header' >&2\nexit 1\n");
        Folder.Shell("chmod +x .git/hooks/pre-merge-commit");
        await GoOnAsync();
        await LandAsync("A");

        ApprovalInfo gate = await StoppedAsync("A");
        File.Delete(Folder.At(".git/hooks/pre-merge-commit"));
        await LandAsync("A");
        await TicketIsAsync("A", TicketStateName.Completed);

        Assert.Equal(LandingProblemName.Refused, gate.Landing?.Problem?.Kind);
        Assert.Contains("new.txt has no licence header", gate.Landing?.Problem?.Detail, StringComparison.Ordinal);
        Assert.Equal("new\n", Folder.Git("show", $"{Integration}:new.txt"));
    }

    [Fact]
    public async Task A_merge_that_was_accepted_by_a_process_that_died_is_found_and_not_made_again()
    {
        await SubmitAsync(new Work("A", ("new.txt", "new\n")) { Acceptance = ["echo again >> ../ran; exit 1"] });
        string merged = "";
        await DriveAsync(async (actor, repository) =>
        {
            await SendAsync(actor, new TrackCommand.ResumeRun());
            await SendAsync(actor, new TrackCommand.Decide(actor.State.OpenApprovals.Keys.Single(), new ApprovalDecision(ApprovalChoice.Approve, "person"), null));
            Assert.Equal(AttemptPhase.Landing, actor.State.Tickets["A"].Attempt?.Phase);
            merged = await TicketRepositoryFolder.LandAsync(repository, actor.State.Tickets["A"].Attempt?.Work?.Commit ?? "", Tip(), Main);
        });

        await StartAsync();
        TicketInfo landed = (await OpenAsync()).Tickets.Single();

        Assert.Equal((TicketStateName.Completed, merged), (landed.State, landed.Landed));
        Assert.Equal(merged, Tip());
        Assert.False(Folder.Has(".conductor/worktrees/ran"));
    }

    [Fact]
    public async Task What_is_written_into_the_tree_after_the_review_does_not_land_before_a_person_has_seen_it()
    {
        await SubmitAsync(new Work("A", ("new.txt", "new\n")) { Acceptance = ["true"] });
        await GoOnAsync();
        string before = Tip();
        ApprovalInfo first = (await ApprovalsAsync()).Single();
        await File.WriteAllTextAsync(Path.Combine(TreeOf("A"), "new.txt"), "other\n", Token);

        await LandAsync("A");
        ApprovalInfo again = await StoppedAsync("A");

        Assert.Equal(LandingProblemName.Changed, again.Landing?.Problem?.Kind);
        Assert.Equal(Folder.Git("-C", TreeOf("A"), "rev-parse", "HEAD").Trim(), again.Landing?.Commit);
        Assert.NotEqual(first.ShownHash, again.ShownHash);
        Assert.Equal(before, Tip());
        await LandAsync("A");
        await TicketIsAsync("A", TicketStateName.Completed);
        Assert.Equal("other\n", Folder.Git("show", $"{Integration}:new.txt"));
    }

    [Fact]
    public async Task What_has_landed_and_is_brought_into_the_tree_without_a_conflict_is_no_change_of_the_work()
    {
        await SubmitAsync(new Work("A", ("one.txt", "1\n")), new Work("B", ("two.txt", "2\n")));
        await GoOnAsync();
        await LandAsync("A");
        await TicketIsAsync("A", TicketStateName.Completed);
        ConflictedWork work = await Client.AskAsync<ConflictedWork>("conductor/landing/bringIn", new TicketParams(Main, "B"));
        bool isThere = File.Exists(Path.Combine(TreeOf("B"), "one.txt"));

        await LandAsync("B");
        await TicketIsAsync("B", TicketStateName.Completed);

        Assert.Empty(work.Files);
        Assert.True(isThere);
        Assert.Equal("2\n", Folder.Git("show", $"{Integration}:two.txt"));
    }

    [Fact]
    public async Task What_a_person_writes_beside_what_was_brought_in_does_not_land_before_they_have_seen_it()
    {
        await SubmitAsync(new Work("A", ("one.txt", "1\n")), new Work("B", ("two.txt", "2\n")));
        await GoOnAsync();
        await LandAsync("A");
        await TicketIsAsync("A", TicketStateName.Completed);
        await Client.AskAsync<ConflictedWork>("conductor/landing/bringIn", new TicketParams(Main, "B"));
        File.Delete(Path.Combine(TreeOf("B"), "one.txt"));

        await LandAsync("B");
        ApprovalInfo again = await StoppedAsync("B");

        Assert.Equal(LandingProblemName.Changed, again.Landing?.Problem?.Kind);
        Assert.Equal("1\n", Folder.Git("show", $"{Integration}:one.txt"));
        Assert.Equal(Tip(), Folder.Git("-C", $".conductor/worktrees/{IntegrationTree}", "rev-parse", "HEAD").Trim());
    }

    [Fact]
    public async Task A_conflict_that_is_resolved_by_hand_lands_as_it_stands_and_what_stops_it_then_does_not_ask_about_it_as_changed()
    {
        await SubmitAsync(new Work("A", ("a.txt", "first\n")), new Work("B", ("a.txt", "second\n")) { Acceptance = ["test -f ../../go"] });
        await GoOnAsync();
        await LandAsync("A");
        await TicketIsAsync("A", TicketStateName.Completed);
        await LandAsync("B");
        await StoppedAsync("B");
        ConflictedWork work = await Client.AskAsync<ConflictedWork>("conductor/landing/bringIn", new TicketParams(Main, "B"));
        await File.WriteAllTextAsync(Path.Combine(work.Folder, "a.txt"), "both\n", Token);

        await LandAsync("B");
        ApprovalInfo failed = await Received.WaitForAsync<ApprovalInfo>(gate => gate.Landing?.Problem?.Kind == LandingProblemName.Acceptance);
        await File.WriteAllTextAsync(Folder.At(".conductor/go"), "", Token);
        await LandAsync("B");
        await TicketIsAsync("B", TicketStateName.Completed);

        EvidenceInfo? ran = failed.Landing?.Evidence.Single();
        Assert.Equal((1, true), (ran?.ExitCode, ran?.Merged));
        Assert.NotNull(ran?.Tree);
        Assert.Equal("both\n", Folder.Git("show", $"{Integration}:a.txt"));
    }

    [Fact]
    public async Task Work_that_had_landed_when_its_process_died_is_not_cancelled()
    {
        await SubmitAsync(new Work("A", ("new.txt", "new\n")));
        await DriveAsync(async (actor, repository) =>
        {
            await SendAsync(actor, new TrackCommand.ResumeRun());
            await SendAsync(actor, new TrackCommand.Decide(actor.State.OpenApprovals.Keys.Single(), new ApprovalDecision(ApprovalChoice.Approve, "person"), null));
            await TicketRepositoryFolder.LandAsync(repository, actor.State.Tickets["A"].Attempt?.Work?.Commit ?? "", Tip(), Main);
        });
        await StartAsync();
        await OpenAsync();

        RemoteInvocationException refused = await Assert.ThrowsAsync<RemoteInvocationException>(() => TicketAsync("cancel", "A"));

        TicketInfo landed = (await GetAsync()).Tickets.Single();
        Assert.Contains("A is completed", refused.Message, StringComparison.Ordinal);
        Assert.Equal((TicketStateName.Completed, Tip()), (landed.State, landed.Landed));
    }

    [Fact]
    public async Task A_merge_that_is_found_below_others_leaves_the_branch_recorded_where_it_stands()
    {
        await SubmitAsync(new Work("A", ("one.txt", "1\n")), new Work("B", ("two.txt", "2\n")));
        await DriveAsync(async (actor, repository) =>
        {
            await SendAsync(actor, new TrackCommand.ResumeRun());
            string gate = actor.State.OpenApprovals.Values.Single(open => open.TicketId == "A").ApprovalId;
            await SendAsync(actor, new TrackCommand.Decide(gate, new ApprovalDecision(ApprovalChoice.Approve, "person"), null));
            foreach (string ticket in (string[])["A", "B"])
            {
                await TicketRepositoryFolder.LandAsync(repository, actor.State.Tickets[ticket].Attempt?.Work?.Commit ?? "", Tip(), Main);
            }
        });

        await GoOnAsync();
        TicketInfo landed = await TicketIsAsync("A", TicketStateName.Completed);
        await StopAsync();

        Assert.NotEqual(Tip(), landed.Landed);
        Assert.Equal(Tip(), (await HistoryAsync()).Aggregate(TrackState.Empty, TrackEvolution.Apply).Integration?.Tip);
    }

    [Fact]
    public async Task A_ticket_whose_work_was_sent_back_says_so_and_keeps_its_tree()
    {
        await SubmitAsync(new Work("A", ("new.txt", "new\n")));
        await GoOnAsync();
        ApprovalInfo gate = (await ApprovalsAsync()).Single();

        await DecideAsync(new DecideParams(gate.ApprovalId, DecisionName.SendBack, gate.ShownHash, Reason: "The name is wrong."));
        TrackChanged changed = await Received.WaitForAsync<TrackChanged>(change => change.Tickets.Any(ticket => ticket.Stage == TicketStageName.SentBack));

        Assert.NotNull(changed.Tickets.Single().Tree);
        Assert.Equal("The name is wrong.", changed.Tickets.Single().SentBack);
    }

    [Fact]
    public async Task The_gate_of_work_that_was_sent_back_says_with_which_words_once_it_is_handed_in_anew()
    {
        await SubmitAsync(new Work("A", ("new.txt", "new\n")));
        TrackEvent[] before = [.. await HistoryAsync()];
        await DriveAsync(async (actor, _) =>
        {
            await SendAsync(actor, new TrackCommand.ResumeRun());
            await SendAsync(actor, new TrackCommand.Decide(actor.State.OpenApprovals.Keys.Single(), new ApprovalDecision(ApprovalChoice.SendBack, "person", "The name is wrong."), null));
            await SendAsync(actor, new TrackCommand.SubmitWork("A", 1, before.OfType<TrackEvent.WorkSubmitted>().Single().Work));
            await SendAsync(actor, new TrackCommand.PauseRun(PauseCause.Person));
        });

        await GoOnAsync();

        Assert.Equal("The name is wrong.", (await ApprovalsAsync()).Single().Landing?.SentBack);
    }

    [Fact]
    public async Task Work_whose_tree_is_gone_does_not_land_and_nothing_else_is_taken_for_it()
    {
        await SubmitAsync(new Work("A", ("new.txt", "new\n")));
        string before = Tip();
        Directory.Move(TreeOf("A"), Folder.At("moved"));
        await GoOnAsync();
        await LandAsync("A");

        ApprovalInfo gate = await StoppedAsync("A");
        Directory.Move(Folder.At("moved"), TreeOf("A"));
        Assert.Equal(before, Tip());
        await LandAsync("A");
        await TicketIsAsync("A", TicketStateName.Completed);

        Assert.Equal(LandingProblemName.Refused, gate.Landing?.Problem?.Kind);
        Assert.Contains("no longer there", gate.Landing?.Problem?.Detail, StringComparison.Ordinal);
        Assert.Equal("new\n", Folder.Git("show", $"{Integration}:new.txt"));
    }

    [Fact]
    public async Task A_pause_ends_what_proves_the_work_and_it_lands_when_the_run_goes_on()
    {
        await SubmitAsync(new Work("A", ("new.txt", "new\n")) { Acceptance = ["test -f ../../go || { echo $$ > ../../proving; sleep 600; }"] });
        string proving = Folder.At(".conductor/proving");
        Folder.Shell($"mkfifo '{proving}'");
        await GoOnAsync();
        await LandAsync("A");
        int process = int.Parse(await Task.Run(() => File.ReadAllText(proving), Token).WaitAsync(Notifications.Limit, Token), CultureInfo.InvariantCulture);
        string before = Tip();

        await TrackAsync("pause");
        await EndedAsync(process);
        Assert.Equal((TicketStateName.Landing, before), ((await GetAsync()).Tickets.Single().State, Tip()));
        await File.WriteAllTextAsync(Folder.At(".conductor/go"), "", Token);
        await TrackAsync("resume");
        await TicketIsAsync("A", TicketStateName.Completed);

        Assert.NotEqual(before, Tip());
    }

    [Fact]
    public async Task A_run_that_is_cancelled_while_work_is_proven_ends_at_once_and_the_work_is_kept()
    {
        await SubmitAsync(new Work("A", ("new.txt", "new\n")) { Acceptance = ["echo $$ > ../../proving; sleep 600"] });
        string proving = Folder.At(".conductor/proving");
        Folder.Shell($"mkfifo '{proving}'");
        await GoOnAsync();
        await LandAsync("A");
        int process = int.Parse(await Task.Run(() => File.ReadAllText(proving), Token).WaitAsync(Notifications.Limit, Token), CultureInfo.InvariantCulture);
        string before = Tip();

        await TrackAsync("cancel");
        await RunIsAsync(RunStatusName.Cancelled);
        await EndedAsync(process);

        Assert.Equal((TicketStateName.Cancelled, before), ((await GetAsync()).Tickets.Single().State, Tip()));
        Assert.True(File.Exists(Path.Combine(TreeOf("A"), "new.txt")));
    }

    private static async Task EndedAsync(int process)
    {
        try
        {
            using var running = Process.GetProcessById(process);
            await running.WaitForExitAsync(Token).WaitAsync(Notifications.Limit, Token);
        }
        catch (ArgumentException)
        {
            // It is gone already.
        }
    }
}
