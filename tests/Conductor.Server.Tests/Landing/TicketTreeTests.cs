using Conductor.Server.Landing;
using Xunit;
using static Conductor.Server.Tests.Landing.TicketRepositoryFolder;

namespace Conductor.Server.Tests.Landing;

public sealed class TicketTreeTests : IDisposable
{
    private readonly TicketRepositoryFolder _folder = Begin();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_integration_branch_that_is_there_stays_where_it_is()
    {
        (TicketRepository repository, string from) = await _folder.BegunAsync();
        _folder.Folder.Shell("git commit -q --allow-empty -m later");

        IntegrationBranch again = Done(await repository.BeginIntegrationAsync(Track, Token));

        Assert.Equal(new IntegrationBranch("conductor/checkout/integration", from, "main"), again);
    }

    [Theory]
    [InlineData("linked", "git worktree add -q -b side ../{0}-linked", "../{0}-linked")]
    [InlineData("a folder in it", "", "sub")]
    public async Task Another_workspace_of_the_repository_that_runs_a_track_of_the_same_id_is_named_until_it_is_gone(string name, string setUp, string place)
    {
        Assert.NotEmpty(name);
        string itself = Path.GetFileName(_folder.Folder.Root);
        _folder.Folder.Shell($": ; {setUp.Replace("{0}", itself, StringComparison.Ordinal)}");
        string root = Path.GetFullPath(_folder.Folder.At(place.Replace("{0}", itself, StringComparison.Ordinal)));
        try
        {
            TicketRepository other = await _folder.OpenAsync(root);
            TicketRepository repository = await _folder.OpenAsync();
            Assert.True(Done(await other.BeginRunAsync(Track, Token)).IsNew);
            string tip = _folder.Folder.Git("rev-parse", "conductor/checkout/integration");

            string words = Words(await repository.BeginRunAsync(Track, Token));

            Assert.Contains(root, words, StringComparison.Ordinal);
            Assert.Contains("another id", words, StringComparison.Ordinal);
            Assert.Equal(tip, _folder.Folder.Git("rev-parse", "conductor/checkout/integration"));
            Done(await other.BeginRunAsync(Track, Token));
            Done(await repository.BeginRunAsync("another", Token));
            Directory.Delete(root, recursive: true);
            Done(await repository.BeginRunAsync(Track, Token));
        }
        finally
        {
            TreeDisk.Delete(root);
        }
    }

    [Fact]
    public async Task A_branch_of_the_person_where_ours_would_be_is_named()
    {
        _folder.Folder.Git("branch", "conductor");
        TicketRepository repository = await _folder.OpenAsync();

        string words = Words(await repository.BeginIntegrationAsync(Track, Token));

        Assert.Contains("git branch -m conductor", words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tree_that_is_there_keeps_the_work_in_it_when_it_is_asked_for_again()
    {
        (TicketRepository repository, string from) = await _folder.BegunAsync();
        TicketTree tree = Done(await repository.AddTreeAsync(Track, "t", 1, from, Token));
        Write(tree, "a.txt", "work\n");

        Assert.Equal(tree, Done(await (await _folder.OpenAsync()).AddTreeAsync(Track, "t", 1, from, Token)));

        Assert.Equal("work\n", File.ReadAllText(Path.Combine(tree.Root, "a.txt")));
        Assert.True(Done(await repository.IsThereAsync(tree, Token)));
    }

    [Fact]
    public async Task A_later_attempt_has_the_branch_and_the_earlier_tree_and_its_work_stay()
    {
        (TicketRepository repository, string from) = await _folder.BegunAsync();
        (TicketTree first, string commit) = await WorkAsync(repository, "t", from, "a.txt", "first\n");

        TicketTree second = Done(await repository.AddTreeAsync(Track, "t", 2, from, Token));

        Assert.Equal(from, _folder.Folder.Git("rev-parse", first.Branch).Trim());
        DiscardedWork kept = Assert.Single(Done(await repository.ListDiscardedAsync(Token)));
        Assert.Equal((commit, null), (kept.Commit, kept.Attempt));
        Assert.Equal((kept.Ref, null), (Done(await repository.EarlierWorkAsync(second, from, Token)), Done(await repository.EarlierWorkAsync(second, commit, Token))));
        Write(first, "late.txt", "late\n");
        SavedWork late = Done(await repository.SaveAsync(first, "Late", Token));
        Assert.Equal(from, _folder.Folder.Git("rev-parse", second.Branch).Trim());
        Assert.Equal(late.Tip, _folder.Folder.Git("rev-parse", Done(await repository.RemoveTreeAsync(first, keep: true, Token)).KeptAs ?? "").Trim());
        Assert.True(Done(await repository.IsThereAsync(second, Token)));
    }

    [Fact]
    public async Task A_ticket_branch_that_the_person_has_checked_out_is_not_moved()
    {
        (TicketRepository repository, string from) = await _folder.BegunAsync();
        _folder.Folder.Shell("git checkout -q -b conductor/checkout/t/t && git commit -q --allow-empty -m mine");
        string mine = _folder.Folder.Git("rev-parse", "HEAD");

        string words = Words(await repository.AddTreeAsync(Track, "t", 1, from, Token));

        Assert.Contains("Check out another branch there", words, StringComparison.Ordinal);
        Assert.Equal(mine, _folder.Folder.Git("rev-parse", "conductor/checkout/t/t"));
        Assert.Empty(_folder.Registered());
    }

    [Fact]
    public async Task A_folder_that_is_no_tree_is_never_deleted()
    {
        (TicketRepository repository, string from) = await _folder.BegunAsync();
        TicketTree tree = repository.TreeOf(Track, "t", 1);
        Write(tree, "somebody's.txt", "work");

        string adding = Words(await repository.AddTreeAsync(Track, "t", 1, from, Token));
        string removing = Words(await repository.RemoveTreeAsync(tree, keep: true, Token));

        Assert.Contains("Move it away", adding, StringComparison.Ordinal);
        Assert.Contains("Take out what you need", removing, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(tree.Root, "somebody's.txt")));
    }

    [Fact]
    public async Task An_unknown_base_leaves_nothing()
    {
        (TicketRepository repository, _) = await _folder.BegunAsync();

        string words = Words(await repository.AddTreeAsync(Track, "t", 1, new string('1', 40), Token));

        Assert.Contains("has no commit", words, StringComparison.Ordinal);
        Assert.Empty(_folder.Registered());
        Assert.Equal(["refs/heads/conductor/checkout/integration"], _folder.OurRefs());
    }

    [Fact]
    public async Task A_checkout_that_fails_leaves_no_half_tree_and_says_why()
    {
        (TicketRepository repository, string from) = await _folder.BegunAsync();
        _folder.Folder.Shell("git config filter.broken.smudge 'echo no such filter >&2; false' && git config filter.broken.required true && echo '*.txt filter=broken' > .git/info/attributes");

        string words = Words(await repository.AddTreeAsync(Track, "t", 1, from, Token));

        Assert.Contains("smudge filter broken failed", words, StringComparison.Ordinal);
        Assert.Empty(_folder.Registered());
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Folder.At(".conductor/worktrees")));
    }

    [Fact]
    public async Task Eight_tickets_get_their_trees_at_once()
    {
        (TicketRepository repository, string from) = await _folder.BegunAsync();

        var trees = await Task.WhenAll(Enumerable.Range(1, 8).Select(number => WorkAsync(repository, $"t-{number}", from, $"{number}.txt", "x\n")));

        Assert.Equal(8, _folder.Registered().Length);
        Assert.Equal(8, trees.Select(tree => tree.Commit).Distinct().Count());
        await Task.WhenAll(trees.Select(tree => repository.RemoveTreeAsync(tree.Tree, keep: true, Token)));
        Assert.Empty(_folder.Registered());
        Assert.Equal(8, Done(await repository.ListDiscardedAsync(Token)).Length);
    }

    [Fact]
    public async Task A_tree_that_moved_with_its_repository_goes_on()
    {
        (TicketRepository repository, string from) = await _folder.BegunAsync();
        (_, string commit) = await WorkAsync(repository, "t", from, "a.txt", "work\n");
        string moved = _folder.Folder.Root + "-moved";
        Directory.Move(_folder.Folder.Root, moved);
        try
        {
            TicketRepository there = await _folder.OpenAsync(moved);
            TicketTree tree = there.TreeOf(Track, "t", 1);

            Assert.Equal(commit, Done(await there.SaveAsync(tree, "Again", Token)).Tip);
        }
        finally
        {
            Directory.Move(moved, _folder.Folder.Root);
        }
    }

    [Fact]
    public async Task The_size_of_a_tree_is_that_of_its_own_files()
    {
        (TicketRepository repository, string from) = await _folder.BegunAsync();
        TicketTree tree = Done(await repository.AddTreeAsync(Track, "t", 1, from, Token));
        long before = TicketRepository.Size(tree);
        Write(tree, "out/big.bin", new string('x', 100_000));
        Directory.CreateSymbolicLink(Path.Combine(tree.Root, "up"), _folder.Folder.Root);
        File.CreateSymbolicLink(Path.Combine(tree.Root, "same"), Path.Combine(tree.Root, "out/big.bin"));

        Assert.Equal(100_000, TicketRepository.Size(tree) - before);
        Assert.Equal(0, TicketRepository.Size(repository.TreeOf(Track, "none", 1)));
    }
}
