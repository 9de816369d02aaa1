using System.Collections.Immutable;
using System.Globalization;
using Conductor.Workers.Processes;

namespace Conductor.Server.Landing;

/// <summary>Work that was discarded: kept under private refs for a while, so that it can be had back.</summary>
internal sealed class DiscardedWorks(RepositoryFacts facts, OwnRefs refs)
{
    /// <summary>All of it, the newest day first.</summary>
    public async Task<ImmutableArray<DiscardedWork>> ListAsync(CancellationToken cancellationToken)
    {
        string text = await facts.Git.RunAsync(["for-each-ref", "--format=%(refname) %(objectname) %(subject)", OwnRefs.Discarded, OwnRefs.Kept], cancellationToken);
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Parse).OfType<DiscardedWork>().OrderByDescending(work => work.Date).ThenBy(work => work.Ref, StringComparer.Ordinal)];
    }

    /// <summary>The ref of the latest work of a ticket that a later attempt has taken the branch of, and that a commit has not; null when there is none.</summary>
    public async Task<string?> EarlierAsync(TicketTree tree, string commit, CancellationToken cancellationToken)
    {
        string ours = $"{OwnRefs.Kept}*/{BranchNames.Track(tree.TrackId)}/{IdSlug.Of(tree.TicketId)}/*";
        string? name = await facts.Git.LineAsync(["for-each-ref", $"--no-merged={commit}", "--sort=-committerdate", "--count=1", "--format=%(refname)", ours], cancellationToken);
        return string.IsNullOrEmpty(name) ? null : name;
    }

    /// <summary>How many files it changes, against what of its track's integration branch it has, or else of what is checked out; null when git does not say.</summary>
    public async Task<int?> FilesAsync(DiscardedWork work, CancellationToken cancellationToken)
    {
        string integration = $"refs/heads/{BranchNames.IntegrationOf(work.Track)}";
        string onto = await refs.ReadAsync(integration, cancellationToken) is null ? "HEAD" : integration;
        GitResult changed = await facts.Git.TryAsync(["diff", "--name-only", "-z", "--no-renames", "--no-ext-diff", "--ignore-submodules=all", $"{onto}...{work.Commit}", "--"], cancellationToken);
        return changed.ExitCode == 0 ? changed.Output.Count(character => character == '\0') : null;
    }

    /// <summary>A branch of the person's that has a commit; null when none has.</summary>
    public async Task<string?> BranchWithAsync(string commit, CancellationToken cancellationToken) =>
        (await facts.Git.RunAsync(["for-each-ref", "--format=%(refname:lstrip=2)", "--contains", commit, "refs/heads"], cancellationToken))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .FirstOrDefault(branch => !branch.StartsWith(BranchNames.Prefix, StringComparison.Ordinal));

    /// <summary>Makes a branch of it. The ref stays until its time is over.</summary>
    /// <exception cref="LandingException">There is no such work, or the name cannot be had.</exception>
    public async Task<string> RestoreAsync(string name, string branch, CancellationToken cancellationToken)
    {
        if (!name.StartsWith(OwnRefs.Discarded, StringComparison.Ordinal) && !name.StartsWith(OwnRefs.Kept, StringComparison.Ordinal)
            || await refs.ReadAsync(name, cancellationToken) is not { } commit)
        {
            throw new LandingException($"There is no discarded work {name}. It is kept for thirty days; look at the list again.");
        }

        if (branch.StartsWith('-') || (await facts.Git.TryAsync(["check-ref-format", "--branch", branch], cancellationToken)).ExitCode != 0)
        {
            throw new LandingException($"'{branch}' is no name for a branch. Choose another one, of letters, digits and dashes.");
        }

        string? taken = await refs.ReadAsync($"refs/heads/{branch}", cancellationToken);
        if (taken is not null && taken != commit)
        {
            throw new LandingException($"There is a branch {branch} already. Choose another name.");
        }

        if (taken is null)
        {
            await refs.SetAsync($"refs/heads/{branch}", commit, null, cancellationToken);
        }

        return commit;
    }

    /// <summary>Forgets what was discarded before a day.</summary>
    /// <returns>How much.</returns>
    public async Task<int> PruneAsync(TimeSpan olderThan, CancellationToken cancellationToken)
    {
        DateOnly day = refs.Day().AddDays(-(int)olderThan.TotalDays);
        DiscardedWork[] old = [.. (await ListAsync(cancellationToken)).Where(work => work.Date < day)];
        foreach (DiscardedWork work in old)
        {
            await refs.DeleteAsync(work.Ref, work.Commit, cancellationToken);
        }

        return old.Length;
    }

    private static DiscardedWork? Parse(string line)
    {
        string[] fields = line.TrimEnd('\r').Split(' ', 3);
        return fields.Length >= 2 && fields[0].Split('/') is [_, _, var kind, var day, var track, var ticket, var last]
            && DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date)
            ? new DiscardedWork(fields[0], date, track, ticket, kind == "discarded" && int.TryParse(last.Split('-')[0], CultureInfo.InvariantCulture, out int attempt) ? attempt : null,
                fields[1], fields.ElementAtOrDefault(2) ?? "")
            : null;
    }
}
