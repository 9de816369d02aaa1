using System.Globalization;
using Conductor.Workers.Processes;

namespace Conductor.Server.Landing;

/// <summary>
/// The refs that are Conductor's own: branches under <c>conductor/</c> and private refs. Each is moved only from where it was seen, and no
/// other ref is ever moved. Thread-safe.
/// </summary>
internal sealed class OwnRefs(RepositoryFacts facts, TimeProvider time)
{
    /// <summary>How the names begin of tips that a later attempt began without.</summary>
    public const string Kept = "refs/conductor/kept/";

    /// <summary>How the names begin of work that was discarded.</summary>
    public const string Discarded = "refs/conductor/discarded/";

    private static readonly Version MergesInMemory = new(2, 38);

    /// <summary>The commit of a ref; null when there is none.</summary>
    public Task<string?> ReadAsync(string name, CancellationToken cancellationToken) =>
        facts.Git.LineAsync(["rev-parse", "--verify", "-q", $"{name}^{{commit}}"], cancellationToken);

    /// <summary>The commit that a text names.</summary>
    /// <exception cref="LandingException">There is none.</exception>
    public async Task<string> CommitAsync(string text, CancellationToken cancellationToken) =>
        (text.StartsWith('-') ? null : await ReadAsync(text, cancellationToken))
        ?? throw new LandingException($"The repository has no commit {text}. It may have been removed by git gc; run the ticket again.");

    /// <summary>Moves a ref, or makes it.</summary>
    /// <param name="old">Where it must be now; null when there must be none.</param>
    /// <exception cref="LandingException">It is elsewhere, or cannot be written.</exception>
    public async Task SetAsync(string name, string commit, string? old, CancellationToken cancellationToken)
    {
        RemoveLock(facts, name);
        GitResult result = await facts.Git.TryAsync(["update-ref", "--no-deref", "-m", "Conductor", name, commit, old ?? ""], cancellationToken);
        if (result.ExitCode != 0)
        {
            throw await RefusedAsync(name, result, cancellationToken);
        }
    }

    /// <summary>Deletes a ref, if it is where it was seen.</summary>
    /// <exception cref="LandingException">It is elsewhere, or cannot be deleted.</exception>
    public async Task DeleteAsync(string name, string old, CancellationToken cancellationToken)
    {
        RemoveLock(facts, name);
        GitResult result = await facts.Git.TryAsync(["update-ref", "--no-deref", "-d", name, old], cancellationToken);
        if (result.ExitCode != 0)
        {
            throw await RefusedAsync(name, result, cancellationToken);
        }
    }

    /// <summary>True when a commit is part of another's history, or the same.</summary>
    public async Task<bool> IsInAsync(string commit, string history, CancellationToken cancellationToken) =>
        (await facts.Git.TryAsync(["merge-base", "--is-ancestor", commit, history], cancellationToken)).ExitCode == 0;

    /// <summary>
    /// True when a history has all that a commit brings, by a merge, a squash, a rebase or a cherry-pick: to merge it would change no file. A git that cannot merge
    /// without a working tree knows only of merges.
    /// </summary>
    public async Task<bool> HasAllOfAsync(string history, string commit, CancellationToken cancellationToken) =>
        await IsInAsync(commit, history, cancellationToken)
        || (facts.GitVersion >= MergesInMemory
            && await facts.Git.LineAsync(["merge-tree", "--write-tree", "--no-messages", history, commit], cancellationToken) is { } merged
            && merged == await facts.Git.LineAsync(["rev-parse", $"{history}^{{tree}}"], cancellationToken));

    /// <summary>Keeps the tip of a ticket's branch for thirty days, since something else is to stand there.</summary>
    public async Task KeepTipAsync(string trackId, string ticketId, string commit, CancellationToken cancellationToken)
    {
        string name = $"{Kept}{Today()}/{BranchNames.Track(trackId)}/{IdSlug.Of(ticketId)}/{commit[..12]}";
        if (await ReadAsync(name, cancellationToken) is null)
        {
            await SetAsync(name, commit, null, cancellationToken);
        }
    }

    /// <summary>A free name for work that is discarded today; the one that has it already when it was kept before.</summary>
    public async Task<string> KeepDiscardedAsync(TicketTree tree, string commit, CancellationToken cancellationToken)
    {
        string stem = string.Create(CultureInfo.InvariantCulture, $"{Discarded}{Today()}/{BranchNames.Track(tree.TrackId)}/{IdSlug.Of(tree.TicketId)}/{tree.Attempt}");
        string name = stem;
        for (int number = 2; await ReadAsync(name, cancellationToken) is { } taken; number++)
        {
            if (taken == commit)
            {
                return name;
            }

            name = string.Create(CultureInfo.InvariantCulture, $"{stem}-{number}");
        }

        await SetAsync(name, commit, null, cancellationToken);
        return name;
    }

    /// <summary>The day in universal time, as names have it.</summary>
    public DateOnly Day() => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    /// <summary>Removes the lock that a killed git left on a ref of ours. Nobody but who owns the workspace writes these refs, so nobody writes one now.</summary>
    public static void RemoveLock(RepositoryFacts facts, string name)
    {
        string file = Path.Combine(facts.CommonFolder, $"{name}.lock");
        if (File.Exists(file))
        {
            File.Delete(file);
        }
    }

    private string Today() => Day().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private async Task<LandingException> RefusedAsync(string name, GitResult result, CancellationToken cancellationToken)
    {
        string shared = Path.Combine(facts.CommonFolder, "packed-refs.lock");
        if (File.Exists(shared))
        {
            return new LandingException($"Another git is writing the repository's refs, or was ended while it did. When none is at work, delete {shared} and ask again.");
        }

        // A branch named as a folder of ours makes git refuse all that would be in it.
        for (string parent = name; parent.LastIndexOf('/') is > 11 and var slash;)
        {
            parent = parent[..slash];
            if (await ReadAsync(parent, cancellationToken) is not null)
            {
                string branch = parent.Replace("refs/heads/", "", StringComparison.Ordinal);
                return new LandingException($"The branch {branch} stands where git would keep {name}. Rename it (git branch -m {branch} another-name) and ask again.");
            }
        }

        return new LandingException($"{name} cannot be moved: {LandingGit.Words(result)} Somebody else may have moved it. Look at it with git log {name}, then ask again.");
    }
}
