using Conductor.Server.Storage;

namespace Conductor.Server.TrackFiles;

/// <summary>Where a workspace's track files are looked for.</summary>
internal static class TrackPaths
{
    private const string FilePattern = "*.json";

    /// <summary>Workspace-relative paths of the files in <c>.conductor/tracks</c>, '/'-separated, in ordinal order; none when there is no such folder.</summary>
    public static IEnumerable<string> In(string root)
    {
        string tracks = new WorkspaceFolder(root).Tracks;
        return Directory.Exists(tracks)
            ? Directory.EnumerateFiles(tracks, FilePattern).Select(file => Path.GetRelativePath(root, file).Replace('\\', '/')).Order(StringComparer.Ordinal)
            : [];
    }
}
