using System.Collections.Immutable;
using Conductor.Workers.Processes;

namespace Conductor.Server.Landing;

/// <summary>
/// Takes back what has landed, and has it again: a commit in the tree of landings that makes the opposite of another one, with the person's
/// hooks and signature, onto which the integration branch then moves. Each says in its message what it takes back, so that one which a
/// process that died had made is found. One call at a time for a track.
/// </summary>
internal sealed class LandingReverts(RepositoryFacts facts, OwnRefs refs, TreeRegistrations registrations, LandingTrees landings, LandedHistory history)
{
    private const string Mark = "Conductor-Takes-Back";

    /// <summary>Takes a commit back, if it has not been.</summary>
    /// <param name="target">The merge of a landing, or what took it back.</param>
    /// <param name="ticketId">Whose work it must be; null for what took something back.</param>
    /// <param name="subject">The first line of the message, for people.</param>
    public async Task<RevertOutcome> RevertAsync(string trackId, string target, string? ticketId, string subject, CancellationToken cancellationToken)
    {
        string branch = BranchNames.Integration(trackId);
        string tip = await landings.TipAsync(branch, cancellationToken);
        string commit = await refs.CommitAsync(target, cancellationToken);
        if (!await refs.IsInAsync(commit, tip, cancellationToken))
        {
            throw new LandingException($"The branch {branch} does not have the commit {commit[..12]} any more: somebody has moved it. Look at it with git log {branch}, then ask again.");
        }

        if (ticketId is not null && !await history.IsMergeOfAsync(commit, ticketId, cancellationToken))
        {
            throw new LandingException($"There is nothing to take back: all that {ticketId} changed had landed already when its own work did.");
        }

        if (await MadeAsync(commit, tip, cancellationToken) is { } made)
        {
            return new RevertOutcome.Reverted(made, await FilesAsync(made, cancellationToken));
        }

        await registrations.NotCheckedOutAsync(branch, cancellationToken);
        LandingGit git = await landings.ReadyAsync(trackId, tip, cancellationToken);
        string[] parent = await refs.ReadAsync($"{commit}^2", cancellationToken) is null ? [] : ["-m", "1"];
        string[] author = await git.AuthorAsync(cancellationToken);
        GitResult result = await git.TryAsync([.. author, "revert", "--no-commit", .. parent, commit], cancellationToken);
        if (result.ExitCode != 0)
        {
            ImmutableArray<ConflictedFile> files = await Conflicts.ListAsync(git, cancellationToken);
            await BackAsync(trackId, git, tip, cancellationToken);
            return files.IsEmpty
                ? throw new LandingException($"It could not be taken back: {LandingGit.Words(result)} Put that right and ask again.")
                : new RevertOutcome.Conflict([.. files.Select(file => file.Path)], commit);
        }

        if ((await git.TryAsync(["diff", "--cached", "--quiet"], cancellationToken)).ExitCode == 0)
        {
            await BackAsync(trackId, git, tip, cancellationToken);
            throw new LandingException($"There is nothing to take back: what {commit[..12]} changed is not on {branch} any more as it was. Look at git log {branch}, and mend by hand what is left.");
        }

        result = await git.TryAsThePersonAsync([.. author, "commit", "-q", "-F", "-"], cancellationToken, $"{subject}\n\n{Mark}: {commit}\n");
        if (result.ExitCode != 0)
        {
            await BackAsync(trackId, git, tip, cancellationToken);
            throw new LandingException($"It could not be taken back: {LandingGit.Words(result)} Put that right and ask again.");
        }

        string reverted = (await git.RunAsync(["rev-parse", "HEAD"], cancellationToken)).Trim();
        await landings.AcceptAsync(trackId, reverted, tip, CancellationToken.None);
        return new RevertOutcome.Reverted(reverted, await FilesAsync(reverted, CancellationToken.None));
    }

    /// <summary>What the merge of a landing has changed, which is what taking it back changes; nothing when it is not the merge of the ticket's work.</summary>
    public async Task<ImmutableArray<string>> PathsAsync(string merge, string ticketId, CancellationToken cancellationToken)
    {
        string commit = await refs.CommitAsync(merge, cancellationToken);
        return await history.IsMergeOfAsync(commit, ticketId, cancellationToken) ? await FilesAsync(commit, cancellationToken) : [];
    }

    /// <summary>The commit that takes another one back and stands itself; null when there is none.</summary>
    private async Task<string?> MadeAsync(string commit, string tip, CancellationToken cancellationToken)
    {
        string text = await facts.Git.RunAsync(["log", "--first-parent", $"--format=%H %(trailers:key={Mark},valueonly,separator=%x20)", tip, "--not", commit], cancellationToken);
        List<string[]> marked = [.. text.Split('\n').Select(line => line.Trim().Split(' ')).Where(fields => fields.Length == 2 && fields[1].Length > 0)];
        var taken = marked.Select(fields => fields[1]).ToHashSet(StringComparer.Ordinal);
        return marked.FirstOrDefault(fields => fields[1] == commit && !taken.Contains(fields[0]))?[0];
    }

    private async Task<ImmutableArray<string>> FilesAsync(string commit, CancellationToken cancellationToken) =>
        [.. (await facts.Git.EntriesAsync(["diff-tree", "-r", "-z", "--name-only", "--no-renames", $"{commit}^1", commit], cancellationToken)).Select(facts.InWorkspace)];

    private async Task BackAsync(string trackId, LandingGit git, string tip, CancellationToken cancellationToken)
    {
        await git.TryAsync(["revert", "--quit"], cancellationToken);
        await landings.ReadyAsync(trackId, tip, cancellationToken);
    }
}

/// <summary>What became of taking something back.</summary>
internal abstract record RevertOutcome
{
    private RevertOutcome()
    {
    }

    /// <summary>It is taken back.</summary>
    /// <param name="Commit">Where the integration branch stands.</param>
    /// <param name="Files">What it changed, as the workspace names it.</param>
    public sealed record Reverted(string Commit, ImmutableArray<string> Files) : RevertOutcome;

    /// <summary>What came later is built on it; the branch is where it was.</summary>
    /// <param name="Paths">From the top of the tree.</param>
    /// <param name="Since">The commit that was to be taken back: what changed them came after it.</param>
    public sealed record Conflict(ImmutableArray<string> Paths, string Since) : RevertOutcome;
}
