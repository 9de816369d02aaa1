using System.Collections.Immutable;
using Conductor.Core.Tickets;
using Conductor.Workers.Processes;

namespace Conductor.Server.Landing;

/// <summary>
/// Merges the integration branch into the branch that a person has checked out, in their own working tree, because they asked for it. Their
/// hooks, signature and settings hold, a conflict is taken back, and nothing is ever forced.
/// </summary>
internal sealed class PersonsMerge(RepositoryFacts facts, OwnRefs refs)
{
    /// <summary>Merges.</summary>
    /// <param name="personsBranch">The branch that the person was told of; refused when another is checked out by now.</param>
    public async Task<MergeOutcome> MergeAsync(string trackId, string personsBranch, string message, CancellationToken cancellationToken)
    {
        LandingGit git = facts.Git;
        string branch = BranchNames.Integration(trackId);
        string tip = await refs.ReadAsync($"refs/heads/{branch}", cancellationToken)
            ?? throw new LandingException($"The branch {branch} is not there, so there is nothing to merge. It was deleted or renamed, or no ticket of the track has landed.");
        string? current = await git.LineAsync(["symbolic-ref", "-q", "--short", "HEAD"], cancellationToken);
        if (current != personsBranch)
        {
            throw new LandingException($"{(current is null ? "No branch" : current)} is checked out now, not {personsBranch}. Run git switch {personsBranch} and ask again, or merge yourself: git merge {branch}.");
        }

        string folder = Path.GetFullPath((await git.RunAsync(["rev-parse", "--git-dir"], cancellationToken)).Trim(), facts.Workspace);
        if (RepositoryLooks.OperationIn(folder) is { } operation and not "bisect")
        {
            throw new LandingException($"A {operation} is under way in your working tree. End it (git {operation} --continue) or take it back (git {operation} --abort), then ask again.");
        }

        if (!await refs.IsInAsync(tip, "HEAD", cancellationToken))
        {
            await NothingInTheWayAsync(tip, cancellationToken);
            string[] author = await git.AuthorAsync(cancellationToken);
            GitResult result = await git.TryAsThePersonAsync([.. author, "merge", "-q", "--no-edit", "--no-verify-signatures", "--no-autostash", "-m", message, tip], cancellationToken);
            if (result.ExitCode != 0)
            {
                return await TakenBackAsync(result, folder, cancellationToken);
            }
        }

        return await BringIns.MergedAsync(git, facts.Workspace, tip, cancellationToken);
    }

    /// <summary>Files that the merge writes must be as they were committed.</summary>
    private async Task NothingInTheWayAsync(string tip, CancellationToken cancellationToken)
    {
        LandingGit git = facts.Git;
        string[] changed = await git.EntriesAsync(["status", "--porcelain", "-z", "--untracked-files=all", "--ignore-submodules=all", "--no-renames"], cancellationToken);
        HashSet<string> uncommitted = [.. changed.Where(entry => entry.Length > 3).Select(entry => entry[3..])];
        string[] written = await git.EntriesAsync(["diff", "--name-only", "-z", "--no-renames", $"HEAD...{tip}"], cancellationToken);
        string[] both = [.. written.Where(uncommitted.Contains).Order(StringComparer.Ordinal)];
        if (both.Length > 0)
        {
            string some = string.Join(", ", both.Take(5)) + (both.Length > 5 ? $" and {both.Length - 5} more" : "");
            throw new LandingException($"The merge changes files in which you have changes that are not committed: {some}. Commit or stash them, then ask again.", both);
        }
    }

    private async Task<MergeOutcome> TakenBackAsync(GitResult result, string gitFolder, CancellationToken cancellationToken)
    {
        ImmutableArray<ConflictedFile> files = await Conflicts.ListAsync(facts.Git, cancellationToken);
        if (File.Exists(Path.Combine(gitFolder, "MERGE_HEAD")))
        {
            await facts.Git.RunAsync(["merge", "--abort"], cancellationToken);
        }

        return files.IsEmpty
            ? new MergeOutcome.Failed(new Refusal(RefusalCode.WrongState, $"The merge was not made, and your working tree is as it was: {LandingGit.Words(result)} Put that right and ask again."))
            : new MergeOutcome.Conflict(files);
    }
}
