using Conductor.Server.Landing;
using Xunit;
using static Conductor.Server.Tests.Landing.TicketRepositoryFolder;

namespace Conductor.Server.Tests.Landing;

public sealed class PersonsMergeTests : IDisposable
{
    private readonly TicketRepositoryFolder _folder = Begin();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_branch_that_is_checked_out_gets_what_has_landed_and_other_changes_stay()
    {
        TicketRepository repository = await LandedAsync("a.txt", "landed\n");
        _folder.Folder.Write("sub/b.txt", "not committed\n");
        _folder.Folder.Write("untracked.txt", "not committed\n");
        _folder.Folder.Shell("git commit -q --allow-empty -m meanwhile");

        var merged = Assert.IsType<MergeOutcome.Merged>(await repository.MergeIntoAsync(Track, "main", "Merge checkout", Token));

        Assert.Equal(merged.Commit, _folder.Folder.Git("rev-parse", "main").Trim());
        Assert.Equal("Merge checkout", _folder.Folder.Git("log", "-1", "--format=%s").Trim());
        Assert.Equal(("landed\n", "not committed\n", "not committed\n"), (_folder.Folder.Read("a.txt"), _folder.Folder.Read("sub/b.txt"), _folder.Folder.Read("untracked.txt")));
        Assert.Equal(merged.Commit, Assert.IsType<MergeOutcome.Merged>(await repository.MergeIntoAsync(Track, "main", "Again", Token)).Commit);
    }

    [Theory]
    [InlineData("git checkout -q -b other", "git switch main")]
    [InlineData("git checkout -q --detach", "No branch is checked out")]
    [InlineData("echo mine >> a.txt", "a.txt")]
    [InlineData("echo mine > new.txt", "new.txt")]
    [InlineData("echo mine >> a.txt && git add a.txt", "a.txt")]
    [InlineData("git commit -q --allow-empty -m m && echo mine >> sub/b.txt && git add sub/b.txt", "sub/b.txt")]
    [InlineData("git branch o && git commit -q --allow-empty -m m && git checkout -q o && git commit -q --allow-empty -m o && git checkout -q main && git merge -q --no-commit --no-ff o", "git merge --abort")]
    [InlineData("git branch -m conductor/checkout/integration elsewhere", "is not there")]
    [InlineData("git commit -q --allow-empty -m m && printf '#!/bin/sh\\necho not on a Friday >&2; exit 1\\n' > .git/hooks/pre-merge-commit && chmod +x .git/hooks/pre-merge-commit", "not on a Friday")]
    public async Task What_is_in_the_way_is_told_and_nothing_has_changed(string setUp, string words)
    {
        TicketRepository repository = await LandedAsync("a.txt", "landed\n");
        _folder.Folder.Shell(setUp);
        string theirs = _folder.Theirs();

        var failed = Assert.IsType<MergeOutcome.Failed>(await repository.MergeIntoAsync(Track, "main", "Merge checkout", Token));

        Assert.Contains(words, failed.Refusal.Message, StringComparison.Ordinal);
        Assert.Equal(theirs, _folder.Theirs());
    }

    [Fact]
    public async Task A_conflict_is_taken_back_and_told_with_its_files_while_other_changes_stay()
    {
        TicketRepository repository = await LandedAsync("a.txt", "landed\n");
        _folder.Folder.Shell("echo mine > a.txt && git commit -q -a -m mine && echo not committed > sub/b.txt");
        string theirs = _folder.Theirs();

        var conflict = Assert.IsType<MergeOutcome.Conflict>(await repository.MergeIntoAsync(Track, "main", "Merge checkout", Token));

        Assert.Equal([new ConflictedFile("a.txt", true, true, true)], conflict.Files);
        Assert.Equal(theirs, _folder.Theirs());
        Assert.False(_folder.Folder.Has(".git/MERGE_HEAD"));
    }

    [Fact]
    public async Task A_merge_that_has_begun_goes_to_its_end_whoever_goes_away()
    {
        TicketRepository repository = await LandedAsync("a.txt", "landed\n");
        _folder.Folder.Shell("git commit -q --allow-empty -m m && mkfifo .git/begun .git/go-on && printf '#!/bin/sh\necho > .git/begun; cat .git/go-on\n' > .git/hooks/pre-merge-commit && chmod +x .git/hooks/pre-merge-commit");
        using var gone = new CancellationTokenSource();

        Task<MergeOutcome> merge = repository.MergeIntoAsync(Track, "main", "Merge checkout", gone.Token);
        await Task.Run(() => _folder.Folder.Shell("cat .git/begun"), Token);
        await gone.CancelAsync();
        _folder.Folder.Shell("(echo > .git/go-on) > /dev/null 2>&1 &");

        Assert.IsType<MergeOutcome.Merged>(await merge);
        Assert.Equal("landed\n", _folder.Folder.Read("a.txt"));
        Assert.Empty(_folder.Folder.Git("status", "--porcelain"));
    }

    [Theory]
    [InlineData("echo new.txt > .git/info/exclude && echo mine > new.txt", "new.txt")]
    [InlineData("echo build > .git/info/exclude && echo mine > build", "build")]
    [InlineData("echo out > .git/info/exclude && mkdir out && echo mine > out/mine", "out")]
    public async Task Ignored_files_that_the_merge_would_overwrite_are_named_and_stay(string setUp, string named)
    {
        (TicketRepository repository, string from) = await _folder.BegunAsync();
        (TicketTree tree, _) = await WorkAsync(repository, "t", from, "build/made.txt", "made\n");
        Write(tree, "new.txt", "new\n");
        Write(tree, "out", "a file\n");
        await LandAsync(repository, Done(await repository.SaveAsync(tree, "More", Token)).Tip, from);
        _folder.Folder.Shell(setUp);
        string theirs = _folder.Theirs();

        var failed = Assert.IsType<MergeOutcome.Failed>(await repository.MergeIntoAsync(Track, "main", "Merge checkout", Token));

        Assert.Equal([named], failed.Refusal.Files);
        Assert.Contains("would overwrite", failed.Refusal.Message, StringComparison.Ordinal);
        Assert.Equal(theirs, _folder.Theirs());
    }

    private async Task<TicketRepository> LandedAsync(string path, string text)
    {
        (TicketRepository repository, string from) = await _folder.BegunAsync();
        (TicketTree tree, _) = await WorkAsync(repository, "t", from, path, text);
        Write(tree, "new.txt", "new\n");
        await LandAsync(repository, Done(await repository.SaveAsync(tree, "More", Token)).Tip, from);
        return repository;
    }
}
