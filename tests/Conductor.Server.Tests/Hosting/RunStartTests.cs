using Conductor.Core.Landing;
using Conductor.Core.Tickets;
using Conductor.Server.Hosting;
using Conductor.Server.Storage;
using Conductor.Server.Tests.Snapshots;
using Xunit;

namespace Conductor.Server.Tests.Hosting;

public sealed class RunStartTests : IDisposable
{
    private const string Track = "track";

    private static readonly TrackCommand.StartRun Run = new(new RunOptions { AutoQueue = false, Model = "demo" });

    private readonly GitFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Tickets_of_a_repository_work_in_trees_of_their_own_from_the_commit_that_is_checked_out()
    {
        Repository();

        (StartReply start, TrackState state) = await StartAsync();

        Assert.Empty(start.Notes);
        Assert.Equal((Isolation.Worktree, LandingPolicy.Ask), (state.Run.Options?.Isolation, state.Run.Options?.Landing));
        string head = _folder.Git("rev-parse", "HEAD").Trim();
        Assert.Equal(new IntegrationBranch("conductor/track/integration", head, "main", head), state.Integration);
        Assert.Equal(head, _folder.Git("rev-parse", "conductor/track/integration").Trim());
    }

    [Fact]
    public async Task Tickets_of_a_plain_folder_work_in_it_and_nothing_is_said()
    {
        (StartReply start, TrackState state) = await StartAsync();

        Assert.Equal((Isolation.Folder, null), (state.Run.Options?.Isolation, state.Integration));
        Assert.Empty(start.Notes);
    }

    [Theory]
    [InlineData("git init -q .. && echo inner/ > ../.gitignore && git -C .. add -A && git -C .. commit -q -m x", "ignores it")]
    [InlineData("git init -q --bare .", "is bare")]
    public async Task A_repository_that_has_no_files_of_the_workspace_is_said_and_its_tickets_work_in_the_folder(string setUp, string words)
    {
        _folder.Shell("mkdir inner");
        string inner = _folder.At("inner");
        _folder.Shell($"cd inner && export GIT_AUTHOR_NAME=A GIT_AUTHOR_EMAIL=a@b GIT_COMMITTER_NAME=A GIT_COMMITTER_EMAIL=a@b && {setUp}");

        (StartReply start, TrackState state) = await StartAsync(root: inner);

        Assert.Equal(Isolation.Folder, state.Run.Options?.Isolation);
        Assert.Contains(words, Assert.Single(start.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_repository_without_a_commit_is_refused_with_both_ways_out()
    {
        _folder.Init();

        (StartReply start, TrackState state) = await StartAsync();

        Assert.Equal(RunStatus.Idle, state.Run.Status);
        Assert.Contains("Commit what is there", start.Reply.Refusal?.Message, StringComparison.Ordinal);
        Assert.Contains("--isolation folder", start.Reply.Refusal?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Trees_that_are_asked_for_where_there_is_no_repository_are_refused()
    {
        (StartReply start, TrackState state) = await StartAsync(new PlaceWish(Isolation.Worktree));

        Assert.Equal(RunStatus.Idle, state.Run.Status);
        Assert.Contains("git init", start.Reply.Refusal?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_asks_for_the_folder_gets_it_in_a_repository_too_and_no_branch_is_made()
    {
        _folder.Init();

        (_, TrackState state) = await StartAsync(new PlaceWish(Isolation.Folder, LandingPolicy.Auto));

        Assert.Equal((Isolation.Folder, LandingPolicy.Auto, null), (state.Run.Options?.Isolation, state.Run.Options?.Landing, state.Integration));
        Assert.Equal("", _folder.Git("for-each-ref").Trim());
    }

    [Fact]
    public async Task The_setting_holds_where_nobody_asks()
    {
        Repository();

        (_, TrackState state) = await StartAsync(settings: WorkspaceSettings.Default with { Isolation = Isolation.Folder, Landing = LandingPolicy.Auto });

        Assert.Equal((Isolation.Folder, LandingPolicy.Auto), (state.Run.Options?.Isolation, state.Run.Options?.Landing));
    }

    [Fact]
    public async Task A_request_goes_before_the_setting()
    {
        Repository();

        (_, TrackState state) = await StartAsync(new PlaceWish(Isolation.Worktree), WorkspaceSettings.Default with { Isolation = Isolation.Folder });

        Assert.Equal(Isolation.Worktree, state.Run.Options?.Isolation);
    }

    [Fact]
    public async Task What_is_not_committed_is_said()
    {
        Repository();
        _folder.Write("new.txt", "new\n");

        (StartReply start, _) = await StartAsync();

        Assert.Contains("new.txt", Assert.Single(start.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_live_run_stays_where_its_tickets_work()
    {
        await using ConductorWorkspace workspace = Open(_folder.Root);
        TrackActor actor = await DefinedAsync(workspace);
        await workspace.Starts.SendAsync(actor, new PlaceWish(), Run, Token);
        Repository();

        StartReply asked = await workspace.Starts.SendAsync(actor, new PlaceWish(Isolation.Worktree), Run, Token);
        StartReply unasked = await workspace.Starts.SendAsync(actor, new PlaceWish(), Run, Token);

        Assert.Contains("work in the folder itself until it ends", asked.Reply.Refusal?.Message, StringComparison.Ordinal);
        Assert.Equal((null, Isolation.Folder), (unasked.Reply.Refusal, actor.State.Run.Options?.Isolation));
    }

    [Fact]
    public async Task A_ticket_that_is_run_alone_begins_its_run_where_tickets_work_now()
    {
        Repository();

        (_, TrackState state) = await StartAsync(command: new TrackCommand.RequestTicket("A", "demo"));

        Assert.Equal((RunStatus.Running, Isolation.Worktree), (state.Run.Status, state.Run.Options?.Isolation));
        Assert.NotNull(state.Integration);
    }

    [Fact]
    public async Task What_is_refused_anyway_makes_no_branch()
    {
        Repository();

        (StartReply start, TrackState state) = await StartAsync(command: new TrackCommand.RequestTicket("Z", "demo"));

        Assert.Equal((RefusalCode.UnknownTicket, null), (start.Reply.Refusal?.Code, state.Integration));
        Assert.DoesNotContain("conductor", _folder.Git("for-each-ref"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_branch_whose_work_is_all_merged_moves_on_to_what_is_checked_out()
    {
        Repository();
        await StartAsync();
        _folder.Shell("git commit -q --allow-empty -m later");
        string head = _folder.Git("rev-parse", "HEAD").Trim();

        (StartReply start, TrackState state) = await StartAsync(cancelFirst: true);

        Assert.Empty(start.Notes);
        Assert.Equal(new IntegrationBranch("conductor/track/integration", head, "main", head), state.Integration);
    }

    [Fact]
    public async Task A_branch_with_work_that_is_not_merged_stays_and_that_is_said()
    {
        Repository();
        await StartAsync();
        string from = _folder.Git("rev-parse", "HEAD").Trim();
        _folder.Shell("blob=$(echo landed | git hash-object -w --stdin) && tree=$( (git ls-tree HEAD; printf '100644 blob %s\\tlanded.txt\\n' $blob) | git mktree)"
            + " && git branch -f conductor/track/integration $(git commit-tree -p HEAD -m landed $tree) && git commit -q --allow-empty -m mine");
        string landed = _folder.Git("rev-parse", "conductor/track/integration").Trim();

        (StartReply start, TrackState state) = await StartAsync(cancelFirst: true);

        Assert.Equal(new IntegrationBranch("conductor/track/integration", from, "main", landed), state.Integration);
        Assert.Contains("not merged yet", Assert.Single(start.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_process_that_works_here_is_named_and_no_branch_is_made()
    {
        Repository();
        await using ConductorWorkspace workspace = Open(_folder.Root);
        TrackActor actor = await DefinedAsync(workspace);
        using WorkspaceOwnership.Lease? other = new WorkspaceOwnership(workspace.Folder).TryTake();

        StartReply start = await workspace.Starts.SendAsync(actor, new PlaceWish(), Run, Token);

        Assert.True(start.Reply.IsInUse);
        Assert.DoesNotContain("conductor", _folder.Git("for-each-ref"), StringComparison.Ordinal);
    }

    private void Repository()
    {
        _folder.Init("user.name=P", "user.email=p@example.test", "commit.gpgSign=false").Git("checkout", "-q", "-b", "main");
        _folder.Write("a.txt", "a\n");
        _folder.Write(".gitignore", ".conductor/\n");
        _folder.Commit();
    }

    /// <summary>Starts a run as a process of its own would, and gives what stands then.</summary>
    private async Task<(StartReply Start, TrackState State)> StartAsync(
        PlaceWish? wish = null, WorkspaceSettings? settings = null, TrackCommand? command = null, string? root = null, bool cancelFirst = false)
    {
        await using ConductorWorkspace workspace = Open(root ?? _folder.Root, settings);
        TrackActor actor = await DefinedAsync(workspace);
        if (cancelFirst)
        {
            await actor.SendAsync(new TrackCommand.CancelRun("Over."));
        }

        StartReply start = await workspace.Starts.SendAsync(actor, wish ?? new PlaceWish(), command ?? Run, Token);
        return (start, actor.State);
    }

    private static ConductorWorkspace Open(string root, WorkspaceSettings? settings = null) => new(new WorkspaceOptions(root, settings ?? WorkspaceSettings.Default, TimeProvider.System, _ => { }));

    private static async Task<TrackActor> DefinedAsync(ConductorWorkspace workspace)
    {
        TrackActor actor = workspace.Actor(Track);
        await actor.SendAsync(new TrackCommand.Define(new TrackHeader(Track, "A track"), [new TicketDefinition("A", "First.")]));
        return actor;
    }
}
