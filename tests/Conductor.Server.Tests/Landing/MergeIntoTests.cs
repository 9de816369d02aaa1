using Conductor.Server.Landing;
using Conductor.Server.Protocol;
using StreamJsonRpc;
using Xunit;

namespace Conductor.Server.Tests.Landing;

public sealed class MergeIntoTests : LandingTestBase
{
    [Fact]
    public async Task A_person_gets_what_has_landed_into_their_branch_only_when_they_ask_for_it()
    {
        await LandedAsync(new Work("A", ("new.txt", "new\n")));
        Assert.False(Folder.Has("new.txt"));
        Assert.True((await GetAsync()).Integration?.HasUnmerged);

        MergeIntoResult merged = await MergeAsync("main");

        Assert.Equal("new\n", Folder.Read("new.txt"));
        Assert.Equal(Folder.Git("rev-parse", "main").Trim(), merged.Commit);
        Assert.False((await GetAsync()).Integration?.HasUnmerged);
    }

    [Fact]
    public async Task What_a_person_has_merged_themselves_is_not_offered_any_more_once_the_track_is_listed()
    {
        await LandedAsync(new Work("A", ("new.txt", "new\n")));
        Folder.Git("merge", "-q", Integration);

        await Client.AskAsync<TrackList>("conductor/track/list", new ListTracksParams());
        TrackChanged changed = await Received.WaitForAsync<TrackChanged>(change => change.Integration is { HasUnmerged: false } && change.Tickets.Count == 0);

        Assert.Equal("main", changed.Integration?.Onto);
        Assert.False((await GetAsync()).Integration?.HasUnmerged);
    }

    [Theory]
    [InlineData("git merge -q --squash {0} && git commit -q -m Squashed")]
    [InlineData("git commit -q --allow-empty -m Mine && git cherry-pick -m 1 {0}")]
    [InlineData("git merge -q --squash {0} && git commit -q -m Squashed && echo mine > mine.txt && git add mine.txt && git commit -q -m Mine")]
    public async Task What_came_to_their_branch_in_other_commits_is_merged_too(string how)
    {
        await LandedAsync(new Work("A", ("new.txt", "new\n")));
        Folder.Shell(string.Format(System.Globalization.CultureInfo.InvariantCulture, how, Integration));

        await DriveAsync(async (_, repository) => Assert.Equal("main", TicketRepositoryFolder.Done(await repository.MergedIntoAsync(Tip(), Token))));
    }

    [Fact]
    public async Task What_came_to_their_branch_only_in_part_is_not_merged()
    {
        await LandedAsync(new Work("A", ("new.txt", "new\n"), ("more.txt", "more\n")));
        Folder.Shell($"git checkout {Integration} -- new.txt && git commit -q -m Part");

        await DriveAsync(async (_, repository) => Assert.Null(TicketRepositoryFolder.Done(await repository.MergedIntoAsync(Tip(), Token))));
    }

    [Fact]
    public async Task A_run_after_a_squash_goes_on_from_what_is_checked_out_and_keeps_the_history_of_what_has_landed()
    {
        await LandedAsync(new Work("A", ("new.txt", "new\n")));
        string landed = Tip();
        Folder.Shell($"git merge -q --squash {Integration} && git commit -q -m Squashed && echo mine > mine.txt && git add mine.txt && git commit -q -m Mine");

        await DriveAsync(async (_, repository) =>
        {
            RunBase from = TicketRepositoryFolder.Done(await repository.BeginRunAsync(Main, Token));
            Assert.Equal((true, false, Tip()), (from.IsNew, from.LacksCommits, from.Branch.Commit));
        });

        Assert.Equal(Folder.Git("rev-parse", "main^{tree}"), Folder.Git("rev-parse", $"{Integration}^{{tree}}"));
        Assert.Equal([landed, Folder.Git("rev-parse", "main").Trim()], Folder.Git("log", "-1", "--format=%P", Integration).Trim().Split(' '));
    }

    [Fact]
    public async Task To_look_at_the_integration_branch_itself_is_not_to_merge_it()
    {
        await LandedAsync(new Work("A", ("new.txt", "new\n")));
        Folder.Git("switch", "-q", Integration);

        await DriveAsync(async (_, repository) => Assert.Null(TicketRepositoryFolder.Done(await repository.MergedIntoAsync(Tip(), Token))));
        Folder.Git("switch", "-q", "-c", "mine");

        await DriveAsync(async (_, repository) => Assert.Equal("mine", TicketRepositoryFolder.Done(await repository.MergedIntoAsync(Tip(), Token))));
    }

    [Fact]
    public async Task A_conflict_with_the_persons_own_commits_is_told_and_leaves_everything_as_it_was()
    {
        await LandedAsync(new Work("A", ("a.txt", "landed\n")));
        Folder.Write("a.txt", "mine\n");
        Folder.Git("add", "a.txt");
        Folder.Git("commit", "-q", "-m", "Mine");
        string theirs = Theirs();

        MergeIntoResult merged = await MergeAsync("main");

        Assert.Equal((null, "a.txt"), (merged.Commit, merged.Conflicts.Single()));
        Assert.Equal(theirs, Theirs());
        Assert.True((await GetAsync()).Integration?.HasUnmerged);
    }

    [Fact]
    public async Task Another_branch_than_the_person_was_told_of_is_refused()
    {
        await LandedAsync(new Work("A", ("a.txt", "landed\n")));
        Folder.Git("switch", "-q", "-c", "elsewhere");

        RemoteInvocationException refused = await Assert.ThrowsAsync<RemoteInvocationException>(() => MergeAsync("main"));

        Assert.Equal(ErrorCodes.WrongState, refused.ErrorCode);
        Assert.Contains("elsewhere is checked out now", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_that_are_not_committed_and_in_the_way_are_named()
    {
        await LandedAsync(new Work("A", ("a.txt", "landed\n")));
        Folder.Write("a.txt", "not committed\n");

        RemoteInvocationException refused = await Assert.ThrowsAsync<RemoteInvocationException>(() => MergeAsync("main"));

        Assert.Contains("a.txt", refused.Message, StringComparison.Ordinal);
        Assert.Equal("not committed\n", Folder.Read("a.txt"));
    }

    [Fact]
    public async Task Nothing_is_merged_before_anything_has_landed_or_where_nothing_may_run()
    {
        await SubmitAsync(new Work("A", ("a.txt", "landed\n")));
        await StartAsync(Workspace.Settings(), trusted: false);
        await OpenAsync();

        RemoteInvocationException untrusted = await Assert.ThrowsAsync<RemoteInvocationException>(() => MergeAsync("main"));
        await StartAsync();
        await OpenAsync();
        RemoteInvocationException nothing = await Assert.ThrowsAsync<RemoteInvocationException>(() => MergeAsync("main"));

        Assert.Equal((ErrorCodes.NotTrusted, ErrorCodes.WrongState), (untrusted.ErrorCode, nothing.ErrorCode));
    }

    private async Task LandedAsync(Work work)
    {
        await SubmitAsync(work);
        await GoOnAsync();
        await LandAsync(work.Ticket);
        await RunIsAsync(RunStatusName.Done);
    }

    private Task<MergeIntoResult> MergeAsync(string onto) => Client.AskAsync<MergeIntoResult>("conductor/landing/mergeInto", new MergeIntoParams(Main, onto));
}
