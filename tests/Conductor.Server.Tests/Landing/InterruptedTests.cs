using System.Globalization;
using Conductor.Server.Landing;
using Xunit;
using static Conductor.Server.Tests.Landing.TicketRepositoryFolder;

namespace Conductor.Server.Tests.Landing;

/// <summary>
/// What is cut off at any point is asked again by a process that knows nothing, and ends as if nothing had happened. A call that is cancelled
/// ends git, with all that it started, as kill -9 does, and nothing of our own runs after that.
/// </summary>
public sealed class InterruptedTests : IDisposable
{
    private readonly TicketRepositoryFolder _folder = Begin();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_ticket_that_is_cut_off_everywhere_goes_all_the_way()
    {
        for (int file = 0; file < 400; file++)
        {
            _folder.Folder.Write(string.Create(CultureInfo.InvariantCulture, $"many/{file}.txt"), "text\n");
        }

        _folder.Folder.Commit();
        string theirs = _folder.Theirs();
        (TicketRepository repository, string tip) = await _folder.BegunAsync();
        int cut = 0;
        for (int round = 0; round < 12; round++)
        {
            string ticket = string.Create(CultureInfo.InvariantCulture, $"t-{round}");
            TimeSpan Next(int most) => TimeSpan.FromMilliseconds(1 + (round * 7 + cut * 3) % most);
            await CutAsync(token => repository.AddTreeAsync(Track, ticket, 1, tip, token), Next(60));
            TicketTree tree = Done(await (repository = await _folder.OpenAsync()).AddTreeAsync(Track, ticket, 1, tip, Token));
            Assert.Empty(_folder.Folder.Git("-C", tree.Folder, "status", "--porcelain"));

            Write(tree, $"{ticket}.txt", ticket);
            await CutAsync(token => repository.SaveAsync(tree, ticket, token), Next(25));
            SavedWork saved = Done(await (repository = await _folder.OpenAsync()).SaveAsync(tree, ticket, Token));
            Assert.Equal(ticket, _folder.Folder.Git("show", $"{saved.Tip}:{ticket}.txt"));

            await CutAsync(token => repository.MergeAsync(Track, saved.Tip, "Land", token), Next(60));
            var merged = Assert.IsType<MergeOutcome.Merged>(await (repository = await _folder.OpenAsync()).MergeAsync(Track, saved.Tip, "Land", Token));
            await CutAsync(token => repository.AcceptAsync(Track, merged.Commit, tip, token), Next(15));
            tip = Done(await (repository = await _folder.OpenAsync()).AcceptAsync(Track, merged.Commit, tip, Token));

            await CutAsync(token => repository.RemoveTreeAsync(tree, keep: false, token), Next(30));
            Done(await (repository = await _folder.OpenAsync()).RemoveTreeAsync(tree, keep: false, Token));
            Assert.Equal(["checkout--integration"], _folder.Registered());
        }

        Assert.True(cut > 5, $"Only {cut} calls were cut off.");
        Assert.Equal(theirs, _folder.Theirs());
        Assert.Equal(["refs/heads/conductor/checkout/integration"], _folder.OurRefs());
        Assert.Equal(12, _folder.Folder.Git("ls-tree", "--name-only", tip).Split('\n').Count(name => name.StartsWith("t-", StringComparison.Ordinal)));
        Assert.Equal(["checkout--integration"], Directory.EnumerateFileSystemEntries(_folder.Folder.At(".conductor/worktrees")).Select(Path.GetFileName));

        async Task CutAsync<T>(Func<CancellationToken, Task<T>> call, TimeSpan after)
        {
            using var cancelled = new CancellationTokenSource(after);
            try
            {
                await call(cancelled.Token);
            }
            catch (OperationCanceledException)
            {
                cut++;
            }
        }
    }

    [Theory]
    [InlineData("only the note", "")]
    [InlineData("no registration yet", "mkdir -p \"$tree\" && echo half > \"$tree/a.txt\"")]
    [InlineData("a registration without a place", "mkdir -p .git/worktrees/checkout--t--1 && echo initializing > .git/worktrees/checkout--t--1/locked")]
    [InlineData("two of them", "mkdir -p .git/worktrees/checkout--t--1 .git/worktrees/checkout--t--11 && touch .git/worktrees/checkout--t--1/locked .git/worktrees/checkout--t--11/locked")]
    [InlineData("no files yet", "git worktree add -q --no-checkout -b conductor/checkout/t/t \"$tree\"")]
    [InlineData("half of the files", "git worktree add -q -b conductor/checkout/t/t \"$tree\" && rm \"$tree/a.txt\" && touch .git/worktrees/checkout--t--1/index.lock && echo initializing > .git/worktrees/checkout--t--1/locked")]
    [InlineData("a folder that is gone", "git worktree add -q -b conductor/checkout/t/t \"$tree\" && rm -r \"$tree\"")]
    [InlineData("a locked branch", "mkdir -p .git/refs/heads/conductor/checkout/t && touch .git/refs/heads/conductor/checkout/t/t.lock")]
    public async Task Half_a_tree_is_made_anew(string state, string setUp)
    {
        (TicketRepository repository, string from) = await _folder.BegunAsync();
        string folder = repository.TreeOf(Track, "t", 1).Folder;
        Directory.CreateDirectory(Path.GetDirectoryName(folder) ?? "");
        await new TreeNote(IsRemoval: false).WriteAsync(folder, Token);
        _folder.Folder.Shell($"tree='{folder}'; :; {setUp}");

        TicketTree tree = Done(await repository.AddTreeAsync(Track, "t", 1, from, Token));

        Assert.Empty(_folder.Folder.Git("-C", tree.Folder, "status", "--porcelain"));
        Assert.Equal(["checkout--t--1"], _folder.Registered());
        Assert.True(Done(await repository.IsThereAsync(tree, Token)), state);
        Assert.Null(Done(await repository.RemoveTreeAsync(tree, keep: false, Token)).KeptAs);
        Assert.Empty(_folder.Registered());
    }

    [Fact]
    public async Task Half_a_tree_that_nobody_wants_any_more_is_removed()
    {
        (TicketRepository repository, string from) = await _folder.BegunAsync();
        TicketTree tree = Done(await repository.AddTreeAsync(Track, "t", 1, from, Token));
        await new TreeNote(IsRemoval: false).WriteAsync(tree.Folder, Token);
        File.Delete(Path.Combine(tree.Folder, "a.txt"));

        Assert.Null(Done(await repository.RemoveTreeAsync(tree, keep: false, Token)).KeptAs);

        Assert.Empty(_folder.Registered());
        Assert.Equal(["refs/heads/conductor/checkout/integration"], _folder.OurRefs());
    }

    [Fact]
    public async Task A_removal_that_was_cut_off_goes_on_without_a_question_and_before_a_tree_of_the_same_attempt()
    {
        (TicketRepository repository, string from) = await _folder.BegunAsync();
        (TicketTree tree, string commit) = await WorkAsync(repository, "t", from, "new.txt", "new\n");
        var removal = new TreeNote(IsRemoval: true, $"refs/heads/{tree.Branch}", commit, "refs/conductor/discarded/2026-03-01/checkout/t/1");
        await removal.WriteAsync(tree.Folder, Token);
        File.Delete(Path.Combine(tree.Folder, ".git"));

        Assert.Equal(removal.KeptAs, Done(await repository.RemoveTreeAsync(tree, keep: false, Token)).KeptAs);
        Assert.Empty(_folder.Registered());
        await removal.WriteAsync(tree.Folder, Token);

        TicketTree again = Done(await repository.AddTreeAsync(Track, "t", 1, from, Token));

        Assert.Equal(from, _folder.Folder.Git("rev-parse", again.Branch).Trim());
        Assert.Equal(["checkout--t--1"], _folder.Registered());
    }

    [Theory]
    [InlineData("index.lock")]
    [InlineData("HEAD.lock")]
    public async Task Locks_that_a_killed_git_left_in_a_tree_do_not_keep_work_from_being_saved(string name)
    {
        (TicketRepository repository, string from) = await _folder.BegunAsync();
        TicketTree tree = Done(await repository.AddTreeAsync(Track, "t", 1, from, Token));
        Write(tree, "new.txt", "new\n");
        _folder.Folder.Write($".git/worktrees/checkout--t--1/{name}", "");
        _folder.Folder.Write(".git/refs/heads/conductor/checkout/t/t.lock", "");

        Assert.True(Done(await repository.SaveAsync(tree, "Saved", Token)).IsNew);
    }

    [Fact]
    public async Task A_lock_of_a_git_that_is_at_work_in_a_tree_stays()
    {
        (TicketRepository repository, string from) = await _folder.BegunAsync();
        (TicketTree tree, _) = await WorkAsync(repository, "t", from, "new.txt", "new\n");
        Write(tree, "new.txt", "newer\n");
        _folder.Folder.Write(".git/worktrees/checkout--t--1/index.lock", "");
        _folder.Folder.Write(".git/worktrees/checkout--t--1/conductor-index.lock", "");

        Assert.Contains("index.lock", Words(await repository.SaveAsync(tree, "Saved", Token)), StringComparison.Ordinal);
        Assert.True(_folder.Folder.Has(".git/worktrees/checkout--t--1/index.lock"));

        Assert.True(Done(await (await _folder.OpenAsync()).SaveAsync(tree, "Saved", Token)).IsNew);
        Assert.True(_folder.Folder.Has(".git/worktrees/checkout--t--1/conductor-index.lock"));
    }

    [Theory]
    [InlineData("rm -r .conductor/worktrees/checkout--integration")]
    [InlineData("rm .conductor/worktrees/checkout--integration/.git")]
    [InlineData("cd .conductor/worktrees/checkout--integration && echo half > a.txt && echo x > stray.txt && git add stray.txt && touch \"$(git rev-parse --git-dir)/index.lock\"")]
    [InlineData("cd .conductor/worktrees/checkout--integration && git reset -q --hard main && ! git merge -q main-conflict 2>/dev/null >&2")]
    public async Task The_tree_of_landings_is_put_right(string setUp)
    {
        (TicketRepository repository, string from) = await _folder.BegunAsync();
        (_, string first) = await WorkAsync(repository, "t-1", from, "a.txt", "first\n");
        (_, string second) = await WorkAsync(repository, "t-2", from, "b.txt", "second\n");
        string tip = await LandAsync(repository, first, from);
        _folder.Folder.Shell($"git branch main-conflict {tip} && echo mine > a.txt && git commit -q -a -m mine");
        _folder.Folder.Shell(setUp);

        var merged = Assert.IsType<MergeOutcome.Merged>(await repository.MergeAsync(Track, second, "Land", Token));

        Assert.Equal("", _folder.Folder.Git("-C", merged.Root, "status", "--porcelain"));
        Assert.Equal(tip, _folder.Folder.Git("rev-parse", $"{merged.Commit}^1").Trim());
    }
}
