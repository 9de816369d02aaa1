using Conductor.Core.Tickets;
using Conductor.Server.Effects;
using Conductor.Server.Snapshots;
using Xunit;

namespace Conductor.Server.Tests.Snapshots;

/// <summary>What recording leaves alone: the person's index, branches, hooks, ignored files and settings.</summary>
public sealed class PrivateRecordTests : IDisposable
{
    private readonly GitFolder _folder = new();

    public PrivateRecordTests()
    {
        _folder.Write("text.txt", "one\ntwo\n");
        _folder.Write(".gitignore", "ignored.txt\n");
        _folder.Init().Commit();
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_persons_index_branches_stash_and_staged_work_stay_byte_for_byte()
    {
        _folder.Write("text.txt", "stashed\n");
        _folder.Git("-c", "user.name=A", "-c", "user.email=a@b", "stash");
        _folder.Write("staged.txt", "staged\n");
        _folder.Git("add", "staged.txt");
        _folder.Write("staged.txt", "and changed\n");
        byte[] index = await File.ReadAllBytesAsync(_folder.At(".git/index"), TestContext.Current.CancellationToken);
        string refs = Refs();
        await using var bench = new UndoBench(_folder);

        await bench.CommandAsync("A", () => _folder.Write("staged.txt", "by A\n"));
        Assert.Null(await bench.RevertAsync("A"));

        Assert.Equal("and changed\n", _folder.Read("staged.txt"));
        Assert.Equal(index, await File.ReadAllBytesAsync(_folder.At(".git/index"), TestContext.Current.CancellationToken));
        Assert.Equal(refs, Refs());
        Assert.NotEmpty(_folder.Git("for-each-ref", "refs/conductor"));
    }

    [Fact]
    public async Task No_hook_runs_and_nothing_is_signed()
    {
        foreach (string hook in new[] { "pre-commit", "post-commit", "post-index-change", "reference-transaction", "post-checkout", "pre-auto-gc" })
        {
            _folder.Write($".git/hooks/{hook}", $"#!/bin/sh\necho {hook} >> '{_folder.At("hooks-ran.txt")}'\nexit 1\n");
            _folder.Shell($"chmod +x .git/hooks/{hook}");
        }

        _folder.Git("config", "commit.gpgsign", "true");
        _folder.Git("config", "gpg.program", "/bin/false");
        await using var bench = new UndoBench(_folder);

        await bench.CommandAsync("A", () => _folder.Write("text.txt", "by A\n"));
        Assert.Null(await bench.RevertAsync("A"));

        Assert.False(_folder.Has("hooks-ran.txt"));
        Assert.Empty(bench.Files("A").Gaps);
    }

    [Fact]
    public async Task Ignored_files_and_Conductors_own_are_left_alone()
    {
        _folder.Write("ignored.txt", "mine\n");
        _folder.Write(".conductor/tracks/main.track.json", "[]");
        await using var bench = new UndoBench(_folder);

        await bench.CommandAsync("A", () =>
        {
            _folder.Write("ignored.txt", "by A\n");
            _folder.Write(".conductor/tracks/main.track.json", "[ ]");
        });

        Assert.Empty(bench.Paths("A"));
    }

    [Theory]
    [InlineData("core.autocrlf=true", "")]
    [InlineData("core.autocrlf=false", "*.txt text eol=crlf\n")]
    [InlineData("core.autocrlf=input", "")]
    public async Task Line_endings_come_back_exactly(string setting, string attributes)
    {
        if (attributes.Length > 0)
        {
            _folder.Write(".gitattributes", attributes);
        }

        _folder.Write("more.txt", "a\nb\n");
        _folder.Commit();
        string[] parts = setting.Split('=');
        _folder.Git("config", parts[0], parts[1]);
        _folder.Shell("rm text.txt more.txt && git checkout -q -- .");
        string before = _folder.Picture();
        Assert.Equal(!setting.EndsWith("input", StringComparison.Ordinal), _folder.Read("text.txt").Contains('\r', StringComparison.Ordinal));
        await using var bench = new UndoBench(_folder);

        await bench.ShellAsync("A", "rm more.txt; printf 'x\\ny\\n' > text.txt; printf 'lf\\n' > new.txt");
        string after = _folder.Picture();

        Assert.Null(await bench.RevertAsync("A"));
        Assert.Equal(before, _folder.Picture());
        Assert.Null(await bench.RevertAsync("A", isUndo: true));
        Assert.Equal(after, _folder.Picture());
    }

    [Fact]
    public async Task A_workspace_that_the_repository_around_it_ignores_is_recorded_without_git()
    {
        _folder.Write(".gitignore", "cache/\n");
        _folder.Write("cache/space/text.txt", "one\n");
        await using var bench = new UndoBench(_folder, "cache/space");

        await bench.CommandAsync("A", () => _folder.Write("cache/space/text.txt", "by A\n"));

        Assert.Equal(["text.txt"], bench.Paths("A"));
        Assert.Null(await bench.RevertAsync("A"));
        Assert.Equal("one\n", _folder.Read("cache/space/text.txt"));
    }

    [Fact]
    public async Task Files_that_git_was_told_not_to_look_at_are_looked_at()
    {
        _folder.Write("local.txt", "local\n");
        _folder.Commit();
        _folder.Git("update-index", "--assume-unchanged", "text.txt");
        _folder.Git("update-index", "--skip-worktree", "local.txt");
        await using var bench = new UndoBench(_folder);

        await bench.ShellAsync("A", "echo A >> text.txt; echo A >> local.txt");

        Assert.Equal(["local.txt", "text.txt"], bench.Paths("A"));
        Assert.Null(await bench.RevertAsync("A"));
        Assert.Equal(("one\ntwo\n", "local\n"), (_folder.Read("text.txt"), _folder.Read("local.txt")));
    }

    [Fact]
    public async Task An_index_of_our_own_that_is_broken_is_made_anew()
    {
        await using (var bench = new UndoBench(_folder))
        {
            await TreeAsync(bench, "1");
        }

        _folder.Write(".conductor/objects/index", "This is no index.");
        await using var again = new UndoBench(_folder);
        await again.CommandAsync("A", () => _folder.Write("text.txt", "by A\n"));

        Assert.Empty(again.Files("A").Gaps);
        Assert.Equal(["text.txt"], again.Paths("A"));
    }

    [Fact]
    public async Task A_folder_that_becomes_a_link_and_one_that_becomes_a_file_come_back()
    {
        _folder.Write("one/a.txt", "a\n");
        _folder.Write("two/b.txt", "b\n");
        _folder.Write("three.txt", "c\n");
        File.CreateSymbolicLink(_folder.At("four"), "two");
        _folder.Commit();
        string before = _folder.Picture();
        await using var bench = new UndoBench(_folder);

        await bench.ShellAsync("A", "mkdir other && mv one/a.txt other/a.txt && rmdir one && ln -s other one; rm -r two; echo file > two; rm three.txt; ln -s other three.txt; rm four; echo file > four");
        string after = _folder.Picture();

        Assert.Empty(bench.Files("A").Gaps);
        Assert.Null(await bench.RevertAsync("A"));
        Assert.Equal(before, _folder.Picture());
        Assert.Null(await bench.RevertAsync("A", isUndo: true));
        Assert.Equal(after, _folder.Picture());
    }

    [Fact]
    public async Task Working_trees_record_beside_each_other_and_the_workspace_prunes_what_none_of_them_needs()
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        var objects = new ObjectStore(_folder.At(".conductor/objects"));
        objects.Create();
        _folder.Git("worktree", "add", "-q", "-b", "one", _folder.At(".conductor/worktrees/one"));
        _folder.Git("worktree", "add", "-q", "-b", "two", _folder.At(".conductor/worktrees/two"));
        GitTrees own = await OpenAsync(_folder.Root, null);
        GitTrees one = await OpenAsync(_folder.At(".conductor/worktrees/one"), _folder.Root);
        GitTrees two = await OpenAsync(_folder.At(".conductor/worktrees/two"), _folder.Root);

        RecordedTree before = await one.RecordAsync(token);
        _folder.Write(".conductor/worktrees/one/of-one.txt", "1\n");
        _folder.Write(".conductor/worktrees/two/of-two.txt", "2\n");
        RecordedTree[] after = await Task.WhenAll(one.RecordAsync(token), two.RecordAsync(token));
        RecordedTree theirs = await own.RecordAsync(token);

        Assert.Equal("of-one.txt", Assert.Single((await one.CompareAsync(before.Id, after[0], 10, token)).Files).Path);
        Assert.DoesNotContain("of-", _folder.Git("ls-tree", "-r", "--name-only", theirs.Id), StringComparison.Ordinal);
        await one.PruneAsync(new HashSet<string>(), TimeProvider.System.GetUtcNow().AddHours(1), token);
        Assert.Contains(after[1].Id, _folder.Git("for-each-ref", "refs/conductor"), StringComparison.Ordinal);
        await own.PruneAsync(new HashSet<string> { after[0].Id }, TimeProvider.System.GetUtcNow().AddHours(1), token);
        string left = _folder.Git("for-each-ref", "--format=%(refname)", "refs/conductor");
        Assert.Contains(after[0].Id, left, StringComparison.Ordinal);
        Assert.DoesNotContain(after[1].Id, left, StringComparison.Ordinal);

        async Task<GitTrees> OpenAsync(string root, string? workspace) =>
            await GitTrees.OpenAsync(root, workspace, objects, new WorkspaceDisk(root, objects), token) ?? throw new InvalidOperationException($"{root} is in no repository.");
    }

    [Fact]
    public async Task A_file_outside_a_sparse_checkout_is_in_the_tree_as_the_persons_index_has_it()
    {
        var objects = new ObjectStore(_folder.At(".conductor/objects"));
        GitTrees? trees = await GitTrees.OpenAsync(_folder.Root, null, objects, new WorkspaceDisk(_folder.Root, objects), TestContext.Current.CancellationToken);
        Assert.NotNull(trees);
        _folder.Git("update-index", "--skip-worktree", "text.txt");
        File.Delete(_folder.At("text.txt"));

        string tree = (await trees.RecordAsync(TestContext.Current.CancellationToken)).Id;

        Assert.Equal("one\ntwo\n", _folder.Git("show", $"{tree}:text.txt"));
    }

    [Fact]
    public async Task Refs_of_trees_that_nothing_needs_go_but_not_the_latest()
    {
        var objects = new ObjectStore(_folder.At(".conductor/objects"));
        GitTrees? trees = await GitTrees.OpenAsync(_folder.Root, null, objects, new WorkspaceDisk(_folder.Root, objects), TestContext.Current.CancellationToken);
        Assert.NotNull(trees);
        string first = (await trees.RecordAsync(TestContext.Current.CancellationToken)).Id;
        _folder.Write("text.txt", "second\n");
        string second = (await trees.RecordAsync(TestContext.Current.CancellationToken)).Id;
        _folder.Write("text.txt", "third\n");
        string third = (await trees.RecordAsync(TestContext.Current.CancellationToken)).Id;

        await trees.PruneAsync(new HashSet<string> { first }, TimeProvider.System.GetUtcNow() - TimeSpan.FromHours(1), TestContext.Current.CancellationToken);
        Assert.Equal(3, _folder.Git("for-each-ref", "refs/conductor").Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        await trees.PruneAsync(new HashSet<string> { first }, TimeProvider.System.GetUtcNow() + TimeSpan.FromHours(1), TestContext.Current.CancellationToken);

        string refs = _folder.Git("for-each-ref", "--format=%(refname)", "refs/conductor");
        Assert.Contains(first, refs, StringComparison.Ordinal);
        Assert.DoesNotContain(second, refs, StringComparison.Ordinal);
        Assert.Contains(third, refs, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_without_git_and_with_too_many_files_says_what_to_do()
    {
        using var folder = new GitFolder();
        folder.Write("a.txt", "a");
        folder.Write("b.txt", "b");
        var objects = new ObjectStore(folder.At(".conductor/objects"));
        var trees = new HashedTrees(
            Workers.Workspaces.WorkspaceRoot.Open(folder.Root), objects, new WorkspaceDisk(folder.Root, objects), TimeProvider.System, mostFiles: 1);

        TreeRecordingException refused = await Assert.ThrowsAsync<TreeRecordingException>(() => trees.RecordAsync(TestContext.Current.CancellationToken));

        Assert.Contains("git init", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_too_large_to_keep_is_named()
    {
        await using var bench = new UndoBench(_folder);

        await bench.CommandAsync("A", () =>
        {
            using FileStream large = File.Create(_folder.At("large.bin"));
            large.SetLength(RecordedTree.LargestFile + 1);
        });

        Assert.Empty(bench.Paths("A"));
        Assert.StartsWith("Changes of large.bin by `make` cannot be reverted:", Assert.Single(bench.Files("A").Gaps), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_repository_that_breaks_is_told_and_nothing_is_held_up()
    {
        await using var bench = new UndoBench(_folder);
        await bench.CommandAsync("A", () => _folder.Write("text.txt", "by A\n"));
        Directory.Move(_folder.At(".git/objects"), _folder.At(".git/objects-away"));
        _folder.Write(".git/objects", "");

        await bench.CommandAsync("A", () => _folder.Write("other.txt", "by A\n"));

        Assert.Contains("`make` cannot be reverted: git", Assert.Single(bench.Files("A").Gaps), StringComparison.Ordinal);
        Assert.Equal(["text.txt"], bench.Paths("A"));
    }

    [Fact]
    public async Task A_tree_that_has_not_changed_is_the_same_tree()
    {
        await using var bench = new UndoBench(_folder);

        string? first = await TreeAsync(bench, "1");
        string? second = await TreeAsync(bench, "2");
        _folder.Write("text.txt", "changed\n");

        Assert.Equal(first, second);
        Assert.NotEqual(first, await TreeAsync(bench, "3"));
    }

    [Fact]
    public async Task What_no_ticket_needs_any_more_is_pruned()
    {
        await using var bench = new UndoBench(_folder);
        await bench.CommandAsync("A", () => _folder.Write("text.txt", "by A\n"));
        string orphan = bench.Trees.Objects.Put("nobody needs this"u8.ToArray());
        var needed = new NeededRecords();
        TrackState state = TrackEvolution.Apply(TrackState.Empty, new TrackEvent.TicketsDefined(new TrackHeader("t", ""), [new TicketDefinition("A", "x")], [], []));
        needed.Add(state.With(state.Tickets["A"] with { Files = bench.Files("A") }));

        needed.Prune(bench.Trees.Objects, null, TimeProvider.System.GetUtcNow() - TimeSpan.FromHours(1), TestContext.Current.CancellationToken);
        Assert.True(bench.Trees.Objects.Has(orphan));
        needed.Prune(bench.Trees.Objects, null, TimeProvider.System.GetUtcNow() + TimeSpan.FromHours(1), TestContext.Current.CancellationToken);

        Assert.False(bench.Trees.Objects.Has(orphan));
        Assert.Null(await bench.RevertAsync("A"));
        Assert.Equal("one\ntwo\n", _folder.Read("text.txt"));
    }

    private static async Task<string?> TreeAsync(UndoBench bench, string call) =>
        (await bench.Trees.BeforeAttemptAsync(new AttemptKey("track", call, 1), TestContext.Current.CancellationToken)).Tree;

    private string Refs() => _folder.Git("for-each-ref", "refs/heads", "refs/stash", "refs/tags") + File.ReadAllText(_folder.At(".git/HEAD"));
}
