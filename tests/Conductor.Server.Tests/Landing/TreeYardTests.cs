using Conductor.Core.Approvals;
using Conductor.Core.Tickets;
using Conductor.Server.Landing;
using Conductor.Server.Protocol;
using StreamJsonRpc;
using Xunit;

namespace Conductor.Server.Tests.Landing;

public sealed class TreeYardTests : LandingTestBase
{
    [Fact]
    public async Task The_list_says_what_each_tree_is_for_and_how_large_it_is()
    {
        await SubmitAsync(new Work("A", ("new.txt", new string('x', 5_000))), new Work("B", ("b.txt", "b\n")) { Acceptance = ["exit 1"] });
        await GoOnAsync();
        await LandAsync("B");
        await StoppedAsync("B");

        TreeList trees = await ListAsync();

        Assert.Equal(
            [("A", 1, TreeOf("A"), TreeStateName.InUse), ("B", 1, TreeOf("B"), TreeStateName.InUse), (null, 0, Folder.At($".conductor/worktrees/{IntegrationTree}"), TreeStateName.Landings)],
            trees.Trees.Select(tree => (tree.TicketId, tree.Attempt, tree.Folder, tree.State)));
        Assert.InRange(trees.Trees[0].Bytes, 5_000, 20_000);
        Assert.Empty(trees.Discarded);
    }

    [Fact]
    public async Task Work_that_a_person_discards_is_gone_and_can_be_had_again_as_a_branch()
    {
        await EndedAsync();

        string kept = (await DiscardAsync("A")).Ref ?? "";
        TreeList trees = await ListAsync();
        RestoredWork restored = await Client.AskAsync<RestoredWork>("conductor/trees/restore", new RestoreWorkParams(kept, "a-again"));

        Assert.Empty(trees.Trees);
        Assert.Equal((kept, "A"), (trees.Discarded.Single().Ref, trees.Discarded.Single().Ticket));
        Assert.Equal(("Title of A", 2), (trees.Discarded.Single().Title, trees.Discarded.Single().Files));
        Assert.False(Directory.Exists(TreeOf("A")));
        Assert.Equal("new\n", Folder.Git("show", "a-again:new.txt"));
        Assert.Equal("left\n", Folder.Git("show", "a-again:left.txt"));
        Assert.Equal(restored.Commit, Folder.Git("rev-parse", "a-again").Trim());
    }

    [Fact]
    public async Task A_client_is_told_that_work_is_gone_which_a_person_discards()
    {
        await EndedAsync();

        await DiscardAsync("A");

        TicketInfo told = (await Received.WaitForAsync<TrackChanged>(change => change.Tickets.Any(ticket => ticket.Id == "A" && ticket.Tree is null))).Tickets.Single();
        Assert.DoesNotContain(TicketAction.ReviewChanges, told.Actions);
        Assert.EndsWith("\nWhat it had done was discarded since. It can be restored for 30 days.", told.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_discarded_without_a_record_is_found_gone_when_the_workspace_is_opened()
    {
        await EndedAsync();
        await StopAsync();
        Folder.Git("worktree", "remove", "--force", TreeOf("A"));
        Folder.Git("branch", "-D", BranchNames.Ticket(Main, "A"));

        await OpenedAsync();

        Assert.Null((await GetAsync()).Tickets.Single().Tree);
    }

    [Fact]
    public async Task Work_whose_tree_a_person_has_removed_is_still_on_its_branch()
    {
        await EndedAsync();
        await StopAsync();
        Folder.Git("worktree", "remove", "--force", TreeOf("A"));

        await OpenedAsync();

        Assert.NotNull((await GetAsync()).Tickets.Single().Tree);
    }

    [Fact]
    public async Task A_tree_in_use_is_not_discarded_nor_one_that_is_not_there()
    {
        await SubmitAsync(new Work("A", ("new.txt", "new\n")));
        await GoOnAsync();

        RemoteInvocationException used = await Assert.ThrowsAsync<RemoteInvocationException>(() => DiscardAsync("A"));
        RemoteInvocationException missing = await Assert.ThrowsAsync<RemoteInvocationException>(() => Client.AskAsync<DiscardResult>("conductor/trees/discard", new TreeParams(Main, "A", 7)));

        Assert.Contains("still needs its working tree", used.Message, StringComparison.Ordinal);
        Assert.Contains("no working tree", missing.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(TreeOf("A"), "new.txt")));
    }

    [Fact]
    public async Task The_tree_of_a_ticket_that_ended_without_landing_is_kept_until_it_is_discarded()
    {
        await EndedAsync();
        await StopAsync();
        await StartAsync();
        await OpenAsync();

        TreeInfo tree = Assert.Single((await ListAsync()).Trees);

        Assert.Equal(("A", TreeStateName.Unlanded), (tree.TicketId, tree.State));
    }

    [Fact]
    public async Task The_tree_of_a_ticket_that_left_the_track_is_listed_too()
    {
        await EndedAsync();
        Workspace.WriteTrack(new { id = "Z", description = "Another one." });
        await OpenAsync();

        Assert.Equal("A", Assert.Single((await ListAsync()).Trees).TicketId);
    }

    [Fact]
    public async Task What_a_process_that_died_left_of_landed_work_goes_when_the_workspace_is_opened_and_nothing_else_does()
    {
        await SubmitAsync(new Work("A", ("new.txt", "new\n")), new Work("B", ("b.txt", "b\n")));
        await DriveAsync(async (actor, repository) =>
        {
            await SendAsync(actor, new TrackCommand.ResumeRun());
            string gate = actor.State.OpenApprovals.Values.Single(request => request.TicketId == "A").ApprovalId;
            await SendAsync(actor, new TrackCommand.Decide(gate, new ApprovalDecision(ApprovalChoice.Approve, "person"), null));
            string landed = await TicketRepositoryFolder.LandAsync(repository, actor.State.Tickets["A"].Attempt?.Work?.Commit ?? "", Tip(), Main);
            await SendAsync(actor, new TrackCommand.FinishLanding("A", 1, landed, "tree"));
            await SendAsync(actor, new TrackCommand.CancelRun("Enough."));
        });
        Folder.Git("worktree", "add", "-q", Folder.At(".conductor/worktrees/mine"), "-b", "mine");
        Folder.Write(".conductor/worktrees/notes/a.txt", "mine too\n");

        await OpenedAsync();

        Assert.False(Directory.Exists(TreeOf("A")));
        Assert.False(Directory.Exists(Folder.At($".conductor/worktrees/{IntegrationTree}")));
        Assert.Equal([TreeName("B"), "mine"], Registered().Order(StringComparer.Ordinal));
        Assert.Equal("mine too\n", Folder.Read(".conductor/worktrees/notes/a.txt"));
    }

    [Fact]
    public async Task A_removal_that_was_cut_off_is_finished_when_the_workspace_is_opened()
    {
        await EndedAsync();
        await StopAsync();
        string branch = BranchNames.Ticket(Main, "A");
        string tip = Folder.Git("rev-parse", branch).Trim();
        Folder.Write($".conductor/worktrees/{TreeName("A")}.unfinished", $"removing\nrefs/heads/{branch}\n{tip}\nrefs/conductor/discarded/2026-01-01/x/A/1\n");
        File.Delete(Path.Combine(TreeOf("A"), "new.txt"));

        await OpenedAsync();

        Assert.Empty(Registered());
        Assert.Empty(Directory.EnumerateFileSystemEntries(Folder.At(".conductor/worktrees")));
    }

    [Fact]
    public async Task Where_nothing_may_run_git_is_not_run_on_trees_either()
    {
        await EndedAsync();
        await StopAsync();
        Folder.Shell("printf '*.txt filter=mark\n' > .gitattributes && git config filter.mark.clean \"touch '$PWD/.conductor/ran'; cat\"");
        File.Delete(Folder.At(".conductor/ran"));
        await StartAsync(Workspace.Settings(), trusted: false);
        await OpenAsync();

        RemoteInvocationException list = await Assert.ThrowsAsync<RemoteInvocationException>(ListAsync);
        RemoteInvocationException work = await Assert.ThrowsAsync<RemoteInvocationException>(() => Client.AskAsync<WorkReview>("conductor/landing/work", new TicketParams(Main, "A")));
        await StopAsync();

        Assert.Equal((ErrorCodes.NotTrusted, ErrorCodes.NotTrusted), (list.ErrorCode, work.ErrorCode));
        Assert.False(Folder.Has(".conductor/ran"));
    }

    [Fact]
    public async Task Discarded_work_is_forgotten_after_thirty_days()
    {
        await EndedAsync();
        string kept = (await DiscardAsync("A")).Ref ?? "";
        await StopAsync();
        string commit = Folder.Git("rev-parse", kept).Trim();
        Folder.Git("update-ref", "refs/conductor/discarded/2020-01-01/x/A/1", commit);

        await OpenedAsync();

        Assert.Equal(kept, Folder.Git("for-each-ref", "--format=%(refname)", "refs/conductor/discarded").Trim());
    }

    /// <summary>A's run is cancelled before its work, some of it not saved, has landed.</summary>
    private async Task EndedAsync()
    {
        await SubmitAsync(new Work("A", ("new.txt", "new\n")));
        await File.WriteAllTextAsync(Path.Combine(TreeOf("A"), "left.txt"), "left\n", Token);
        await GoOnAsync();
        await TrackAsync("cancel");
        await RunIsAsync(RunStatusName.Cancelled);
    }

    /// <summary>The workspace is opened, and what is done then has been.</summary>
    private async Task OpenedAsync()
    {
        await StartAsync();
        await OpenAsync();
        await ListAsync();
    }

    private Task<TreeList> ListAsync() => Client.AskAsync<TreeList>("conductor/trees/list", new ListTreesParams());

    private Task<DiscardResult> DiscardAsync(string ticket) => Client.AskAsync<DiscardResult>("conductor/trees/discard", new TreeParams(Main, ticket, 1));
}
