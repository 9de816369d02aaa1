using System.Collections.Immutable;
using Conductor.Core.Tickets;
using Conductor.Workers.Processes;

namespace Conductor.Server.Landing;

/// <summary>
/// Merges tickets, each track in a tree of its own in which nobody works, on no branch. The person's hooks run there, and their signature is
/// made. The integration branch moves only when a merge is accepted. One call at a time for a track.
/// </summary>
internal sealed class LandingTrees(RepositoryFacts facts, OwnRefs refs, TreeRegistrations registrations, TreeMaking making)
{
    /// <summary>Merges a commit onto the tip of the integration branch.</summary>
    public async Task<MergeOutcome> MergeAsync(string trackId, string commit, string message, CancellationToken cancellationToken)
    {
        string branch = BranchNames.Integration(trackId);
        string tip = await TipAsync(branch, cancellationToken);
        string theirs = await refs.CommitAsync(commit, cancellationToken);
        await registrations.NotCheckedOutAsync(branch, cancellationToken);
        LandingGit git = await ReadyAsync(trackId, tip, cancellationToken);
        string folder = FolderOf(trackId);
        string gitFolder = GitFolderOf(trackId);
        await Provisioning.MakeWayAsync(git, folder, gitFolder, theirs, cancellationToken);
        // An account of the work may be longer than an argument can be.
        string said = Path.Combine(gitFolder, "conductor-message");
        await File.WriteAllTextAsync(said, message, cancellationToken);
        string[] author = await git.AuthorAsync(cancellationToken);
        GitResult result = await git.TryAsThePersonAsync(
            [.. author, "merge", "-q", "--no-ff", "--no-edit", "--no-verify-signatures", "--no-autostash", "-F", said, theirs], cancellationToken);
        File.Delete(said);
        if (result.ExitCode == 0)
        {
            if (await IsMergeOfAsync(git, tip, theirs, cancellationToken))
            {
                return await BringIns.MergedAsync(git, facts.RootIn(folder), tip, cancellationToken);
            }

            await ReadyAsync(trackId, tip, cancellationToken);
            return new MergeOutcome.Failed(new Refusal(
                RefusalCode.WrongState,
                $"The merge was made, but {folder} does not have it checked out: a hook of git or a program there has made other commits. Look at the repository's hooks (post-merge, post-commit), then land the ticket again."));
        }

        ImmutableArray<ConflictedFile> files = await Conflicts.ListAsync(git, cancellationToken);
        await ReadyAsync(trackId, tip, cancellationToken);
        return files.IsEmpty
            ? new MergeOutcome.Failed(new Refusal(RefusalCode.WrongState, $"The merge was not made: {LandingGit.Words(result)} Put that right and land the ticket again."))
            : new MergeOutcome.Conflict(files);
    }

    /// <summary>
    /// True when two commits, merged onto the tip of the integration branch as it stands, leave the same files: what one has more than the other is
    /// there already. No hooks run, and the tree is at the tip afterwards.
    /// </summary>
    public async Task<bool> IsSameAsync(string trackId, string one, string other, CancellationToken cancellationToken)
    {
        string branch = BranchNames.Integration(trackId);
        string tip = await TipAsync(branch, cancellationToken);
        await registrations.NotCheckedOutAsync(branch, cancellationToken);
        return await FilesWithAsync(trackId, tip, one, cancellationToken) is { } files && files == await FilesWithAsync(trackId, tip, other, cancellationToken);
    }

    /// <summary>Moves the integration branch to a merge; once it is there, asking again changes nothing.</summary>
    /// <param name="expectedOld">Where the branch was when it was merged.</param>
    public async Task<string> AcceptAsync(string trackId, string merged, string expectedOld, CancellationToken cancellationToken)
    {
        string branch = BranchNames.Integration(trackId);
        string tip = await TipAsync(branch, cancellationToken);
        string commit = await refs.CommitAsync(merged, cancellationToken);
        if (tip == commit)
        {
            return commit;
        }

        if (tip != expectedOld || !await refs.IsInAsync(tip, commit, cancellationToken))
        {
            throw new LandingException($"The branch {branch} has moved since the merge was made: it is at {tip[..12]}. Land the ticket again, so that it is merged with what is there now.");
        }

        await registrations.NotCheckedOutAsync(branch, cancellationToken);
        await refs.SetAsync($"refs/heads/{branch}", commit, tip, cancellationToken);
        return commit;
    }

    /// <summary>Takes the tree back to the branch's tip; one that is not there is not made.</summary>
    public async Task<string> ForgetMergeAsync(string trackId, CancellationToken cancellationToken)
    {
        string tip = await TipAsync(BranchNames.Integration(trackId), cancellationToken);
        if (Directory.Exists(FolderOf(trackId)))
        {
            await ReadyAsync(trackId, tip, cancellationToken);
        }

        return tip;
    }

    /// <summary>Takes the tree away; the branch stays.</summary>
    public Task RemoveAsync(string trackId, CancellationToken cancellationToken) => making.RemoveAsync(FolderOf(trackId), new TreeNote(IsRemoval: true), cancellationToken);

    /// <summary>The tree of a track, where it is or would be.</summary>
    public string FolderOf(string trackId) => Path.Combine(facts.Trees, BranchNames.LandingFolder(trackId));

    /// <summary>Where a branch stands.</summary>
    /// <exception cref="LandingException">It is not there.</exception>
    public async Task<string> TipAsync(string branch, CancellationToken cancellationToken) =>
        await refs.ReadAsync($"refs/heads/{branch}", cancellationToken)
        ?? throw new LandingException($"The branch {branch} is not there: it was deleted or renamed. Make it again (git branch {branch} with its last commit, which git reflog knows), then ask again.");

    /// <summary>All files once a commit is merged, as a tree of git's; null where that cannot be merged.</summary>
    private async Task<string?> FilesWithAsync(string trackId, string tip, string commit, CancellationToken cancellationToken)
    {
        LandingGit git = await ReadyAsync(trackId, tip, cancellationToken);
        string theirs = await refs.CommitAsync(commit, cancellationToken);
        await Provisioning.MakeWayAsync(git, FolderOf(trackId), GitFolderOf(trackId), theirs, cancellationToken);
        string[] author = await git.AuthorAsync(cancellationToken);
        GitResult result = await git.TryAsync(
            [.. author, "merge", "-q", "--no-edit", "--no-verify", "--no-gpg-sign", "--no-verify-signatures", "--no-autostash", "-m", "Compared", theirs], cancellationToken);
        string? files = result.ExitCode == 0 ? await git.LineAsync(["rev-parse", "HEAD^{tree}"], cancellationToken) : null;
        await ReadyAsync(trackId, tip, cancellationToken);
        return files;
    }

    private string GitFolderOf(string trackId) => TreeRegistrations.GitFolderOf(FolderOf(trackId))
        ?? throw new LandingException($"The working tree {FolderOf(trackId)} was taken away while work was merged in it. Land the ticket again.");

    /// <summary>What is checked out is the merge of both and nothing else; the tip itself where it had the commit already.</summary>
    private async Task<bool> IsMergeOfAsync(LandingGit git, string tip, string theirs, CancellationToken cancellationToken) =>
        (await git.RunAsync(["rev-list", "--parents", "-n", "1", "HEAD"], cancellationToken)).Trim().Split(' ') is [var head, .. var parents]
        && (head == tip || parents.FirstOrDefault() == tip) && await refs.IsInAsync(theirs, head, cancellationToken);

    /// <summary>The tree as a landing finds it: at a commit, on no branch, with nothing in it that is not the commit's, ignored or copied there.</summary>
    public async Task<LandingGit> ReadyAsync(string trackId, string commit, CancellationToken cancellationToken)
    {
        string folder = FolderOf(trackId);
        var git = new LandingGit(folder);
        if (!await making.IsWholeAsync(folder, cancellationToken) || TreeRegistrations.GitFolderOf(folder) is not { } gitFolder)
        {
            await making.MakeAsync(folder, isOurs: true, () => Task.FromResult<string[]>(["--detach", commit]), cancellationToken);
            return git;
        }

        TreeDisk.DeleteLocks(gitFolder);
        // Whatever is checked out there, only HEAD moves, never a branch.
        await git.RunAsync(["update-ref", "--no-deref", "HEAD", commit], cancellationToken);
        await BringInNote.TakeBackAsync(git, gitFolder, cancellationToken);
        return git;
    }
}
