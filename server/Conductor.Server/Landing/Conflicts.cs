using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Conductor.Workers.Workspaces;

namespace Conductor.Server.Landing;

/// <summary>
/// What two sides of a merge have not brought together. A file with marks is resolved when they are gone and more stands there than before both
/// sides: a merge editor writes that in their place before anybody has decided. One that git cannot mark (binary, or gone on one side) is resolved
/// when it has been changed. What is right as it is git is told with <c>git add</c> or <c>git rm</c>.
/// </summary>
internal static partial class Conflicts
{
    private const string Name = "conductor-conflicts";

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
    public static Task RememberAsync(string gitFolder, string tree, IEnumerable<ConflictedFile> files, CancellationToken cancellationToken)
    {
        string text = string.Concat(files.Select(file => Path.Combine(tree, file.Path) is var place && HasMarks(place) ? $"{file.Path}\0{TextsBefore.Remember(place)}\0" : $"{file.Path}\0{State(place)}\0"));
        return AtomicFile.WriteAsync(Path.Combine(gitFolder, Name), Encoding.UTF8.GetBytes(text), cancellationToken);
    }

    /// <summary>The files that wait for a decision, in ordinal order, from the top of the tree.</summary>
    public static async Task<ImmutableArray<UnresolvedFile>> UnresolvedAsync(OpenTree open, string tree, CancellationToken cancellationToken)
    {
        ImmutableArray<UnmergedFile> unmerged = await UnmergedAsync(open.Git, cancellationToken);
        // Also when no merge is under way any more: whoever commits by hand, or a worker that does, commits the marks too.
        Dictionary<string, string> remembered = Remembered(open.GitFolder);
        var reasons = new SortedDictionary<string, UnresolvedReason>(StringComparer.Ordinal);
        foreach (string path in remembered.Keys.Concat(unmerged.Select(file => file.Path)).Where(path => HasMarks(Path.Combine(tree, path))))
        {
            reasons[path] = UnresolvedReason.Marks;
        }

        foreach (string path in unmerged.Select(file => file.Path).Where(path => remembered.TryGetValue(path, out string? state) && state.Length > 0 && state == State(Path.Combine(tree, path))))
        {
            reasons.TryAdd(path, UnresolvedReason.Untouched);
        }

        foreach (string path in await TextsBefore.FindAsync(open, [.. unmerged.Where(file => !reasons.ContainsKey(file.Path))], remembered, cancellationToken))
        {
            reasons[path] = UnresolvedReason.Before;
        }

        return [.. reasons.Select(file => new UnresolvedFile(file.Key, file.Value))];
    }

    /// <summary>All are resolved, and that is saved.</summary>
    public static void Forget(string gitFolder) => File.Delete(Path.Combine(gitFolder, Name));

    private static Dictionary<string, string> Remembered(string gitFolder)
    {
        string file = Path.Combine(gitFolder, Name);
        return File.Exists(file)
            ? File.ReadAllText(file).Split('\0').Chunk(2).Where(pair => pair.Length == 2).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal)
            : [];
    }

    private static bool HasMarks(string path) => new FileInfo(path) is { Exists: true, LinkTarget: null } && File.ReadLines(path, Encoding.Latin1).Any(line => Mark().IsMatch(line));

    private static string State(string path) => new FileInfo(path) switch
    {
        { LinkTarget: { } target } => $"link {target}",
        { Exists: true } => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path))),
        _ => "gone",
    };

    [GeneratedRegex(@"^(<{7,}|>{7,}|\|{7,})( |$)")]
    private static partial Regex Mark();
}
