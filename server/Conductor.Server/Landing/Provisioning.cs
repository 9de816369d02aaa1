using System.Text;
using Conductor.Core.Scopes;
using Conductor.Workers.Workspaces;
using Microsoft.Extensions.FileSystemGlobbing;

namespace Conductor.Server.Landing;

/// <summary>
/// Copies files that git does not have, as settings and keys, from the workspace into a tree. What was copied is not saved with the tree's
/// work, whether git ignores it or not, until it has been changed there: then it is work as any other, unless git ignores it.
/// </summary>
internal sealed class Provisioning(RepositoryFacts facts)
{
    /// <summary>Bytes of all files together.</summary>
    public const long MostBytes = 64L * 1024 * 1024;

    private const string Name = "conductor-copied";

    /// <summary>Copies them; those that git has in the tree stay as they are there.</summary>
    /// <param name="isWorkedIn">What stands there and is no copy as it was made is somebody's work, and stays.</param>
    /// <param name="globs">Relative to the workspace, of <c>*</c>, <c>**</c> and <c>{a,b}</c>; one without a slash names a file of the workspace's own folder. One that names a folder means all below it.</param>
    /// <exception cref="LandingException">A glob or a link leads out of the workspace, or there is too much.</exception>
    public async Task<ProvisionedFiles> CopyAsync(string tree, bool isWorkedIn, IReadOnlyList<string> globs, CancellationToken cancellationToken)
    {
        if (globs.Select(Globs.Problem).FirstOrDefault(problem => problem is not null) is { } wrong)
        {
            throw new LandingException($"Files cannot be copied into the ticket's tree: {wrong}.");
        }

        if (TreeRegistrations.GitFolderOf(tree) is not { } gitFolder)
        {
            throw new LandingException($"The working tree {tree} is no longer there. Put it back if you moved it, or discard it and run the ticket again.");
        }

        string root = facts.RootIn(tree);
        Directory.CreateDirectory(root);
        WorkspaceRoot from = WorkspaceRoot.Open(facts.Workspace);
        WorkspaceRoot to = WorkspaceRoot.Open(root);
        string[] tracked = await new LandingGit(root).EntriesAsync(["ls-files", "-z"], cancellationToken);
        CopiedFiles earlier = CopiedTo(gitFolder);
        List<Copy> copies = [.. Matching(from, globs).Except(tracked, StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(path => new Copy(path, Inside(from, path), Inside(to, path)))
            .Where(copy => !isWorkedIn || !File.Exists(copy.To) || earlier.IsCopy(facts.Prefix + copy.Path, copy.To))];
        long bytes = copies.Sum(copy => new FileInfo(copy.From).Length);
        if (bytes > MostBytes)
        {
            throw new LandingException(
                $"The files to copy into the ticket's tree have {bytes / 1024 / 1024} MB, more than {MostBytes / 1024 / 1024}. Name fewer of them, and let the set-up command make or fetch the rest.");
        }

        // Written first: a file that is copied and not known to be would be saved with the ticket's work.
        CopiedFiles known = earlier.With(copies.Select(copy => (facts.Prefix + copy.Path, CopiedFiles.Content(copy.From))));
        await AtomicFile.WriteAsync(Path.Combine(gitFolder, Name), Encoding.UTF8.GetBytes(known.Text), cancellationToken);
        foreach (Copy copy in copies)
        {
            cancellationToken.ThrowIfCancellationRequested();
            string folder = Path.GetDirectoryName(copy.To) ?? root;
            Directory.CreateDirectory(folder);
            // Whole or not at all: half a copy would be taken for work.
            using var whole = new UnfinishedFile(folder);
            await using (FileStream content = File.OpenRead(copy.From))
            {
                await content.CopyToAsync(whole.Content, cancellationToken);
            }

            whole.MoveTo(copy.To, OperatingSystem.IsWindows() ? null : File.GetUnixFileMode(copy.From), isDurable: false);
        }

        return new ProvisionedFiles([.. copies.Select(copy => copy.Path)]);
    }

    /// <summary>What was copied into a tree.</summary>
    public static CopiedFiles CopiedTo(string gitFolder) => Path.Combine(gitFolder, Name) is var file && File.Exists(file) ? CopiedFiles.Of(File.ReadAllText(file)) : CopiedFiles.None;

    /// <summary>Deletes copies, as they were made, where a merge is to write files of its own: git would not merge over them.</summary>
    /// <param name="merged">The commit that is merged into what is checked out.</param>
    public static async Task MakeWayAsync(LandingGit git, string tree, string gitFolder, string merged, CancellationToken cancellationToken)
    {
        CopiedFiles copied = CopiedTo(gitFolder);
        if (copied.Paths.Count == 0)
        {
            return;
        }

        foreach (string path in await git.EntriesAsync(["diff", "--name-only", "-z", "--no-renames", "--diff-filter=A", "HEAD", merged, "--"], cancellationToken))
        {
            if (Path.Combine(tree, path) is var place && copied.IsCopy(path, place))
            {
                File.Delete(place);
            }
        }
    }

    private static string Inside(WorkspaceRoot root, string path) => root.Resolve(path) switch
    {
        PathResolution.Inside inside => inside.FullPath,
        PathResolution.Refused refused => throw new LandingException($"A file cannot be copied into the ticket's tree: {refused.Message}", [path]),
        _ => throw new LandingException($"{path} cannot be copied into the ticket's tree. Name another file."),
    };

    private HashSet<string> Matching(WorkspaceRoot from, IEnumerable<string> globs)
    {
        var files = new HashSet<string>(StringComparer.Ordinal);
        foreach (string glob in globs.SelectMany(glob => GlobText.Expand($"/{(glob.StartsWith("./", StringComparison.Ordinal) ? glob[2..] : glob)}")))
        {
            string literal = glob.Contains('*', StringComparison.Ordinal) ? glob[..glob.IndexOf('*', StringComparison.Ordinal)] : glob;
            string start = literal == glob ? glob : literal[..Math.Max(literal.LastIndexOf('/'), 0)];
            Inside(from, start);
            string place = Path.Combine(facts.Workspace, start);
            if (File.Exists(place))
            {
                files.Add(start);
            }
            else if (Directory.Exists(place))
            {
                Matcher matcher = Globs.Matcher([literal == glob ? $"/{glob}/**" : $"/{glob}"]);
                files.UnionWith(Below(new DirectoryInfo(place)).Where(path => matcher.Match(path).HasMatches));
            }
        }

        return files;
    }

    /// <summary>Files below a folder, links to folders not followed, workspace-relative.</summary>
    private IEnumerable<string> Below(DirectoryInfo folder) => folder.LinkTarget is not null
        ? []
        : folder.EnumerateFileSystemInfos().Where(entry => entry.Name is not (".git" or ".conductor")).SelectMany(entry => entry is DirectoryInfo inner
            ? Below(inner)
            : [Path.GetRelativePath(facts.Workspace, entry.FullName).Replace(Path.DirectorySeparatorChar, '/')]);

    private sealed record Copy(string Path, string From, string To);
}
