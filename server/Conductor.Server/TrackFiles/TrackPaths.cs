using Conductor.Server.Storage;

namespace Conductor.Server.TrackFiles;

/// <summary>Where a workspace's track files are looked for.</summary>
internal static class TrackPaths
{
    private const string FilePattern = "*.json";

    private const string Trees = ".conductor/worktrees/";

    /// <summary>Whether a workspace-relative, '/'-separated path is in the working tree of a ticket. A track file there is a copy of the workspace's own.</summary>
    public static bool IsInTree(string path) => path.StartsWith(Trees, StringComparison.OrdinalIgnoreCase);

    /// <summary>Workspace-relative paths of the files in <c>.conductor/tracks</c>, '/'-separated, in ordinal order; none when there is no such folder.</summary>
    public static IEnumerable<string> In(string root)
    {
        string tracks = new WorkspaceFolder(root).Tracks;
        return Directory.Exists(tracks)
            ? Directory.EnumerateFiles(tracks, FilePattern).Select(file => Path.GetRelativePath(root, file).Replace('\\', '/')).Order(StringComparer.Ordinal)
            : [];
    }
}
