using System.Collections.Immutable;

namespace Conductor.Server.Landing;

/// <summary>What a person has in the workspace, beside what has landed of a track.</summary>
/// <param name="Commit">What is checked out.</param>
/// <param name="Branch">On which branch; null on none.</param>
/// <param name="IsLanded">The integration branch has all of it.</param>
/// <param name="Uncommitted">Files that are not as they are committed, as the workspace names them.</param>
internal sealed record PersonsHead(string Commit, string? Branch, bool IsLanded, ImmutableArray<string> Uncommitted)
{
    /// <summary>Looks; changes nothing.</summary>
    /// <param name="tip">Where the integration branch stands.</param>
    /// <exception cref="LandingException">Nothing is committed yet, or git does not say.</exception>
    public static async Task<PersonsHead> ReadAsync(RepositoryFacts facts, OwnRefs refs, string tip, CancellationToken cancellationToken)
    {
        string head = await refs.CommitAsync("HEAD", cancellationToken);
        string[] changed = await facts.Git.EntriesAsync(["status", "--porcelain", "-z", "--untracked-files=all", "--ignore-submodules=all", "--no-renames"], cancellationToken);
        return new PersonsHead(
            head,
            await facts.Git.LineAsync(["symbolic-ref", "-q", "--short", "HEAD"], cancellationToken),
            await refs.IsInAsync(head, tip, cancellationToken),
            [.. changed.Where(entry => entry.Length > 3).Select(entry => facts.InWorkspace(entry[3..])).Order(StringComparer.Ordinal)]);
    }
}
