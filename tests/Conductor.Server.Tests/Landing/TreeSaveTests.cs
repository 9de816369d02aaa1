using Conductor.Server.Landing;
using Xunit;
using static Conductor.Server.Tests.Landing.TicketRepositoryFolder;

namespace Conductor.Server.Tests.Landing;

public sealed class TreeSaveTests : IDisposable
{
    private readonly TicketRepositoryFolder _folder = Begin();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Everything_that_changed_is_saved_and_nothing_that_is_ignored()
    {
        (TicketRepository repository, TicketTree tree, string from) = await AddedAsync();
        Write(tree, ".gitignore", "*.log\n");
        Write(tree, "x.log", "ignored");
        Write(tree, "new/file.bin", "\0\u0001binary");
        Write(tree, "a.txt", "changed\n");
        File.Delete(Path.Combine(tree.Root, "sub/b.txt"));
        File.WriteAllBytes(Path.Combine(tree.Root, "large.bin"), new byte[5 * 1024 * 1024]);

        SavedWork saved = Done(await repository.SaveAsync(tree, "Subject\n\n# no comment\nLast line", Token));

        Assert.True(saved.IsNew);
        Assert.Equal("A\t.gitignore\nM\ta.txt\nA\tlarge.bin\nA\tnew/file.bin\nD\tsub/b.txt\n", _folder.Folder.Git("diff", "--name-status", "--no-renames", from, saved.Tip));
        Assert.Equal("Subject\n\n# no comment\nLast line\n", _folder.Folder.Git("log", "-1", "--format=%B", saved.Tip).TrimEnd('\n') + "\n");
        Assert.Equal(saved.Tip, _folder.Folder.Git("rev-parse", tree.Branch).Trim());
    }

    [Fact]
    public async Task Nothing_new_makes_no_commit()
    {
        (TicketRepository repository, TicketTree tree, string from) = await AddedAsync();

        SavedWork saved = Done(await repository.SaveAsync(tree, "Nothing", Token));

        Assert.Equal((from, false), (saved.Tip, saved.IsNew));
    }

    [Fact]
    public async Task Hooks_and_signing_are_not_asked_and_the_author_is_the_person()
    {
        (TicketRepository repository, TicketTree tree, _) = await AddedAsync();
        _folder.Folder.Shell("for hook in pre-commit commit-msg prepare-commit-msg post-commit post-checkout reference-transaction; do "
            + "printf '#!/bin/sh\\ntouch \"'\"$PWD\"'/ran\"; exit 1\\n' > .git/hooks/$hook; chmod +x .git/hooks/$hook; done; git config commit.gpgSign true && git config gpg.program false");
        Write(tree, "a.txt", "changed\n");

        SavedWork saved = Done(await repository.SaveAsync(tree, "Saved", Token));

        Assert.Equal("Person <person@example.test>", _folder.Folder.Git("log", "-1", "--format=%an <%ae>", saved.Tip).Trim());
        Assert.False(_folder.Folder.Has("ran"));
    }

    [Fact]
    public async Task Conductor_is_the_author_where_nobody_has_said_who_they_are()
    {
        (TicketRepository repository, TicketTree tree, _) = await AddedAsync();
        _folder.Folder.Shell("git config user.name '' && git config user.email ''");
        Write(tree, "a.txt", "changed\n");

        SavedWork saved = Done(await repository.SaveAsync(tree, "Saved", Token));

        Assert.Equal("Conductor <conductor@localhost>", _folder.Folder.Git("log", "-1", "--format=%an <%ae>", saved.Tip).Trim());
    }

    [Fact]
    public async Task A_repository_within_is_left_out_and_named()
    {
        (TicketRepository repository, TicketTree tree, string from) = await AddedAsync();
        _folder.Folder.Shell($"cd '{tree.Root}' && git init -q inner && echo x > inner/x && echo y > beside.txt");

        SavedWork saved = Done(await repository.SaveAsync(tree, "Saved", Token));
        string words = Words(await repository.RemoveTreeAsync(tree, keep: true, Token));

        Assert.Equal(["inner/"], saved.LeftOut);
        Assert.Equal("beside.txt\n", _folder.Folder.Git("diff", "--name-only", from, saved.Tip));
        Assert.Contains("inner/", words, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(tree.Root, "inner/x")));
    }

    [Fact]
    public async Task A_branch_of_the_person_that_somebody_checked_out_in_the_tree_gets_no_commit()
    {
        (TicketRepository repository, TicketTree tree, _) = await AddedAsync();
        _folder.Folder.Git("branch", "theirs");
        string theirs = _folder.Theirs();
        _folder.Folder.Shell($"cd '{tree.Root}' && git switch -q theirs && echo x > x");

        string words = Words(await repository.SaveAsync(tree, "Saved", Token));

        Assert.Contains($"git switch {tree.Branch}", words, StringComparison.Ordinal);
        Assert.Equal(theirs, _folder.Theirs());
    }

    [Fact]
    public async Task A_tree_that_is_gone_is_told()
    {
        (TicketRepository repository, TicketTree tree, _) = await AddedAsync();
        Directory.Delete(tree.Folder, recursive: true);

        Assert.Contains("is no longer there", Words(await repository.SaveAsync(tree, "Saved", Token)), StringComparison.Ordinal);
        Assert.False(Done(await repository.IsThereAsync(tree, Token)));
    }

    [Fact]
    public async Task A_rebase_that_has_not_ended_is_told_before_a_save()
    {
        (TicketRepository repository, TicketTree tree, _) = await AddedAsync();
        Write(tree, "a.txt", "one!\n");
        Done(await repository.SaveAsync(tree, "One", Token));
        _folder.Folder.Shell($"echo main >> a.txt && git commit -q -a -m main && cd '{tree.Root}' && ! git rebase -q main 2>/dev/null");

        Assert.Contains("git rebase --continue or --abort", Words(await repository.SaveAsync(tree, "Saved", Token)), StringComparison.Ordinal);
        Assert.NotNull(Done(await repository.RemoveTreeAsync(tree, keep: true, Token)).KeptAs);
    }

    private async Task<(TicketRepository Repository, TicketTree Tree, string From)> AddedAsync()
    {
        (TicketRepository repository, string from) = await _folder.BegunAsync();
        return (repository, Done(await repository.AddTreeAsync(Track, "t", 1, from, Token)), from);
    }
}
