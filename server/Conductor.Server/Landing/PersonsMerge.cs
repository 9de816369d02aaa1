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
    private readonly LandingGit _toItsEnd = new(facts.Workspace, isDetached: true);

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
            if (await refs.ReadAsync($"refs/heads/{personsBranch}", cancellationToken) is null)
            {
                throw new LandingException($"There is no branch {personsBranch}. {(current is null ? "Check out the one that is to have the work" : $"{current} is checked out: name it, or check out another one")}, then ask again.");
            }

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
            await NothingOverwrittenAsync(tip, cancellationToken);
            string[] author = await git.AuthorAsync(cancellationToken);
            // From here on nothing is cut off, whoever goes away: it is their own working tree.
            GitResult result = await git.FinishAsThePersonAsync([.. author, "merge", "-q", "--no-edit", "--no-verify-signatures", "--no-autostash", "-m", message, tip]);
            if (result.ExitCode != 0)
            {
                return await TakenBackAsync(result, folder);
            }
        }

        return await BringIns.MergedAsync(_toItsEnd, facts.Workspace, tip, CancellationToken.None);
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
            throw new LandingException($"The merge changes files in which you have changes that are not committed: {Some(both)}. Commit or stash them, then ask again.", both);
        }
    }

    /// <summary>What git ignores it also overwrites without a word, and nothing could bring that back.</summary>
    private async Task NothingOverwrittenAsync(string tip, CancellationToken cancellationToken)
    {
        LandingGit git = facts.Git;
        string top = (await git.RunAsync(["rev-parse", "--show-toplevel"], cancellationToken)).TrimEnd('\r', '\n');
        string[] added = await git.EntriesAsync(["diff", "--name-only", "-z", "--no-renames", "--diff-filter=A", $"HEAD...{tip}"], cancellationToken);
        var known = new HashSet<string>(OperatingSystem.IsLinux() ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase);
        foreach (string path in await git.EntriesAsync(["ls-tree", "-r", "-z", "--name-only", "--full-tree", "HEAD"], cancellationToken))
        {
            // With the folders it is in: what a person has there is looked at one by one.
            for (string part = path; part.Length > 0 && known.Add(part);)
            {
                part = part[..Math.Max(part.LastIndexOf('/'), 0)];
            }
        }

        string[] lost = [.. added.Select(InTheWay).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        if (lost.Length > 0)
        {
            throw new LandingException($"The merge would overwrite files of yours that are in no commit: {Some(lost)}. Move them away or delete them, then ask again.", lost);
        }

        // The path itself, or a file where one of its folders would be.
        string? InTheWay(string path)
        {
            for (int end = path.IndexOf('/', StringComparison.Ordinal); end >= 0; end = path.IndexOf('/', end + 1))
            {
                if (!known.Contains(path[..end]) && new FileInfo(Path.Combine(top, path[..end])) is var parent && (parent.Exists || parent.LinkTarget is not null))
                {
                    return path[..end];
                }
            }

            string place = Path.Combine(top, path);
            return !known.Contains(path) && (File.Exists(place) || new FileInfo(place).LinkTarget is not null || (Directory.Exists(place) && Directory.EnumerateFileSystemEntries(place).Any())) ? path : null;
        }
    }

    private static string Some(string[] paths) => string.Join(", ", paths.Take(5)) + (paths.Length > 5 ? $" and {paths.Length - 5} more" : "");

    private async Task<MergeOutcome> TakenBackAsync(GitResult result, string gitFolder)
    {
        ImmutableArray<ConflictedFile> files;
        try
        {
            files = await Conflicts.ListAsync(_toItsEnd, CancellationToken.None);
        }
        finally
        {
            // Also when it cannot be said what is in conflict.
            await AbortAsync(gitFolder);
        }

        return files.IsEmpty
            ? new MergeOutcome.Failed(new Refusal(RefusalCode.WrongState, $"The merge was not made, and your working tree is as it was: {LandingGit.Words(result)} Put that right and ask again."))
            : new MergeOutcome.Conflict(files);
    }

    /// <summary>A merge that the person has not begun is not left to them.</summary>
    private async Task AbortAsync(string gitFolder)
    {
        string[] back = ["merge", "--abort"];
        if (File.Exists(Path.Combine(gitFolder, "MERGE_HEAD")) && await facts.Git.FinishAsThePersonAsync(back) is { ExitCode: not 0 } failure)
        {
            throw facts.Git.Failure(back, failure);
        }
    }
}
