using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Conductor.Workers.Workspaces;

namespace Conductor.Server.Landing;

/// <summary>
/// What two sides of a merge have not brought together. A file with marks is resolved when they are gone and more stands there than before both
/// sides: a merge editor writes that in their place before anybody has decided. One that git cannot mark (binary, or gone on one side) is resolved
/// when it has been changed. What is right as it is git is told with <c>git add</c> or <c>git rm</c>.
/// </summary>
internal static class Conflicts
{
    private const string Name = "conductor-conflicts";

    /// <summary>Of those that came after a merge; whoever has made more has seen what stands there.</summary>
    private const int MostCommits = 100;

    /// <summary>The files that are in conflict in a tree's index.</summary>
    public static async Task<ImmutableArray<ConflictedFile>> ListAsync(LandingGit git, CancellationToken cancellationToken)
    {
        return [.. (await UnmergedAsync(git, cancellationToken)).Select(file => new ConflictedFile(file.Path, file.Base is not null, file.Ours is not null, file.Theirs is not null))];
    }

    /// <summary>The same, with what git has of each.</summary>
    public static async Task<ImmutableArray<UnmergedFile>> UnmergedAsync(LandingGit git, CancellationToken cancellationToken)
    {
        string[] entries = await git.EntriesAsync(["ls-files", "-z", "--unmerged"], cancellationToken);
        return
        [
            .. entries.Select(entry => entry.Split('\t', 2)).Where(parts => parts.Length == 2).GroupBy(parts => parts[1], parts => parts[0].Split(' '), StringComparer.Ordinal)
                .Select(file => new UnmergedFile(file.Key, Id(file, "1"), Id(file, "2"), Id(file, "3"))),
        ];

        static string? Id(IEnumerable<string[]> stages, string stage) => stages.FirstOrDefault(fields => fields[2] == stage)?[1];
    }

    /// <summary>Remembers how files in conflict stand in a tree before anybody works on them.</summary>
    public static async Task RememberAsync(OpenTree open, CancellationToken cancellationToken)
    {
        ImmutableArray<UnmergedFile> files = await UnmergedAsync(open.Git, cancellationToken);
        IReadOnlyDictionary<string, Blob> blobs = await TextsBefore.ReadAsync(open, files, cancellationToken);
        string? into = await open.Git.LineAsync(["rev-parse", "--verify", "-q", "HEAD"], cancellationToken);
        var text = new StringBuilder();
        foreach (UnmergedFile file in files)
        {
            RememberedConflict state = await StateAsync(open, file, blobs, cancellationToken);
            text.Append($"{file.Path}\0{(into is null ? state : state with { Sides = new RememberedSides(into, file.Base, file.Ours, file.Theirs) })}\0");
        }

        await AtomicFile.WriteAsync(Path.Combine(open.GitFolder, Name), Encoding.UTF8.GetBytes(text.ToString()), cancellationToken);
    }

    /// <summary>The files that wait for a decision, in ordinal order, from the top of the tree.</summary>
    public static async Task<ImmutableArray<UnresolvedFile>> UnresolvedAsync(OpenTree open, string tree, CancellationToken cancellationToken)
    {
        Dictionary<string, UnmergedFile> unmerged = (await UnmergedAsync(open.Git, cancellationToken)).ToDictionary(file => file.Path, StringComparer.Ordinal);
        // Also when no merge is under way any more: whoever commits by hand, or a worker that does, commits the marks too.
        Dictionary<string, RememberedConflict> remembered = Remembered(open.GitFolder);
        var reasons = new SortedDictionary<string, UnresolvedReason>(StringComparer.Ordinal);
        foreach (string path in remembered.Keys.Union(unmerged.Keys).Where(path => HasMarks(Path.Combine(tree, path), remembered.GetValueOrDefault(path), !unmerged.ContainsKey(path))))
        {
            reasons[path] = UnresolvedReason.Marks;
        }

        foreach (string path in unmerged.Keys.Where(path => remembered.GetValueOrDefault(path)?.Untouched is { } state && state == State(Path.Combine(tree, path))))
        {
            reasons.TryAdd(path, UnresolvedReason.Untouched);
        }

        foreach (string path in await TextsBefore.FindAsync(open, [.. unmerged.Values.Where(file => !reasons.ContainsKey(file.Path))], remembered, cancellationToken))
        {
            reasons[path] = UnresolvedReason.Before;
        }

        ImmutableArray<UnmergedFile> committed = await CommittedAsync(open, [.. remembered.Keys.Where(path => !unmerged.ContainsKey(path) && !reasons.ContainsKey(path))], cancellationToken);
        foreach (string path in await TextsBefore.FindAsync(open, [.. committed.Where(file => file.Ours != file.Base && file.Theirs != file.Base)], remembered, cancellationToken))
        {
            reasons[path] = UnresolvedReason.BeforeCommitted;
        }

        return [.. reasons.Select(file => new UnresolvedFile(file.Key, file.Value))];
    }

    /// <summary>
    /// What git had of files that were in conflict in a merge that somebody has committed by hand; none while it is under way. Whoever has committed the file again since, or
    /// nothing at all, has decided it.
    /// </summary>
    public static async Task<ImmutableArray<UnmergedFile>> CommittedAsync(OpenTree open, IReadOnlyCollection<string> paths, CancellationToken cancellationToken)
    {
        if (paths.Count == 0 || File.Exists(Path.Combine(open.GitFolder, "MERGE_HEAD")))
        {
            return [];
        }

        var files = ImmutableArray.CreateBuilder<UnmergedFile>();
        Dictionary<string, RememberedConflict> remembered = Remembered(open.GitFolder);
        foreach (var merge in paths.Select(path => (Path: path, remembered.GetValueOrDefault(path)?.Sides)).Where(file => file.Sides is not null).GroupBy(file => file.Sides?.Into ?? "", StringComparer.Ordinal))
        {
            if (await open.Git.LineAsync(["rev-list", "--first-parent", "--merges", "--max-count=1", "HEAD", $"^{merge.Key}"], cancellationToken) is { } commit)
            {
                IReadOnlySet<string>? again = await CommittedSinceAsync(open.Git, commit, cancellationToken);
                files.AddRange(merge.Where(file => again?.Contains(file.Path) == false).Select(file => new UnmergedFile(file.Path, file.Sides?.Base, file.Sides?.Ours, file.Sides?.Theirs)));
            }
        }

        return files.ToImmutable();
    }

    /// <summary>All are resolved, and that is saved.</summary>
    public static void Forget(string gitFolder) => File.Delete(Path.Combine(gitFolder, Name));

    /// <summary>The files that commits since one have changed; null when one of these changes none, which says that all is right.</summary>
    private static async Task<IReadOnlySet<string>?> CommittedSinceAsync(LandingGit git, string since, CancellationToken cancellationToken)
    {
        var changed = new HashSet<string>(StringComparer.Ordinal);
        string commits = await git.RunAsync(["rev-list", "--first-parent", $"--max-count={MostCommits}", $"{since}..HEAD"], cancellationToken);
        foreach (string commit in commits.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            string[] paths = await git.EntriesAsync(["diff-tree", "-r", "-z", "--name-only", $"{commit}^1", commit], cancellationToken);
            if (paths.Length == 0)
            {
                return null;
            }

            changed.UnionWith(paths);
        }

        return changed;
    }

    private static Dictionary<string, RememberedConflict> Remembered(string gitFolder)
    {
        string file = Path.Combine(gitFolder, Name);
        return File.Exists(file)
            ? File.ReadAllText(file).Split('\0').Chunk(2).Where(pair => pair.Length == 2).ToDictionary(pair => pair[0], pair => RememberedConflict.Read(pair[1]), StringComparer.Ordinal)
            : [];
    }

    private static async Task<RememberedConflict> StateAsync(OpenTree open, UnmergedFile file, IReadOnlyDictionary<string, Blob> blobs, CancellationToken cancellationToken)
    {
        string place = Path.Combine(open.Folder, file.Path);
        var untouched = RememberedConflict.Read(State(place));
        if (!IsFile(place))
        {
            return untouched;
        }

        if (new FileInfo(place).Length > TextsBefore.MostBytes || Text(file.Base) is not { } before || Text(file.Ours) is not { } ours || Text(file.Theirs) is not { } theirs)
        {
            return MarkLines.AnyIn(File.ReadLines(place, Encoding.Latin1)) ? RememberedConflict.OfMarks : untouched;
        }

        string marked = await File.ReadAllTextAsync(place, Encoding.Latin1, cancellationToken);
        var marks = MarkLines.Of(marked, (before, ours, theirs));
        if (!marks.HasAnyOfGit)
        {
            return untouched;
        }

        string[] words = [.. await TextsBefore.RememberAsync(open, marked, (before, ours, theirs), cancellationToken)];
        return new RememberedConflict(null, marks, words.FirstOrDefault(), [.. words.Skip(1)]);

        string? Text(string? id) => id is null ? "" : blobs.GetValueOrDefault(id)?.Content is { } content ? Encoding.Latin1.GetString(content) : null;
    }

    private static bool HasMarks(string path, RememberedConflict? remembered, bool isAdded) => IsFile(path) && remembered switch
    {
        { Untouched: not null } => false,
        { Marks: { } marks } => marks.AreLeftIn(File.ReadLines(path, Encoding.Latin1), isAdded),
        _ => MarkLines.AnyIn(File.ReadLines(path, Encoding.Latin1)),
    };

    private static bool IsFile(string path) => new FileInfo(path) is { Exists: true, LinkTarget: null };

    private static string State(string path) => new FileInfo(path) switch
    {
        { LinkTarget: { } target } => $"link {target}",
        { Exists: true } => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path))),
        _ => "gone",
    };
}
