using Conductor.Server.Landing;
using Conductor.Server.Tests.Snapshots;
using Conductor.Workers.Processes;
using Xunit;

namespace Conductor.Server.Tests.Landing;

public sealed class RepositoryLookTests : IDisposable
{
    private readonly GitFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("git version 2.39.5", "2.39.5")]
    [InlineData("git version 2.45.1.windows.1", "2.45.1")]
    [InlineData("git version 2.39.3 (Apple Git-145)", "2.39.3")]
    [InlineData("git version 2.46.GIT", "2.46")]
    public void A_version_is_read_whoever_built_it(string text, string version) => Assert.Equal(Version.Parse(version), RepositoryLooks.ReadVersion(text));

    [Theory]
    [InlineData(GitResult.NotThere, "", "git is not installed, or its folder is not on the PATH.", RepositoryTrouble.NoGit)]
    [InlineData(0, "git version 2.29.9", "", RepositoryTrouble.GitTooOld)]
    [InlineData(0, "hello", "", RepositoryTrouble.NoGit)]
    public void No_git_and_an_old_one_are_refused_with_both_ways_out(int exitCode, string output, string error, object trouble)
    {
        RepositoryLook.Refused? refused = RepositoryLooks.WhyNot(new GitResult(exitCode, output, error));

        Assert.Equal(trouble, refused?.Trouble);
        Assert.Contains("Install", refused?.Refusal.Message, StringComparison.Ordinal);
        Assert.Contains("conductor.run.isolation", refused?.Refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_oldest_git_is_taken() => Assert.Null(RepositoryLooks.WhyNot(new GitResult(0, "git version 2.30.0", "")));

    [Fact]
    public async Task A_folder_in_no_repository_is_refused() => await RefusedAsync(RepositoryTrouble.NoRepository, "git init");

    [Fact]
    public async Task A_bare_repository_is_refused()
    {
        _folder.Git("init", "-q", "--bare", ".");

        await RefusedAsync(RepositoryTrouble.Bare, "Open a clone");
    }

    [Fact]
    public async Task A_branch_without_a_commit_is_refused()
    {
        _folder.Init();

        await RefusedAsync(RepositoryTrouble.NoCommit, "Commit what is there");
    }

    [Fact]
    public async Task A_workspace_that_the_repository_around_it_ignores_is_refused()
    {
        _folder.Init();
        _folder.Write(".gitignore", "inner/\n");
        _folder.Commit();
        _folder.Write("inner/file.txt", "x");

        await RefusedAsync(RepositoryTrouble.Ignored, "repository of its own", _folder.At("inner"));
    }

    [Fact]
    public async Task A_repository_that_git_cannot_read_is_refused_with_its_words()
    {
        _folder.Init().Shell("printf '[broken' > .git/config");

        await RefusedAsync(RepositoryTrouble.Unreadable, "bad config");
    }

    [Fact]
    public async Task A_plain_repository_has_nothing_to_note()
    {
        using TicketRepositoryFolder folder = TicketRepositoryFolder.Begin();
        folder.Folder.Write(".conductor/tracks/new.track.json", "[]");

        Assert.Empty(await NotesAsync(folder.Folder.Root));
    }

    [Fact]
    public async Task What_is_not_committed_is_noted_by_name()
    {
        using TicketRepositoryFolder folder = TicketRepositoryFolder.Begin();
        folder.Folder.Write("a.txt", "changed");
        folder.Folder.Write("new file.txt", "new");

        RepositoryNote note = Assert.Single(await NotesAsync(folder.Folder.Root));

        Assert.Equal(RepositoryNoteKind.UncommittedChanges, note.Kind);
        Assert.Contains("a.txt, new file.txt", note.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_merge_under_way_is_noted_and_does_not_matter_yet()
    {
        using TicketRepositoryFolder folder = TicketRepositoryFolder.Begin();
        folder.Folder.Shell("git checkout -q -b other && git commit -q --allow-empty -m o && git checkout -q main && git merge -q --no-ff --no-commit other");

        Assert.Contains(await NotesAsync(folder.Folder.Root), note => note.Kind == RepositoryNoteKind.OperationUnderWay && note.Message.Contains("merge", StringComparison.Ordinal));
    }

    private static async Task<IReadOnlyList<RepositoryNote>> NotesAsync(string workspace) =>
        Assert.IsType<RepositoryLook.Usable>(await TicketRepository.LookAsync(workspace, TimeProvider.System, TestContext.Current.CancellationToken)).Notes;

    private async Task RefusedAsync(RepositoryTrouble trouble, string words, string? workspace = null)
    {
        var refused = Assert.IsType<RepositoryLook.Refused>(await TicketRepository.LookAsync(workspace ?? _folder.Root, TimeProvider.System, TestContext.Current.CancellationToken));

        Assert.Equal(trouble, refused.Trouble);
        Assert.Contains(words, refused.Refusal.Message, StringComparison.Ordinal);
    }
}
