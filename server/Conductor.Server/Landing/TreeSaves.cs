using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text;
using Conductor.Workers.Processes;
using Conductor.Workers.Workspaces;

namespace Conductor.Server.Landing;

/// <summary>Makes commits of what changed in trees. One call at a time for a tree; its worker is not at work meanwhile.</summary>
internal sealed class TreeSaves(RepositoryFacts facts, TreeRegistrations registrations)
{
    private static readonly Version AddsOutsideSparse = new(2, 34);

    // Trees that no killed git has left locks in since this process has looked.
    private readonly ConcurrentDictionary<string, string> _opened = new(OperatingSystem.IsLinux() ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase);

    /// <summary>Saves all of it.</summary>
    /// <param name="isForced">Also in the middle of a merge or the like, with whatever marks stand in the files.</param>
    public async Task<SavedWork> SaveAsync(TicketTree tree, string message, bool isForced, CancellationToken cancellationToken)
    {
        OpenTree open = await OpenAsync(tree, cancellationToken);
        if (!isForced)
        {
            await MayConcludeAsync(tree, open, cancellationToken);
        }

        try
        {
            SavedWork saved = await CommitAsync(open, message, cancellationToken);
            if (!isForced)
            {
                Conflicts.Forget(open.GitFolder);
            }

            return saved;
        }
        finally
        {
            if (cancellationToken.IsCancellationRequested)
            {
                _opened.TryRemove(open.GitFolder, out _);
            }
        }
    }

    /// <summary>All files of a tree as they stand, as if they had been saved; nothing but objects is written, and nothing of a merge under way is concluded.</summary>
    public async Task<StandingWork> LookAsync(TicketTree tree, CancellationToken cancellationToken)
    {
        // Its worker may be at work, and git with it: nothing of what that holds is touched.
        string gitFolder = await GitFolderAsync(tree, cancellationToken);
        var open = new OpenTree(new LandingGit(tree.Folder), tree.Folder, gitFolder, IsOnBranch: false);
        string index = Path.Combine(open.GitFolder, $"conductor-look-{Guid.NewGuid():n}");
        try
        {
            // What git knows of each file's state is in it: most need not be read again.
            File.Copy(Path.Combine(open.GitFolder, "index"), index);
            Untracked untracked = await UntrackedAsync(open, cancellationToken);
            Require(["add"], await open.Git.TryOnIndexAsync(index, AddAll(), cancellationToken, Paths(untracked)));
            string id = Require(["write-tree"], await open.Git.TryOnIndexAsync(index, ["write-tree"], cancellationToken)).Trim();
            string merging = Path.Combine(open.GitFolder, "MERGE_HEAD");
            return new StandingWork(
                await HeadAsync(open, cancellationToken), id, File.Exists(merging) ? (await File.ReadAllTextAsync(merging, cancellationToken)).Trim() : null, untracked.Repositories);
        }
        finally
        {
            File.Delete(index);
            File.Delete($"{index}.lock");
        }

        string Require(string[] arguments, GitResult result) => result.ExitCode == 0 ? result.Output : throw open.Git.Failure(arguments, result);
    }

    /// <summary>The files of a tree whose conflicts wait for a decision; nothing is written.</summary>
    public async Task<ImmutableArray<UnresolvedFile>> UnresolvedAsync(TicketTree tree, CancellationToken cancellationToken) => await Conflicts.UnresolvedAsync(
        new OpenTree(new LandingGit(tree.Folder), tree.Folder, await GitFolderAsync(tree, cancellationToken), IsOnBranch: false), tree.Folder, cancellationToken);

    /// <summary>Takes a tree as it is now: on its own branch or none, free of what a git left that was killed with an earlier process, or by this one.</summary>
    /// <exception cref="LandingException">It is gone, or something else is checked out in it.</exception>
    public async Task<OpenTree> OpenAsync(TicketTree tree, CancellationToken cancellationToken)
    {
        string gitFolder = await GitFolderAsync(tree, cancellationToken);
        if (_opened.TryAdd(gitFolder, tree.Branch) | BringInNote.IsIn(gitFolder))
        {
            // Later a lock is of a git that is at work there: a person may resolve conflicts by hand.
            TreeDisk.DeleteLocks(gitFolder);
            OwnRefs.RemoveLock(facts, $"refs/heads/{tree.Branch}");
        }

        var git = new LandingGit(tree.Folder);
        await BringInNote.SettleAsync(git, gitFolder, cancellationToken);
        string? branch = await git.LineAsync(["symbolic-ref", "-q", "HEAD"], cancellationToken);
        return branch is null || branch == $"refs/heads/{tree.Branch}"
            ? new OpenTree(git, tree.Folder, gitFolder, branch is not null)
            : throw new LandingException($"{tree.Folder} has {branch.Replace("refs/heads/", "", StringComparison.Ordinal)} checked out, not the ticket's own branch. Run git switch {tree.Branch} there, then ask again.");
    }

    /// <summary>True when something in a tree is in no commit: files that changed, or a merge that has not ended.</summary>
    public static async Task<bool> HasUnsavedAsync(OpenTree open, CancellationToken cancellationToken)
    {
        Untracked untracked = await UntrackedAsync(open, cancellationToken);
        return untracked.HasOurs || !untracked.Repositories.IsEmpty || RepositoryLooks.OperationIn(open.GitFolder) is not null
            || (await open.Git.RunAsync(["status", "--porcelain", "-z", "--untracked-files=no"], cancellationToken)).Length > 0;
    }

    /// <summary>The commit that is checked out in a tree.</summary>
    public static Task<string?> TryHeadAsync(LandingGit git, CancellationToken cancellationToken) => git.LineAsync(["rev-parse", "--verify", "-q", "HEAD^{commit}"], cancellationToken);

    private async Task<SavedWork> CommitAsync(OpenTree open, string message, CancellationToken cancellationToken)
    {
        Untracked untracked = await UntrackedAsync(open, cancellationToken);
        await open.Git.RunAsync(AddAll(), cancellationToken, Paths(untracked));
        bool isNew = File.Exists(Path.Combine(open.GitFolder, "MERGE_HEAD"))
            || (await open.Git.TryAsync(["diff", "--cached", "--quiet", "--ignore-submodules=none"], cancellationToken)).ExitCode != 0;
        if (isNew)
        {
            string[] author = await open.Git.AuthorAsync(cancellationToken);
            await open.Git.RunAsync([.. author, "commit", "-q", "--no-verify", "--allow-empty-message", "--cleanup=verbatim", "-F", "-"], cancellationToken, message);
        }

        return new SavedWork(await HeadAsync(open, cancellationToken), isNew, untracked.Repositories);
    }

    private async Task<string> GitFolderAsync(TicketTree tree, CancellationToken cancellationToken) =>
        TreeNote.Read(tree.Folder) is null && await registrations.RepairAsync(tree.Folder, cancellationToken) && TreeRegistrations.GitFolderOf(tree.Folder) is { } folder
            ? folder
            : throw new LandingException($"The working tree {tree.Folder} is no longer there, or only in part. Put it back if you moved it, or discard it and run the ticket again.");

    private string[] AddAll() => ["add", "--all", .. facts.GitVersion >= AddsOutsideSparse ? new[] { "--sparse" } : [], "--pathspec-from-file=-", "--pathspec-file-nul"];

    private static string Paths(Untracked untracked)
    {
        var paths = new StringBuilder(".\0");
        foreach (string path in untracked.NotOurs)
        {
            paths.Append(":(top,literal,exclude)").Append(path.TrimEnd('/')).Append('\0');
        }

        return paths.ToString();
    }

    private static async Task<string> HeadAsync(OpenTree open, CancellationToken cancellationToken) =>
        await TryHeadAsync(open.Git, cancellationToken) ?? throw new LandingException("The working tree has no commit checked out. Discard it and run the ticket again.");

    private static async Task MayConcludeAsync(TicketTree tree, OpenTree open, CancellationToken cancellationToken)
    {
        if (RepositoryLooks.OperationIn(open.GitFolder) is { } operation and not ("merge" or "bisect"))
        {
            throw new LandingException($"A {operation} is under way in {tree.Folder}. End it there (git {operation} --continue or --abort), then ask again.");
        }

        ImmutableArray<UnresolvedFile> unresolved = await Conflicts.UnresolvedAsync(open, tree.Folder, cancellationToken);
        if (!unresolved.IsEmpty)
        {
            throw new LandingException(
                $"Conflicts are not resolved yet in {string.Join(", ", unresolved)}. Decide them in {tree.Folder}: {UnresolvedFile.WayOutOf(unresolved)}.", [.. unresolved.Select(file => file.Path)]);
        }
    }

    /// <summary>What is in no commit and not ignored. Repositories within are named with a slash at the end.</summary>
    private static async Task<Untracked> UntrackedAsync(OpenTree open, CancellationToken cancellationToken)
    {
        string[] listed = await open.Git.EntriesAsync(["ls-files", "-z", "--others", "--exclude-standard"], cancellationToken);
        CopiedFiles copied = Provisioning.CopiedTo(open.GitFolder);
        string[] notOurs = [.. listed.Where(path => path.EndsWith('/') || UnfinishedFile.Is(path) || copied.IsCopy(path, Path.Combine(open.Folder, path)))];
        return new Untracked(notOurs, listed.Length > notOurs.Length, [.. notOurs.Where(path => path.EndsWith('/'))]);
    }

    private sealed record Untracked(IReadOnlyList<string> NotOurs, bool HasOurs, ImmutableArray<string> Repositories);
}

/// <summary>A tree that is there.</summary>
/// <param name="Folder">Its top, absolute.</param>
/// <param name="GitFolder">The tree's own folder of git.</param>
/// <param name="IsOnBranch">On the ticket's branch; otherwise on none.</param>
internal sealed record OpenTree(LandingGit Git, string Folder, string GitFolder, bool IsOnBranch);

/// <summary>What stands in a tree.</summary>
/// <param name="Head">The commit that is checked out.</param>
/// <param name="Id">All files as they stand, as a tree of git's.</param>
/// <param name="Merging">The commit of a merge that is under way; null when none is.</param>
/// <param name="LeftOut">Repositories within the tree, whose files no commit of it can hold: paths from its top, with a slash at the end.</param>
internal sealed record StandingWork(string Head, string Id, string? Merging, ImmutableArray<string> LeftOut);
