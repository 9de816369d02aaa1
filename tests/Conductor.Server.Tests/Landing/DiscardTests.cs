using Conductor.Server.Landing;
using Xunit;
using static Conductor.Server.Tests.Landing.TicketRepositoryFolder;

namespace Conductor.Server.Tests.Landing;

public sealed class DiscardTests : IDisposable
{
    private readonly TicketRepositoryFolder _folder = Begin();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_tree_with_changes_that_are_not_saved_is_kept_unless_they_are()
    {
        (TicketRepository repository, string from) = await _folder.BegunAsync();
        TicketTree tree = Done(await repository.AddTreeAsync(Track, "t", 1, from, Token));
        Write(tree, "unsaved.txt", "unsaved\n");

        Assert.Contains("not saved", Words(await repository.RemoveTreeAsync(tree, keep: false, Token)), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(tree.Root, "unsaved.txt")));
        RemovedTree removed = Done(await repository.RemoveTreeAsync(tree, keep: true, Token));

        Assert.Equal("refs/conductor/discarded/2026-03-01/checkout/t/1", removed.KeptAs);
        Assert.Equal("unsaved\n", _folder.Folder.Git("show", $"{removed.KeptAs}:unsaved.txt"));
        Assert.Empty(_folder.Registered());
        Assert.Equal(["refs/conductor/discarded/2026-03-01/checkout/t/1", "refs/heads/conductor/checkout/integration"], _folder.OurRefs());
        Assert.Equal(removed with { KeptAs = null }, Done(await repository.RemoveTreeAsync(tree, keep: true, Token)));
    }

    [Fact]
    public async Task A_tree_with_saved_work_that_has_not_landed_is_kept_unless_it_is()
    {
        (TicketRepository repository, string from) = await _folder.BegunAsync();
        (TicketTree tree, string commit) = await WorkAsync(repository, "t", from, "new.txt", "new\n");

        Assert.Contains("has not landed", Words(await repository.RemoveTreeAsync(tree, keep: false, Token)), StringComparison.Ordinal);

        Assert.Equal(commit, _folder.Folder.Git("rev-parse", Done(await repository.RemoveTreeAsync(tree, keep: true, Token)).KeptAs ?? "").Trim());
    }

    [Fact]
    public async Task A_tree_without_work_leaves_nothing()
    {
        (TicketRepository repository, string from) = await _folder.BegunAsync();
        TicketTree tree = Done(await repository.AddTreeAsync(Track, "t", 1, from, Token));
        _folder.Folder.Shell($"mkdir -p '{tree.Root}/read only/in it' && touch '{tree.Root}/read only/in it/.keep' && echo 'read only/' > .git/info/exclude && chmod -R a-w '{tree.Root}/read only'");

        Assert.Null(Done(await repository.RemoveTreeAsync(tree, keep: true, Token)).KeptAs);

        Assert.Equal(["refs/heads/conductor/checkout/integration"], _folder.OurRefs());
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Folder.At(".conductor/worktrees")));
    }

    [Fact]
    public async Task A_conflict_in_the_middle_is_kept_with_its_marks()
    {
        (TicketRepository repository, string from) = await _folder.BegunAsync();
        (_, string landed) = await WorkAsync(repository, "t-1", from, "a.txt", "theirs\n");
        string tip = await LandAsync(repository, landed, from);
        (TicketTree tree, _) = await WorkAsync(repository, "t-2", from, "a.txt", "mine\n");
        Assert.IsType<MergeOutcome.Conflict>(await repository.BringInAsync(tree, tip, Token));

        Assert.Contains("not saved", Words(await repository.RemoveTreeAsync(tree, keep: false, Token)), StringComparison.Ordinal);
        RemovedTree removed = Done(await repository.RemoveTreeAsync(tree, keep: true, Token));

        Assert.Contains("<<<<<<<", _folder.Folder.Git("show", $"{removed.KeptAs}:a.txt"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tree_whose_folder_somebody_deleted_leaves_its_saved_work()
    {
        (TicketRepository repository, string from) = await _folder.BegunAsync();
        (TicketTree tree, string commit) = await WorkAsync(repository, "t", from, "new.txt", "new\n");
        Directory.Delete(tree.Folder, recursive: true);

        Assert.Contains("has not landed", Words(await repository.RemoveTreeAsync(tree, keep: false, Token)), StringComparison.Ordinal);
        Assert.Equal(commit, _folder.Folder.Git("rev-parse", Done(await repository.RemoveTreeAsync(tree, keep: true, Token)).KeptAs ?? "").Trim());

        Assert.Empty(_folder.Registered());
        Assert.DoesNotContain("refs/heads/conductor/checkout/t/t", _folder.OurRefs());
    }

    [Fact]
    public async Task An_earlier_attempt_that_goes_leaves_the_branch_to_the_later_one()
    {
        (TicketRepository repository, string from) = await _folder.BegunAsync();
        (TicketTree first, _) = await WorkAsync(repository, "t", from, "new.txt", "new\n");
        TicketTree second = Done(await repository.AddTreeAsync(Track, "t", 2, from, Token));
        Directory.Delete(first.Folder, recursive: true);

        Done(await repository.RemoveTreeAsync(first, keep: true, Token));

        Assert.True(Done(await repository.IsThereAsync(second, Token)));
        Assert.Contains("refs/heads/conductor/checkout/t/t", _folder.OurRefs());
    }

    [Fact]
    public async Task Discarded_work_is_listed_and_restored_as_a_branch()
    {
        (TicketRepository repository, string from) = await _folder.BegunAsync();
        (TicketTree tree, string commit) = await WorkAsync(repository, "T 1", from, "new.txt", "new\n");
        string kept = Done(await repository.RemoveTreeAsync(tree, keep: true, Token)).KeptAs ?? "";

        DiscardedWork work = Assert.Single(Done(await repository.ListDiscardedAsync(Token)));
        Assert.Equal(new DiscardedWork(kept, new DateOnly(2026, 3, 1), "checkout", IdSlug.Of("T 1"), 1, commit, "Work of T 1"), work);
        Assert.Equal(commit, Done(await repository.RestoreDiscardedAsync(kept, "mine/again", Token)));
        Assert.Equal(commit, Done(await repository.RestoreDiscardedAsync(kept, "mine/again", Token)));
        Assert.Equal(commit, _folder.Folder.Git("rev-parse", "refs/heads/mine/again").Trim());
    }

    [Theory]
    [InlineData("main", "There is a branch main already")]
    [InlineData("-f", "no name for a branch")]
    [InlineData("a..b", "no name for a branch")]
    public async Task A_branch_that_cannot_be_had_is_refused_and_none_is_moved(string branch, string words)
    {
        (TicketRepository repository, string from) = await _folder.BegunAsync();
        (TicketTree tree, _) = await WorkAsync(repository, "t", from, "new.txt", "new\n");
        string kept = Done(await repository.RemoveTreeAsync(tree, keep: true, Token)).KeptAs ?? "";
        string theirs = _folder.Theirs();

        Assert.Contains(words, Words(await repository.RestoreDiscardedAsync(kept, branch, Token)), StringComparison.Ordinal);

        Assert.Equal(theirs, _folder.Theirs());
    }

    [Fact]
    public async Task Only_what_was_discarded_is_restored()
    {
        TicketRepository repository = await _folder.OpenAsync();

        Assert.Contains("no discarded work", Words(await repository.RestoreDiscardedAsync("refs/heads/main", "again", Token)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_discarded_is_forgotten_after_thirty_days_and_not_before()
    {
        (TicketRepository repository, string from) = await _folder.BegunAsync();
        foreach (string ticket in (string[])["t-1", "t-2"])
        {
            (TicketTree tree, _) = await WorkAsync(repository, ticket, from, "new.txt", $"{ticket}\n");
            Done(await repository.RemoveTreeAsync(tree, keep: true, Token));
            _folder.Time.Advance(TimeSpan.FromDays(1));
        }

        _folder.Time.Advance(TimeSpan.FromDays(29));

        Assert.Equal(1, Done(await repository.PruneDiscardedAsync(TimeSpan.FromDays(30), Token)));
        Assert.Equal("t-2", Assert.Single(Done(await repository.ListDiscardedAsync(Token))).Ticket);
    }
}
