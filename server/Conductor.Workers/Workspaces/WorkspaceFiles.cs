using Conductor.Workers.Processes;

namespace Conductor.Workers.Workspaces;

/// <summary>
/// The files of a workspace that are worth a look: in a git repository those it tracks or would track, elsewhere all but what builds and
/// packages leave. Never anything in <c>.git</c>, nor Conductor's own state.
/// </summary>
public static class WorkspaceFiles
{
    private static readonly string[] BuildFolders = ["bin", "obj", "node_modules"];

    /// <summary>A file's path from the root, with forward slashes, in ordinal order. Links are listed but folders that are links not entered.</summary>
    /// <exception cref="IOException">git hangs.</exception>
    public static async Task<IReadOnlyList<string>> ListAsync(WorkspaceRoot root, CancellationToken cancellationToken)
    {
        var files = await FromGitAsync(root, cancellationToken) ?? Walk(root, cancellationToken);
        return [.. files.Where(path => !IsState(path)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    /// <returns>Null when git is not there or the root is in no repository that it reads.</returns>
    private static async Task<IEnumerable<string>?> FromGitAsync(WorkspaceRoot root, CancellationToken cancellationToken)
    {
        var (exitCode, output, _) = await GitRunner.RunAsync(
            new GitRequest(root.FullPath, ["ls-files", "-z", "-t", "--cached", "--others", "--exclude-standard"]), cancellationToken);
        if (exitCode != 0)
        {
            return null;
        }
        if (output.Length == 0 && await GitRunner.RunAsync(new GitRequest(root.FullPath, ["check-ignore", "-q", "."]), cancellationToken) is (0, _, _))
        {
            // The repository around it ignores the whole folder, so git knows nothing of what is in it.
            return null;
        }

        // Each entry is a letter for its state, a space and the path. What builds leave is skipped only where nobody has added it.
        return output.Split('\0', StringSplitOptions.RemoveEmptyEntries)
            .Where(entry => entry.Length > 2 && !(entry[0] == '?' && IsInBuildFolder(entry[2..])))
            .Select(entry => entry[2..])
            .Where(path => File.Exists(Path.Combine(root.FullPath, path)));
    }

    private static List<string> Walk(WorkspaceRoot root, CancellationToken cancellationToken)
    {
        var files = new List<string>();
        var pending = new Stack<string>([""]);
        var options = new EnumerationOptions { IgnoreInaccessible = true, AttributesToSkip = 0 };
        while (pending.TryPop(out var folder))
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var entry in new DirectoryInfo(Path.Combine(root.FullPath, folder)).EnumerateFileSystemInfos("*", options))
            {
                var path = folder.Length == 0 ? entry.Name : $"{folder}/{entry.Name}";
                if (entry is not DirectoryInfo)
                {
                    files.Add(path);
                }
                else if (entry.LinkTarget is null && !BuildFolders.Contains(entry.Name) && !IsState($"{path}/"))
                {
                    pending.Push(path);
                }
            }
        }
        return files;
    }

    private static bool IsInBuildFolder(string path) =>
        path.Split('/').SkipLast(1).Any(name => BuildFolders.Contains(name));

    private static bool IsState(string path) =>
        path.Split('/').Contains(".git", StringComparer.OrdinalIgnoreCase)
        || path.StartsWith(".conductor/conductor.db", StringComparison.OrdinalIgnoreCase)
        || path.StartsWith(".conductor/objects/", StringComparison.OrdinalIgnoreCase)
        || path.StartsWith(".conductor/worktrees/", StringComparison.OrdinalIgnoreCase);
}
