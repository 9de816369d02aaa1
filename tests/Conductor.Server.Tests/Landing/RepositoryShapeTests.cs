using Conductor.Server.Landing;
using Conductor.Server.Tests.Snapshots;
using Xunit;
using static Conductor.Server.Tests.Landing.TicketRepositoryFolder;

namespace Conductor.Server.Tests.Landing;

/// <summary>In repositories of every shape a ticket goes all the way, and what is the person's stays as it is.</summary>
public sealed class RepositoryShapeTests
{
    private const string SubmoduleSetup = "git init -q ../{0}-lib && (cd ../{0}-lib && git -c user.name=A -c user.email=a@b commit -q --allow-empty -m l) "
        + "&& git -c protocol.file.allow=always submodule add -q \"$PWD/../{0}-lib\" lib && git commit -q -m lib";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("plain", "", null, null)]
    [InlineData("detached", "git checkout -q --detach", null, RepositoryNoteKind.DetachedHead)]
    [InlineData("dirty", "echo more >> a.txt && git add a.txt && echo again >> a.txt && echo new > untracked.txt && rm sub/b.txt", null, RepositoryNoteKind.UncommittedChanges)]
    [InlineData("subfolder", "", "sub", null)]
    [InlineData("subfolder that git does not know", "mkdir -p deep/new && echo x > deep/new/x", "deep/new", RepositoryNoteKind.UncommittedChanges)]
    [InlineData("submodule", SubmoduleSetup, null, RepositoryNoteKind.Submodules)]
    [InlineData("sparse", "git sparse-checkout init --cone && git sparse-checkout set other", null, RepositoryNoteKind.Sparse)]
    [InlineData("line endings", "git config core.autocrlf true && git config core.safecrlf true", null, null)]
    [InlineData("unicode", "mkdir -p 'Grüße und Leerzeichen' && echo x > 'Grüße und Leerzeichen/日本 語.txt' && git add -A && git commit -q -m u", "Grüße und Leerzeichen", null)]
    [InlineData("long hashes", "rm -rf .git && git init -q --object-format=sha256 . && git config user.name P && git config user.email p@q && git add -A && git commit -q -m all", null, null)]
    [InlineData("packed", "git pack-refs --all && git gc -q", null, null)]
    [InlineData("settings that are in the way", "git config merge.ff only && git config submodule.recurse true && git config branch.autoSetupMerge always && git config status.relativePaths true "
        + "&& git config merge.verifySignatures true && git config core.quotePath true && git config commit.verbose true && git config diff.renames copies", null, null)]
    public async Task A_ticket_goes_all_the_way_and_nothing_of_the_person_moves(string name, string setUp, string? workspace, object? note)
    {
        using TicketRepositoryFolder folder = Begin();
        try
        {
            if (setUp.Length > 0)
            {
                folder.Folder.Shell(setUp.Replace("{0}", Path.GetFileName(folder.Folder.Root), StringComparison.Ordinal));
            }

            string root = workspace is null ? folder.Folder.Root : folder.Folder.At(workspace);
            var look = Assert.IsType<RepositoryLook.Usable>(await TicketRepository.LookAsync(root, folder.Time, Token));
            Assert.Equal(note is null ? [] : [note], look.Notes.Select(found => (object)found.Kind).ToArray());
            await AllTheWayAsync(folder, root, name);
        }
        finally
        {
            TreeDisk.Delete(folder.Folder.Root + "-lib");
        }
    }

    [Fact]
    public async Task A_shallow_clone_lands_tickets()
    {
        using TicketRepositoryFolder folder = Begin();
        folder.Folder.Shell("for n in 1 2 3; do echo $n >> a.txt; git commit -q -a -m $n; done");
        using var clone = new GitFolder();
        clone.Git("clone", "-q", "--depth=1", $"file://{folder.Folder.Root}", "shallow");
        string root = clone.At("shallow");

        RepositoryLook look = await TicketRepository.LookAsync(root, folder.Time, Token);

        Assert.Equal(RepositoryNoteKind.Shallow, Assert.Single(Assert.IsType<RepositoryLook.Usable>(look).Notes).Kind);
        (TicketRepository repository, string from) = await folder.BegunAsync(root);
        (_, string commit) = await WorkAsync(repository, "t", from, "new.txt", "new\n");
        await LandAsync(repository, commit, from);
    }

    [Fact]
    public async Task A_workspace_that_is_a_linked_working_tree_lands_tickets()
    {
        using TicketRepositoryFolder folder = Begin();
        folder.Folder.Git("worktree", "add", "-q", "-b", "side", folder.Folder.At("../" + Path.GetFileName(folder.Folder.Root) + "-side"));
        string root = folder.Folder.Root + "-side";
        try
        {
            (TicketRepository repository, string from) = await folder.BegunAsync(root);
            (TicketTree tree, string commit) = await WorkAsync(repository, "t", from, "new.txt", "new\n");
            string tip = await LandAsync(repository, commit, from);
            Done(await repository.RemoveTreeAsync(tree, keep: false, Token));

            Assert.IsType<MergeOutcome.Merged>(await repository.MergeIntoAsync(Track, "side", "Take over", Token));

            Assert.StartsWith(root, tree.Root, StringComparison.Ordinal);
            Assert.Equal("new\n", await File.ReadAllTextAsync(Path.Combine(root, "new.txt"), Token));
            Assert.Equal(tip, folder.Folder.Git("rev-parse", "side").Trim());
        }
        finally
        {
            TreeDisk.Delete(root);
        }
    }

    [Fact]
    public async Task Submodules_are_empty_folders_in_a_tree_and_stay_what_they_were()
    {
        using TicketRepositoryFolder folder = Begin();
        try
        {
            folder.Folder.Shell(SubmoduleSetup.Replace("{0}", Path.GetFileName(folder.Folder.Root), StringComparison.Ordinal));
            (TicketRepository repository, string from) = await folder.BegunAsync();

            (TicketTree tree, string commit) = await WorkAsync(repository, "t", from, "new.txt", "new\n");

            Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(tree.Root, "lib")));
            Assert.Equal(folder.Folder.Git("rev-parse", "HEAD:lib"), folder.Folder.Git("rev-parse", $"{commit}:lib"));
        }
        finally
        {
            TreeDisk.Delete(folder.Folder.Root + "-lib");
        }
    }

    [Fact]
    public async Task A_file_outside_of_what_is_checked_out_sparsely_is_saved_too()
    {
        using TicketRepositoryFolder folder = Begin();
        folder.Folder.Shell("git sparse-checkout init --cone && git sparse-checkout set other");
        (TicketRepository repository, string from) = await folder.BegunAsync();

        (TicketTree tree, string commit) = await WorkAsync(repository, "t", from, "sub/new.txt", "new\n");

        Assert.False(File.Exists(Path.Combine(tree.Root, "sub/b.txt")));
        Assert.Equal("new\n", folder.Folder.Git("show", $"{commit}:sub/new.txt"));
        Assert.Equal("b\n", folder.Folder.Git("show", $"{commit}:sub/b.txt"));
    }

    private static async Task AllTheWayAsync(TicketRepositoryFolder folder, string workspace, string name)
    {
        string theirs = folder.Theirs();
        (TicketRepository repository, string from) = await folder.BegunAsync(workspace);

        (TicketTree tree, string commit) = await WorkAsync(repository, "t-1", from, "out/new file.txt", "new\r\nlines\n");
        (TicketTree other, string second) = await WorkAsync(repository, "t-2", from, "other.txt", "other\n");
        string tip = await LandAsync(repository, second, await LandAsync(repository, commit, from));
        Done(await repository.RemoveTreeAsync(tree, keep: false, Token));
        Done(await repository.RemoveTreeAsync(other, keep: false, Token));
        Done(await repository.RemoveLandingTreeAsync(Track, Token));

        Assert.Equal(theirs, folder.Theirs());
        Assert.Empty(folder.Registered());
        Assert.Equal(["refs/heads/conductor/checkout/integration"], folder.OurRefs());
        string prefix = Path.GetRelativePath(folder.Folder.Root, workspace) is "." ? "" : Path.GetRelativePath(folder.Folder.Root, workspace) + "/";
        Assert.Equal("other\n", folder.Folder.Git("show", $"{tip}:{prefix}other.txt"));
        Assert.True(folder.Folder.Git("show", $"{tip}:{prefix}out/new file.txt").Length > 0, name);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(workspace, ".conductor/worktrees")));
    }
}
