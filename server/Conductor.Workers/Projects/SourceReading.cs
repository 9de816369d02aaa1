using System.Collections.Immutable;
using System.Globalization;
using Conductor.Viewer.Projects;
using Conductor.Views.Reach;
using Conductor.Workers.Workspaces;

namespace Conductor.Workers.Projects;

/// <summary>Reads a workspace's sources, and again only those that have changed. For one thread at a time, but for <see cref="TextOf"/>.</summary>
internal sealed class SourceReading(WorkspaceRoot root, Func<bool> isTrusted)
{
    /// <summary>Bytes of all C# files; declarations of more would take too much memory on a small machine.</summary>
    public const long MostBytes = 96L * 1024 * 1024;

    /// <summary>Bytes; a larger file is data in the shape of code.</summary>
    private const long LargestFile = 2 * 1024 * 1024;

    /// <summary>
    /// Reading a file leaves many times its size behind. Left to itself the collector lets that grow for as long as the machine has memory, which is not ours alone.
    /// </summary>
    private const long BytesBetweenCollections = 2 * 1024 * 1024;

    /// <summary>How many of these are of what has been read lately, before one of everything: that takes a tenth of a second.</summary>
    private const int SmallCollections = 3;

    private readonly Dictionary<string, Stamp> _stamps = new(StringComparer.Ordinal);
    private CodeBase? _code;
    private string _surroundings = "";

    /// <summary>The code as it stands now.</summary>
    public async Task<CodeAnswer<CodeBase>> ReadAsync(ProjectFiles projects, CancellationToken cancellationToken)
    {
        var files = await WorkspaceFiles.ListAsync(root, cancellationToken);
        var facts = new Dictionary<string, ProjectFacts>(StringComparer.Ordinal);
        Dictionary<string, Stamp> now = new(StringComparer.Ordinal);
        foreach (var path in files.Where(path => path.EndsWith(".cs", StringComparison.OrdinalIgnoreCase)))
        {
            var file = new FileInfo(Path.Combine(root.FullPath, path));
            if (file is { Exists: true, Length: <= LargestFile } && file.LinkTarget is null)
            {
                now[path] = new Stamp(file.LastWriteTimeUtc, file.Length, FactsOf(path).Constants);
            }
        }
        if (now.Values.Sum(stamp => stamp.Length) > MostBytes)
        {
            _code = null;
            _stamps.Clear();
            return CodeAnswer<CodeBase>.Failed(string.Create(CultureInfo.InvariantCulture, $"the workspace has more than {MostBytes / 1024 / 1024} MB of C#"));
        }

        var code = Surround(files, [.. facts.Values.SelectMany(one => one.Usings).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);
        return CodeAnswer<CodeBase>.Known(Take(code, now, cancellationToken));

        ProjectFacts FactsOf(string path)
        {
            var folder = Path.GetDirectoryName(path) ?? "";
            return facts.TryGetValue(folder, out var known) ? known : facts[folder] = projects.FactsOf(path);
        }
    }

    /// <summary>Keeps nothing of what was read: the next time begins with all files.</summary>
    public void Forget()
    {
        _code = null;
        _surroundings = "";
        _stamps.Clear();
    }

    /// <summary>A file's text as it is now; null when it cannot be read.</summary>
    public string? TextOf(string path)
    {
        try
        {
            return TextFile.Read(Path.Combine(root.FullPath, path))?.Text;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Begins anew, with the files that were read, where the packages or the global usings are others.</summary>
    private CodeBase Surround(IReadOnlyList<string> files, IReadOnlyList<string> usings)
    {
        // What a folder names is opened only where a person trusts the folder.
        List<string> assets = [.. files
            .Where(path => path.EndsWith(".csproj", StringComparison.OrdinalIgnoreCase) && isTrusted())
            .Select(path => Path.Combine(root.FullPath, Path.GetDirectoryName(path) ?? "", "obj", "project.assets.json"))
            .Where(File.Exists)];
        var surroundings = string.Join('\n', usings.Concat(assets.Select(file => $"{file} {File.GetLastWriteTimeUtc(file).Ticks}")));
        if (_code is { } known && surroundings == _surroundings)
        {
            return known;
        }
        var before = _code?.Files.Values.ToList() ?? [];
        var code = _code = CodeBase.Empty(ReferencedAssemblies.Of(assets), string.Concat(usings.Select(name => $"global using {name};\n"))).With(before, []);
        _surroundings = surroundings;
        return code;
    }

    private CodeBase Take(CodeBase code, Dictionary<string, Stamp> now, CancellationToken cancellationToken)
    {
        List<CodeFile> changed = [];
        long read = 0;
        var collections = 0;
        List<string> removed = [.. _stamps.Keys.Where(path => !now.ContainsKey(path))];
        foreach (var (path, stamp) in now)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_stamps.TryGetValue(path, out var known) && known.IsSameAs(stamp))
            {
                continue;
            }
            if (TextOf(path) is { } text && CodeFile.TryRead(path, text, stamp.Constants) is { } file)
            {
                changed.Add(file);
                read += stamp.Length;
                if (read >= BytesBetweenCollections)
                {
                    code = code.With(changed, []);
                    code.Declare(cancellationToken);
                    changed.Clear();
                    GC.Collect(collections % (SmallCollections + 1) == SmallCollections ? GC.MaxGeneration : 1, GCCollectionMode.Forced, blocking: true);
                    (read, collections) = (0, collections + 1);
                }
            }
            else
            {
                removed.Add(path);
            }
        }
        if (changed.Count + removed.Count > 0)
        {
            code = code.With(changed, removed);
        }
        if (collections > 0)
        {
            code.Declare(cancellationToken);
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        }
        _stamps.Clear();
        foreach (var (path, stamp) in now)
        {
            _stamps[path] = stamp;
        }
        _code = code;
        return code;
    }

    private sealed record Stamp(DateTime Written, long Length, ImmutableArray<string> Constants)
    {
        public bool IsSameAs(Stamp other) => Written == other.Written && Length == other.Length && Constants.SequenceEqual(other.Constants, StringComparer.Ordinal);
    }
}
