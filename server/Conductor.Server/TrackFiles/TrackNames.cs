namespace Conductor.Server.TrackFiles;

/// <summary>Track files as people name them without a path: by the id that a file gives its track, or by the file's name.</summary>
internal static class TrackNames
{
    /// <summary>The files in <c>.conductor/tracks</c> that are named so, by their ids where one has that id; workspace-relative, '/'-separated.</summary>
    public static IReadOnlyList<string> Find(string root, string named)
    {
        string[] paths = [.. TrackPaths.In(root)];
        string[] byId = [.. paths.Where(path => IdIn(Path.Combine(root, path)) == named)];
        return byId.Length > 0 ? byId : [.. paths.Where(path => IsNameOf(named, path))];
    }

    /// <summary>Whether a track file at this path is called that, with or without its endings.</summary>
    public static bool IsNameOf(string named, string path)
    {
        string file = path[(path.LastIndexOf('/') + 1)..];
        return file == named || file == $"{named}.json" || file == $"{named}.track.json";
    }

    private static string? IdIn(string file)
    {
        try
        {
            return TrackFileReader.Read(File.ReadAllText(file)).Id;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            // It claims no id that can be known.
            return null;
        }
    }
}
