using System.Collections.Immutable;

namespace Conductor.Server.Landing;

/// <summary>What an integration branch tells of landings: its first parents are what it stood at, one after the other.</summary>
internal sealed class LandedHistory(RepositoryFacts facts, OwnRefs refs)
{
    /// <summary>The merge that brought a commit onto the branch; null when none has.</summary>
    public async Task<LandedMerge?> FindAsync(string trackId, string commit, CancellationToken cancellationToken)
    {
        string name = $"refs/heads/{BranchNames.Integration(trackId)}";
        if (await refs.ReadAsync(name, cancellationToken) is not { } tip || await refs.ReadAsync(commit, cancellationToken) is not { } landed)
        {
            return null;
        }

        string text = await facts.Git.RunAsync(["rev-list", "--first-parent", "--merges", "--parents", tip, "--not", $"{landed}^@"], cancellationToken);
        string? merge = text.Split('\n').Select(line => line.Trim().Split(' ')).FirstOrDefault(line => line.Skip(2).Contains(landed))?[0];
        return merge is null ? null : new LandedMerge(merge, (await facts.Git.RunAsync(["rev-parse", $"{merge}^{{tree}}"], cancellationToken)).Trim());
    }

    /// <summary>
    /// True when a commit is the merge of a ticket's work. Work that changes nothing of its own is at the branch's tip without one. A hook may
    /// have taken the ticket's name out of the message; then one of the commits that it brings has the name. What a person has committed may have come from a ticket, and
    /// name it: its merge is nobody's.
    /// </summary>
    public async Task<bool> IsMergeOfAsync(string commit, string ticketId, CancellationToken cancellationToken) =>
        await refs.ReadAsync($"{commit}^2", cancellationToken) is not null
        && await MarkedAsync(LandingMessage.JoinMark, ["-1", commit], cancellationToken) is []
        && (await MarkedAsync(LandingMessage.TicketMark, ["-1", commit], cancellationToken) is { Length: > 0 } named
                ? named
                : await MarkedAsync(LandingMessage.TicketMark, [$"{commit}^1..{commit}^2"], cancellationToken))
            .Contains(LandingMessage.OneLineOf(ticketId), StringComparer.Ordinal);

    /// <summary>What commits say behind a mark.</summary>
    private async Task<string[]> MarkedAsync(string mark, string[] commits, CancellationToken cancellationToken) =>
        (await facts.Git.RunAsync(["log", $"--format=%(trailers:key={mark},valueonly)", .. commits], cancellationToken))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>What the branch stood at after each change of a file since a commit was on it, the latest first.</summary>
    /// <param name="path">From the top of the tree.</param>
    public async Task<ImmutableArray<string>> ChangesAsync(string trackId, string since, string path, CancellationToken cancellationToken)
    {
        string text = await facts.Git.RunAsync(
            ["rev-list", "--first-parent", $"refs/heads/{BranchNames.Integration(trackId)}", "--not", since, "--", $":(top,literal){path}"], cancellationToken);
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
    }
}

/// <summary>A merge that is on the integration branch.</summary>
/// <param name="Tree">The hash of all its files.</param>
internal sealed record LandedMerge(string Commit, string Tree);
