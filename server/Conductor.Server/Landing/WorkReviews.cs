using System.Collections.Immutable;

namespace Conductor.Server.Landing;

/// <summary>What a ticket's work changes against what it begins from or is merged with. Changes nothing but that objects are written.</summary>
internal sealed class WorkReviews(RepositoryFacts facts, OwnRefs refs, TreeSaves saves)
{
    /// <summary>Bytes of one file that are read, and of all of them.</summary>
    public const int MostBytes = 1024 * 1024;
    private const long MostInAll = 32L * 1024 * 1024;

    /// <summary>What stands in an attempt's tree, saved or not, against what of the integration branch is in it.</summary>
    public async Task<ReviewedWork> OfTreeAsync(TicketTree tree, CancellationToken cancellationToken)
    {
        StandingWork standing = await saves.LookAsync(tree, cancellationToken);
        string from = standing.Merging ?? await BaseAsync(tree.TrackId, standing.Head, cancellationToken);
        ImmutableArray<ReviewedFile> files = await CompareAsync(from, standing.Id, cancellationToken);
        return new ReviewedWork(
            from, $"{from}-{standing.Id}", [.. files, .. standing.LeftOut.Select(path => new ReviewedFile(facts.InWorkspace(path.TrimEnd('/')), null, ReviewedSide.Repository) { DoesNotLand = true })]);
    }

    /// <summary>What is saved on a ticket's branch, whose tree is gone.</summary>
    public async Task<ReviewedWork> OfBranchAsync(TicketTree tree, CancellationToken cancellationToken)
    {
        string tip = await refs.ReadAsync($"refs/heads/{tree.Branch}", cancellationToken)
            ?? throw new LandingException($"There is no work of {tree.TicketId} to look at: its working tree and its branch {tree.Branch} are gone. What was discarded can be restored for thirty days.");
        string from = await BaseAsync(tree.TrackId, tip, cancellationToken);
        return new ReviewedWork(from, $"{from}-{tip}", await CompareAsync(from, tip, cancellationToken));
    }

    /// <summary>What a landing has brought onto the integration branch.</summary>
    public async Task<ReviewedWork> OfLandingAsync(string merge, CancellationToken cancellationToken)
    {
        string commit = await refs.CommitAsync(merge, cancellationToken);
        string from = await refs.ReadAsync($"{commit}^1", cancellationToken) ?? commit;
        return new ReviewedWork(from, commit, await CompareAsync(from, commit, cancellationToken));
    }

    private async Task<string> BaseAsync(string trackId, string commit, CancellationToken cancellationToken) =>
        await facts.Git.LineAsync(["merge-base", $"refs/heads/{BranchNames.Integration(trackId)}", commit], cancellationToken)
        ?? throw new LandingException($"The branch {BranchNames.Integration(trackId)} is not there, or has nothing in common with the work. Make it again with its last commit, which git reflog knows, then ask again.");

    private async Task<ImmutableArray<ReviewedFile>> CompareAsync(string from, string to, CancellationToken cancellationToken)
    {
        string[] entries = await facts.Git.EntriesAsync(["diff-tree", "-r", "-z", "--raw", "--no-renames", "--full-index", "--no-abbrev", from, to], cancellationToken);
        List<Change> changes = [.. entries.Chunk(2).Where(pair => pair.Length == 2).Select(pair => Change.Of(pair[0], pair[1])).OfType<Change>()];
        IReadOnlyDictionary<string, Blob> blobs = await new Blobs(facts.Git).ReadAsync(changes.SelectMany(change => change.Contents), MostBytes, MostInAll, cancellationToken);
        return
        [
            .. changes.Select(change => new ReviewedFile(
                facts.InWorkspace(change.Path),
                Side(change.BeforeMode, change.Before, blobs),
                Side(change.AfterMode, change.After, blobs))),
        ];
    }

    private static ReviewedSide? Side(string mode, string id, IReadOnlyDictionary<string, Blob> blobs) => mode switch
    {
        Change.None => null,
        Change.Repository => ReviewedSide.Repository,
        _ => new ReviewedSide(
            mode switch { "120000" => ReviewedKind.Link, "100755" => ReviewedKind.Executable, _ => ReviewedKind.File },
            blobs.GetValueOrDefault(id) ?? new Blob(0, null)),
    };

    private sealed record Change(string Path, string BeforeMode, string Before, string AfterMode, string After)
    {
        public const string None = "000000";
        public const string Repository = "160000";

        public IEnumerable<string> Contents => new[] { (BeforeMode, Before), (AfterMode, After) }.Where(side => side.Item1 is not (None or Repository)).Select(side => side.Item2);

        public static Change? Of(string header, string path) =>
            header.TrimStart(':').Split(' ') is [var beforeMode, var afterMode, var before, var after, _] ? new Change(path, beforeMode, before, afterMode, after) : null;
    }
}

/// <summary>Work that is looked at.</summary>
/// <param name="Base">The commit that it is compared with.</param>
/// <param name="Commit">Names exactly what is shown: other contents, or another base, have another.</param>
internal sealed record ReviewedWork(string Base, string Commit, ImmutableArray<ReviewedFile> Files);

/// <summary>One changed file.</summary>
/// <param name="Path">As the workspace names it.</param>
/// <param name="Before">Null when it was not there.</param>
/// <param name="After">Null when it is deleted.</param>
internal sealed record ReviewedFile(string Path, ReviewedSide? Before, ReviewedSide? After)
{
    /// <summary>It is in no commit, and cannot be.</summary>
    public bool DoesNotLand { get; init; }
}

/// <summary>One side of it.</summary>
/// <param name="Content">Null of a repository within, of which only the commit is known.</param>
internal sealed record ReviewedSide(ReviewedKind Kind, Blob? Content)
{
    /// <summary>A repository within.</summary>
    public static ReviewedSide Repository { get; } = new(ReviewedKind.Repository, null);
}

/// <summary>What a path is.</summary>
internal enum ReviewedKind
{
    /// <summary>A file that is not run.</summary>
    File,

    /// <summary>A file that may be run.</summary>
    Executable,

    /// <summary>A symbolic link; its content is where it leads.</summary>
    Link,

    /// <summary>A repository within.</summary>
    Repository,
}
