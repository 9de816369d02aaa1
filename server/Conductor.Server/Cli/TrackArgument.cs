using Conductor.Server.TrackFiles;

namespace Conductor.Server.Cli;

/// <summary>A track as it is named on the command line: a file, the id that it gives its track, or its name without endings.</summary>
internal static class TrackArgument
{
    /// <summary>The path of its file, found from the current folder, else from the workspace, else by its id or its name.</summary>
    /// <param name="root">The workspace, absolute.</param>
    /// <returns>Workspace-relative, '/'-separated.</returns>
    /// <exception cref="CommandFailedException">There is none, there are several, or it is outside the workspace.</exception>
    public static string PathOf(string given, string root, string currentFolder)
    {
        string here = Path.GetFullPath(given, currentFolder);
        string full = File.Exists(here) ? here : Path.GetFullPath(given, root);
        if (!File.Exists(full))
        {
            return TrackNames.Find(root, given) switch
            {
                [var only] => only,
                [] => throw CommandFailedException.BadInput($"There is no track file {given} in {(currentFolder == root ? root : $"{currentFolder} or {root}")}, and no track of that id. {Known(root)}"),
                var several => throw CommandFailedException.BadInput($"{given} fits several tracks: {string.Join(", ", several)}. Name one of these files."),
            };
        }

        string relative = Path.GetRelativePath(root, full);
        return relative == ".." || relative.StartsWith(".." + Path.DirectorySeparatorChar, StringComparison.Ordinal) || Path.IsPathRooted(relative)
            ? throw CommandFailedException.BadInput($"{full} is outside the workspace {root}. Name the folder that holds it with --workspace, or copy the file into this one.")
            : relative.Replace('\\', '/');
    }

    /// <summary>The tracks of a workspace, in a sentence.</summary>
    public static string Known(string root)
    {
        string[] tracks = [.. TrackPaths.In(root)];
        return tracks.Length == 0
            ? $"There is none in {Path.Combine(root, ".conductor", "tracks")} yet."
            : $"There {(tracks.Length == 1 ? "is" : "are")} {string.Join(", ", tracks)}.";
    }
}
