using Conductor.Core.Approvals;
using Conductor.Core.Landing;
using Conductor.Core.Tickets;
using Conductor.Server.Protocol;
using StreamJsonRpc;
using Xunit;

namespace Conductor.Server.Tests.Landing;

public sealed class LandedRevertTests : LandingTestBase
{
    [Fact]
    public async Task What_has_landed_is_taken_back_by_a_commit_and_had_again_by_another()
    {
        string theirs = Theirs();
        await LandedAsync(new Work("A", ("a.txt", "changed\n"), ("new.txt", "new\n")), new Work("B", ("other.txt", "other\n")));

        RevertResult reverted = await RevertAsync("A");
        string back = Tip();
        TicketInfo taken = await TicketAsync("A");
        Assert.Equal("one\ntwo\nthree\n", Folder.Git("show", $"{Integration}:a.txt"));
        Assert.DoesNotContain("new.txt", Folder.Git("ls-tree", "--name-only", Integration), StringComparison.Ordinal);
        await Client.AskAsync<RevertResult>("conductor/ticket/undoRevert", new RevertParams(Main, "A"));
        TicketInfo again = await TicketAsync("A");

        Assert.Equal(["a.txt", "new.txt"], reverted.Files);
        Assert.Null(taken.Landed);
        Assert.Equal([TicketAction.UndoRevert], taken.Actions.Where(IsRevert));
        Assert.Equal([TicketAction.Revert], again.Actions.Where(IsRevert));
        Assert.NotNull(again.Landed);
        Assert.Equal("changed\n", Folder.Git("show", $"{Integration}:a.txt"));
        Assert.Equal("other\n", Folder.Git("show", $"{Integration}:other.txt"));
        Assert.Equal(["Have again: A: Title of A", "Take back: A: Title of A"], Folder.Git("log", "-2", "--format=%s", Integration).Trim().Split('\n'));
        Assert.Equal(back, Folder.Git("rev-parse", $"{Integration}^").Trim());
        Assert.Equal(theirs, Theirs());
    }

    [Fact]
    public async Task Whose_proof_rests_on_work_is_said_before_it_is_taken_back()
    {
        await LandedAsync(new Work("A", ("a.txt", "changed\n")), new Work("B", ("other.txt", "other\n")) { Acceptance = ["test -s a.txt"] }, new Work("C", ("c.txt", "c\n")));

        TicketChanges ofFirst = await Client.AskAsync<TicketChanges>("conductor/ticket/changes", new TicketParams(Main, "A"));
        TicketChanges ofLater = await Client.AskAsync<TicketChanges>("conductor/ticket/changes", new TicketParams(Main, "B"));

        Assert.Contains("and B landed after it and was proven with it there", ofFirst.Gaps[^1], StringComparison.Ordinal);
        Assert.Contains("run there: `test -s a.txt`.", ofFirst.Gaps[^1], StringComparison.Ordinal);
        Assert.DoesNotContain(ofLater.Gaps, gap => gap.Contains("landed after it", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_taking_landed_work_back_will_change_is_told_with_its_branch_and_is_what_it_changes()
    {
        await LandedAsync(new Work("A", ("a.txt", "changed\n"), ("new.txt", "new\n")));

        TicketChanges changes = await Client.AskAsync<TicketChanges>("conductor/ticket/changes", new TicketParams(Main, "A"));

        Assert.Equal(Integration, changes.Landed?.Branch);
        Assert.Equal(["a.txt", "new.txt"], changes.Landed?.Paths);
        Assert.Equal(changes.Landed?.Paths, (await RevertAsync("A")).Files);
        Assert.Null((await Client.AskAsync<TicketChanges>("conductor/ticket/changes", new TicketParams(Main, "A"))).Landed);
    }

    [Fact]
    public async Task What_is_not_known_of_files_in_a_folder_says_nothing_of_landed_work_that_is_taken_back()
    {
        await SubmitAsync(new Work("A", ("a.txt", "changed\n")));
        await DriveAsync((actor, _) => SendAsync(actor, new TrackCommand.RecordFiles(new TrackEvent.FilesChanged("A", 1, "call", [], Problem: "Changes of a.txt cannot be reverted."))));
        await GoOnAsync();
        TicketChanges before = await Client.AskAsync<TicketChanges>("conductor/ticket/changes", new TicketParams(Main, "A"));
        await LandAsync("A");
        await TicketIsAsync("A", TicketStateName.Completed);

        TicketChanges landed = await Client.AskAsync<TicketChanges>("conductor/ticket/changes", new TicketParams(Main, "A"));

        Assert.Contains("Changes of a.txt cannot be reverted.", before.Gaps);
        Assert.Empty(landed.Gaps);
    }

    [Fact]
    public async Task Work_can_be_taken_back_a_second_time()
    {
        await LandedAsync(new Work("A", ("a.txt", "changed\n")));

        await RevertAsync("A");
        await Client.AskAsync<RevertResult>("conductor/ticket/undoRevert", new RevertParams(Main, "A"));
        await RevertAsync("A");

        Assert.Equal("one\ntwo\nthree\n", Folder.Git("show", $"{Integration}:a.txt"));
        Assert.Equal(3, Folder.Git("log", "--format=%s", $"{Integration}^^^..{Integration}").Trim().Split('\n').Length);
    }

    [Fact]
    public async Task What_later_work_is_built_on_is_not_taken_back_and_it_is_told_whose_that_is()
    {
        await LandedAsync(new Work("A", ("a.txt", "first\n")));
        await LaterAsync("a.txt", "first, and then second\n");
        string tip = Tip();

        RemoteInvocationException refused = await Assert.ThrowsAsync<RemoteInvocationException>(() => RevertAsync("A"));

        Assert.Equal(ErrorCodes.WrongState, refused.ErrorCode);
        Assert.Contains("a.txt (changed since by B)", refused.Message, StringComparison.Ordinal);
        Assert.Equal(tip, Tip());
        await StopAsync();
        Assert.Empty(Registered());
    }

    [Fact]
    public async Task A_hook_that_refuses_keeps_work_where_it_is()
    {
        await LandedAsync(new Work("A", ("a.txt", "changed\n")));
        Folder.Write(".git/hooks/commit-msg", "#!/bin/sh\necho 'no change without a number' >&2\nexit 1\n");
        Folder.Shell("chmod +x .git/hooks/commit-msg");
        string tip = Tip();

        RemoteInvocationException refused = await Assert.ThrowsAsync<RemoteInvocationException>(() => RevertAsync("A"));

        Assert.Contains("no change without a number", refused.Message, StringComparison.Ordinal);
        Assert.Equal(tip, Tip());
    }

    [Fact]
    public async Task A_commit_that_took_work_back_before_the_process_died_is_found_and_not_made_again()
    {
        await LandedAsync(new Work("A", ("a.txt", "changed\n")));
        string landed = (await TicketAsync("A")).Landed ?? "";
        await StopAsync();
        await DriveAsync(async (_, repository) => TicketRepositoryFolder.Done(await repository.RevertLandingAsync(Main, landed, "A", "Take back: A", Token)));
        string tip = Tip();
        await StartAsync();
        await OpenAsync();

        RevertResult reverted = await RevertAsync("A");

        Assert.Equal((tip, "a.txt"), (Tip(), reverted.Files.Single()));
        Assert.Null((await TicketAsync("A")).Landed);
    }

    [Fact]
    public async Task Work_that_changed_nothing_of_its_own_shows_nothing_of_others_and_takes_nothing_of_theirs_back()
    {
        await SubmitAsync(new Work("A", ("a.txt", "changed\n")), new Work("B"));
        await GoOnAsync();
        await LandAsync("A");
        await TicketIsAsync("A", TicketStateName.Completed);
        await LandAsync("B");
        await RunIsAsync(RunStatusName.Done);

        RemoteInvocationException refused = await Assert.ThrowsAsync<RemoteInvocationException>(() => RevertAsync("B"));

        Assert.Contains("nothing to take back", refused.Message, StringComparison.Ordinal);
        Assert.Empty((await Client.AskAsync<WorkReview>("conductor/landing/work", new TicketParams(Main, "B"))).Files);
        Assert.NotEmpty((await Client.AskAsync<WorkReview>("conductor/landing/work", new TicketParams(Main, "A"))).Files);
        Assert.Equal("changed\n", Folder.Git("show", $"{Integration}:a.txt"));
    }

    private async Task LandedAsync(params Work[] works)
    {
        await SubmitAsync(works);
        await GoOnAsync();
        foreach (Work work in works)
        {
            await LandAsync(work.Ticket);
            await TicketIsAsync(work.Ticket, TicketStateName.Completed);
        }

        await RunIsAsync(RunStatusName.Done);
    }

    /// <summary>Another ticket lands on what has landed.</summary>
    private async Task LaterAsync(string path, string text)
    {
        await StopAsync();
        await DriveAsync(async (actor, repository) =>
        {
            string tip = Tip();
            await SendAsync(actor, new TrackCommand.Define(actor.State.Header, [.. actor.State.Graph.Tickets, new TicketDefinition("B", "Do B.")]));
            await SendAsync(actor, new TrackCommand.StartRun(actor.State.Run.Options ?? new RunOptions()));
            await BeginAsync(actor, repository, "B", 1, tip);
            string commit = await SaveAsync(repository, new Work("B", (path, text)), 1);
            await SendAsync(actor, new TrackCommand.SubmitWork("B", 1, new SubmittedWork("Done.", commit)));
            await SendAsync(actor, new TrackCommand.Decide(actor.State.OpenApprovals.Keys.Single(), new ApprovalDecision(ApprovalChoice.Approve, "person"), null));
            string landed = await TicketRepositoryFolder.LandAsync(repository, commit, tip, Main);
            await SendAsync(actor, new TrackCommand.FinishLanding("B", 1, landed, "tree"));
        });
        Workspace.WriteTrack(new { id = "A", title = "Title of A", description = "Do A." }, new { id = "B", description = "Do B." });
        await StartAsync();
        await OpenAsync();
    }

    private Task<RevertResult> RevertAsync(string ticket) => Client.AskAsync<RevertResult>("conductor/ticket/revert", new RevertParams(Main, ticket));

    private async Task<TicketInfo> TicketAsync(string ticket) => (await GetAsync()).Tickets.Single(known => known.Id == ticket);

    private static bool IsRevert(TicketAction action) => action is TicketAction.Revert or TicketAction.UndoRevert;
}
