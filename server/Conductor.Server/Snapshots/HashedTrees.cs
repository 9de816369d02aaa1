using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Conductor.Core.Tickets;
using Conductor.Workers.Workspaces;

namespace Conductor.Server.Snapshots;

/// <summary>
/// Trees where there is no git: a list of the files with the hashes of their contents, which are kept once each. A file whose size and time
/// are as they were is not read again.
/// </summary>
/// <param name="mostFiles">A folder with more files is not recorded: looking at all of them around each command would hold the work up.</param>
internal sealed class HashedTrees(WorkspaceRoot root, ObjectStore objects, WorkspaceDisk disk, TimeProvider time, int mostFiles = 50_000) : ITreeStore
{
    private const string Prefix = "files-";

    /// <summary>A file written this shortly before it was looked at could be written again within the same tick of the disk's clock.</summary>
    private static readonly TimeSpan Racy = TimeSpan.FromSeconds(2);

    private readonly string _cacheFile = Path.Combine(objects.Folder, "cache.json");
    private Dictionary<string, Known>? _cache;

    // Once a folder was too large it is not looked through again.
    private string? _refusal;

    // The tree of the cache; its contents are never pruned, so what is in the cache need not be looked for.
    private string? _last;

    /// <inheritdoc/>
    public async Task<RecordedTree> RecordAsync(CancellationToken cancellationToken)
    {
        if (_refusal is not null)
        {
            throw new TreeRecordingException(_refusal);
        }

        _cache ??= ReadCache();
        DateTime lookedAt = time.GetUtcNow().UtcDateTime;
        var large = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        var now = new Dictionary<string, Known>(StringComparer.Ordinal);
        IReadOnlyList<string> paths = await WorkspaceFiles.ListAsync(root, cancellationToken);
        if (paths.Count > mostFiles)
        {
            _refusal = string.Create(CultureInfo.InvariantCulture, $"the folder has {paths.Count:N0} files and is in no git repository; up to {mostFiles:N0} are recorded then. Make it a repository (git init), or open the folder of the project alone.");
            throw new TreeRecordingException(_refusal);
        }

        foreach (string path in paths)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (path.StartsWith(".conductor/", StringComparison.OrdinalIgnoreCase) || UnfinishedFile.Is(path))
            {
                continue;
            }

            var file = new FileInfo(Path.Combine(root.FullPath, path));
            if (file is { LinkTarget: null, Exists: true, Length: > RecordedTree.LargestFile })
            {
                large[path] = string.Create(CultureInfo.InvariantCulture, $"{file.Length}:{file.LastWriteTimeUtc.Ticks}");
            }
            else if (Look(path, file, lookedAt) is { } known)
            {
                now[path] = known;
            }
        }

        bool isSame = _last is not null && now.Count == _cache.Count && now.All(file => ReferenceEquals(_cache.GetValueOrDefault(file.Key), file.Value));
        if (!isSame)
        {
            _last = await KeepAsync(now, cancellationToken);
        }

        return new RecordedTree(_last ?? "", large.ToImmutable());
    }

    private async Task<string> KeepAsync(Dictionary<string, Known> now, CancellationToken cancellationToken)
    {
        _cache = now;
        await File.WriteAllBytesAsync(_cacheFile, JsonSerializer.SerializeToUtf8Bytes(now), cancellationToken);
        byte[] list = JsonSerializer.SerializeToUtf8Bytes(new SortedDictionary<string, string>(now.ToDictionary(file => file.Key, file => Text(file.Value.Version)), StringComparer.Ordinal));
        string id = objects.Put(list);
        objects.MakeDurable([id]);
        return Prefix + id;
    }

    /// <inheritdoc/>
    public Task<TreeDifferences> CompareAsync(string before, RecordedTree after, int most, CancellationToken cancellationToken)
    {
        if (before == after.Id)
        {
            return Task.FromResult(new TreeDifferences([]));
        }

        SortedDictionary<string, string> then = ReadTree(before);
        SortedDictionary<string, string> now = ReadTree(after.Id);
        string[] paths = [.. then.Keys.Union(now.Keys, StringComparer.Ordinal)
            .Where(path => then.GetValueOrDefault(path) != now.GetValueOrDefault(path) && !after.TooLarge.ContainsKey(path))
            .Order(StringComparer.Ordinal)];
        return Task.FromResult(paths.Length > most
            ? new TreeDifferences([], paths.Length)
            : new TreeDifferences([.. paths.Select(path => new FileTransition(path, Version(then.GetValueOrDefault(path)), Version(now.GetValueOrDefault(path))))]));
    }

    /// <inheritdoc/>
    public Task PruneAsync(IReadOnlySet<string> needed, DateTimeOffset recordedBefore, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The contents that a tree is made of, itself among them; none when it is no tree of this kind.</summary>
    public static IEnumerable<string> ContentsOf(string tree, ObjectStore objects)
    {
        if (!tree.StartsWith(Prefix, StringComparison.Ordinal) || objects.Read(tree[Prefix.Length..]) is not { } list)
        {
            return [];
        }

        SortedDictionary<string, string> files = JsonSerializer.Deserialize<SortedDictionary<string, string>>(list) ?? [];
        return files.Values.Select(Version).OfType<FileVersion>().Select(version => version.ContentId).Append(tree[Prefix.Length..]);
    }

    private Known? Look(string path, FileInfo file, DateTime lookedAt)
    {
        if (_cache?.GetValueOrDefault(path) is { } known && file is { Exists: true, LinkTarget: null } && known.Version.Kind == WorkspaceDisk.KindOf(file)
            && known.Size == file.Length && known.Written == file.LastWriteTimeUtc && known.Written < known.LookedAt - Racy && (_last is not null || objects.Has(known.Version.ContentId)))
        {
            return known;
        }

        try
        {
            return disk.Keep(path) is { } version ? new Known(file.LinkTarget is null && file.Exists ? file.Length : 0, file.LastWriteTimeUtc, lookedAt, version) : null;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    private SortedDictionary<string, string> ReadTree(string tree) =>
        tree.StartsWith(Prefix, StringComparison.Ordinal) && objects.Read(tree[Prefix.Length..]) is { } list
            && JsonSerializer.Deserialize<SortedDictionary<string, string>>(list) is { } files
            ? new SortedDictionary<string, string>(files, StringComparer.Ordinal)
            : throw new TreeRecordingException("What stood in the workspace then was recorded in another way, or is no longer kept.");

    private Dictionary<string, Known> ReadCache()
    {
        objects.Create();
        try
        {
            return File.Exists(_cacheFile) ? JsonSerializer.Deserialize<Dictionary<string, Known>>(File.ReadAllBytes(_cacheFile)) ?? [] : [];
        }
        catch (JsonException)
        {
            // Only a memory of what was read; without it the files are read again.
            return [];
        }
    }

    private static string Text(FileVersion version) => $"{version.Kind} {version.ContentId}";

    private static FileVersion? Version(string? text) => text?.Split(' ') is [var kind, var id] ? new FileVersion(Enum.Parse<FileKind>(kind), id) : null;

    private sealed record Known(long Size, DateTime Written, DateTime LookedAt, FileVersion Version);
}
