using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Conductor.Core.Tickets;
using Conductor.Workers.Processes;
using Conductor.Workers.Workspaces;

namespace Conductor.Server.Snapshots;

/// <summary>
/// Trees in a git repository: commits under private refs, made with an index of our own that is kept from one to the next, so that a tree
/// without changes costs one look at it. What git ignores is left alone, and so are <c>.conductor</c>, submodules and repositories within.
/// </summary>
internal sealed class GitTrees : ITreeStore
{
    private const string Absent = "000000";
    private const string Submodule = "160000";

    private readonly string _root;
    private readonly string _index;
    private readonly ObjectStore _objects;
    private readonly WorkspaceDisk _disk;
    private readonly PrivateGit _git;
    private readonly string _refs;
    private readonly string _theirs;

    // The exact bytes of files that were looked at on disk: git's own id does not tell line endings apart. By path, mode and blob.
    private readonly Dictionary<(string Path, string Mode, string Blob), FileVersion> _exact = [];
    private bool _isSeeded;

    // The tree that was kept last; its ref is there.
    private string? _last;

    private GitTrees(string root, string? workspace, string gitFolder, ObjectStore objects, WorkspaceDisk disk)
    {
        _root = root;
        _theirs = Path.Combine(gitFolder, "index");
        // A working tree's own folder of git goes with it.
        _index = workspace is null ? Path.Combine(objects.Folder, "index") : Path.Combine(gitFolder, "conductor-index");
        _objects = objects;
        _disk = disk;
        _git = new PrivateGit(root, _index);
        _refs = workspace is null ? $"refs/conductor/{ShortHash(root)}" : $"refs/conductor/{ShortHash(workspace)}/t/{ShortHash(root)}";
    }

    /// <summary>The trees of a folder; null when it is in no repository that git reads, or there is no git.</summary>
    /// <param name="root">The folder, absolute, every link resolved.</param>
    /// <param name="workspace">
    /// The workspace that the folder is a working tree of, the same way; null when it is a workspace itself. Trees of working trees are kept below
    /// those of their workspace, so that one look finds what nothing needs any more, also of working trees that are gone.
    /// </param>
    public static async Task<GitTrees?> OpenAsync(string root, string? workspace, ObjectStore objects, WorkspaceDisk disk, CancellationToken cancellationToken)
    {
        (int exitCode, string output, _) = await GitRunner.RunAsync(new GitRequest(root, ["rev-parse", "--is-inside-work-tree", "--absolute-git-dir"]), cancellationToken);
        return exitCode == 0 && output.Split('\n') is ["true", var gitFolder, ..] && !await IsIgnoredAsync(root, cancellationToken)
            ? new GitTrees(root, workspace, Path.GetFullPath(gitFolder.TrimEnd('\r'), root), objects, disk)
            : null;
    }

    /// <inheritdoc/>
    public async Task<RecordedTree> RecordAsync(CancellationToken cancellationToken)
    {
        if (!_isSeeded)
        {
            await SeedAsync(cancellationToken);
            _isSeeded = true;
        }

        try
        {
            return await LookAsync(cancellationToken);
        }
        catch (TreeRecordingException)
        {
            // Our index may be what is broken; it can be had anew. What else is broken breaks this look too, and is told.
            File.Delete(_index);
            await SeedAsync(cancellationToken);
            return await LookAsync(cancellationToken);
        }
    }

    private async Task<RecordedTree> LookAsync(CancellationToken cancellationToken)
    {
        string listed = await _git.RunAsync(["ls-files", "-z", "--others", "--modified", "--deleted", "--exclude-standard"], null, cancellationToken);
        var large = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        var changed = new StringBuilder();
        foreach (string path in listed.Split('\0', StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal).Where(IsWanted))
        {
            var file = new FileInfo(Path.Combine(_root, path));
            if (file is { Exists: true, LinkTarget: null, Length: > RecordedTree.LargestFile })
            {
                large[path] = string.Create(CultureInfo.InvariantCulture, $"{file.Length}:{file.LastWriteTimeUtc.Ticks}");
            }
            else
            {
                changed.Append(path).Append('\0');
            }
        }

        if (changed.Length > 0)
        {
            await TakeOverAsync(changed.ToString(), cancellationToken);
        }

        // That nothing differs from the index does not mean that it is the tree of last time: a look that failed, or another process, may have
        // brought it up to date since.
        string tree = (await _git.RunAsync(["write-tree"], null, cancellationToken)).Trim();
        if (tree != _last)
        {
            await KeepAsync(tree, cancellationToken);
            _last = tree;
        }

        return new RecordedTree(tree, large.ToImmutable());
    }

    /// <inheritdoc/>
    public async Task<TreeDifferences> CompareAsync(string before, RecordedTree after, int most, CancellationToken cancellationToken)
    {
        if (before == after.Id)
        {
            return new TreeDifferences([]);
        }

        string output = await _git.RunAsync(["diff-tree", "-r", "-z", "--raw", "--no-renames", "--no-abbrev", "--relative", before, after.Id], null, cancellationToken);
        string[] parts = output.Split('\0', StringSplitOptions.RemoveEmptyEntries);
        List<Difference> differences = [.. parts.Chunk(2).Where(pair => pair.Length == 2).Select(pair => Difference.Parse(pair[0], pair[1]))
            .Where(difference => difference.OldMode != Submodule && difference.NewMode != Submodule && IsWanted(difference.Path))];
        if (differences.Count > most)
        {
            return new TreeDifferences([], differences.Count);
        }

        Dictionary<string, FileVersion> extracted = await ExtractAsync(before, differences, cancellationToken);
        var transitions = ImmutableArray.CreateBuilder<FileTransition>(differences.Count);
        foreach (Difference difference in differences)
        {
            FileVersion? now = _disk.Keep(difference.Path);
            if (now is not null)
            {
                _exact[(difference.Path, difference.NewMode, difference.NewBlob)] = now;
            }

            FileVersion? then = difference.OldMode == Absent ? null : extracted[difference.Path];
            if (then != now)
            {
                transitions.Add(new FileTransition(difference.Path, then, now));
            }
        }

        return new TreeDifferences(transitions.ToImmutable());
    }

    /// <inheritdoc/>
    /// <remarks>Of the workspace's working trees too.</remarks>
    public async Task PruneAsync(IReadOnlySet<string> needed, DateTimeOffset recordedBefore, CancellationToken cancellationToken)
    {
        string output = await _git.RunAsync(["for-each-ref", "--format=%(refname) %(committerdate:unix)", _refs], null, cancellationToken);
        var deletions = new StringBuilder();
        foreach (string[] line in output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')))
        {
            if (line is [var name, var date] && long.TryParse(date, CultureInfo.InvariantCulture, out long seconds)
                && seconds < recordedBefore.ToUnixTimeSeconds() && !needed.Contains(name[(name.LastIndexOf('/') + 1)..]) && name[(name.LastIndexOf('/') + 1)..] != _last)
            {
                deletions.Append("delete ").Append(name).Append('\n');
            }
        }

        if (deletions.Length > 0)
        {
            await _git.RunAsync(["update-ref", "--stdin"], deletions.ToString(), cancellationToken);
        }
    }

    /// <summary>A workspace that the repository around it ignores is not in it: git would see no change there.</summary>
    private static async Task<bool> IsIgnoredAsync(string root, CancellationToken cancellationToken) =>
        (await GitRunner.RunAsync(new GitRequest(root, ["check-ignore", "-q", "."]), cancellationToken)).ExitCode == 0;

    private static string ShortHash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..12];

    /// <summary>Begins with what the person's index knows of the files, so that the first tree need not read them all.</summary>
    private async Task SeedAsync(CancellationToken cancellationToken)
    {
        _objects.Create();
        // A git that was killed while it wrote our index leaves its lock. Only who owns the workspace writes this one, so nobody writes it now.
        File.Delete(_index + ".lock");
        if (File.Exists(_index) || !File.Exists(_theirs))
        {
            return;
        }

        File.Copy(_theirs, _index);
        // Files that the person told git not to look at (small letters, or S where it is not a sparse checkout) are looked at here.
        string listed = await _git.RunAsync(["ls-files", "-z", "-v"], null, cancellationToken);
        List<string> unwatched = [.. listed.Split('\0', StringSplitOptions.RemoveEmptyEntries)
            .Where(entry => entry.Length > 2 && (char.IsLower(entry[0]) || entry[0] == 'S') && File.Exists(Path.Combine(_root, entry[2..])))
            .Select(entry => entry[2..] + "\0")];
        if (unwatched.Count > 0)
        {
            await _git.RunAsync(["update-index", "-z", "--no-assume-unchanged", "--stdin"], string.Concat(unwatched), cancellationToken);
            await _git.RunAsync(["update-index", "-z", "--no-skip-worktree", "--stdin"], string.Concat(unwatched), cancellationToken);
        }
    }

    /// <summary>Brings the index up to date with the files that changed; what git will not take one by one (a folder that became a link) by a whole look.</summary>
    private async Task TakeOverAsync(string paths, CancellationToken cancellationToken)
    {
        if (await _git.TryAsync(["update-index", "-z", "--add", "--remove", "--replace", "--stdin"], paths, cancellationToken) is not (0, _, _))
        {
            await _git.RunAsync(["add", "--all", "--", ".", ":(exclude).conductor"], null, cancellationToken);
        }
    }

    /// <summary>Makes a ref to a tree, so that git keeps it.</summary>
    private async Task KeepAsync(string tree, CancellationToken cancellationToken)
    {
        string commit = (await _git.RunAsync(["commit-tree", "-m", "Recorded by Conductor", tree], null, cancellationToken)).Trim();
        await _git.RunAsync(["update-ref", "--no-deref", $"{_refs}/{tree}", commit], null, cancellationToken);
    }

    /// <summary>The files of a tree as a checkout would write them, all at once; those seen on disk before need none.</summary>
    private async Task<Dictionary<string, FileVersion>> ExtractAsync(string tree, List<Difference> differences, CancellationToken cancellationToken)
    {
        var versions = new Dictionary<string, FileVersion>(StringComparer.Ordinal);
        var wanted = new List<Difference>();
        foreach (Difference difference in differences.Where(difference => difference.OldMode != Absent))
        {
            if (_exact.TryGetValue((difference.Path, difference.OldMode, difference.OldBlob), out FileVersion? known) && _objects.Has(known.ContentId))
            {
                versions[difference.Path] = known;
            }
            else
            {
                wanted.Add(difference);
            }
        }

        if (wanted.Count == 0)
        {
            return versions;
        }

        string folder = Path.Combine(_objects.Folder, ObjectStore.Checkout + Path.GetRandomFileName());
        try
        {
            var git = new PrivateGit(_root, folder + ".index");
            string prefix = (await git.RunAsync(["rev-parse", "--show-prefix"], null, cancellationToken)).TrimEnd('\n', '\r');
            await git.RunAsync(["read-tree", tree], null, cancellationToken);
            await git.RunAsync(
                ["checkout-index", "-z", "--stdin", "-f", $"--prefix={folder.Replace('\\', '/')}/"], string.Join('\0', wanted.Select(difference => difference.Path)) + "\0", cancellationToken);
            foreach (Difference difference in wanted)
            {
                versions[difference.Path] = _disk.KeepAt(Path.Combine(folder, prefix, difference.Path))
                    ?? throw new TreeRecordingException($"git did not give the earlier content of {difference.Path}. Run git fsck to see what is wrong with the repository.");
            }

            return versions;
        }
        finally
        {
            File.Delete(folder + ".index");
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    /// <summary>A repository within is listed as a folder; it is not ours to record. A file that is just being written is no file yet.</summary>
    private static bool IsWanted(string path) =>
        !path.EndsWith('/') && !UnfinishedFile.Is(path) && !path.StartsWith(".conductor/", StringComparison.OrdinalIgnoreCase) && !string.Equals(path, ".conductor", StringComparison.OrdinalIgnoreCase);

    private sealed record Difference(string Path, string OldMode, string NewMode, string OldBlob, string NewBlob)
    {
        /// <summary>One entry of <c>diff-tree --raw -z</c>: <c>:mode mode blob blob status</c>, then the path.</summary>
        public static Difference Parse(string facts, string path)
        {
            string[] fields = facts.TrimStart(':').Split(' ');
            return new Difference(path, fields[0], fields[1], fields[2], fields[3]);
        }
    }
}
