using System.Collections.Immutable;

namespace Conductor.Server.TrackFiles;

/// <summary>How track files are told apart: by their path, and across renames by the <c>id</c> of the object form.</summary>
public static class TrackIdentity
{
    private const char Mark = '#';

    /// <summary>The track id of a file: its workspace-relative path with '/', plus <c>#id</c> where the file names one.</summary>
    public static string Of(string workspaceRelativePath, string? id)
    {
        string path = workspaceRelativePath.Replace('\\', '/');
        path = path.StartsWith("./", StringComparison.Ordinal) ? path[2..] : path;
        return id is null ? path : $"{path}{Mark}{id}";
    }

    /// <summary>The object form's id within a track id; null when the file named none. Tracks of equal ids are one track under another path.</summary>
    public static string? IdOf(string trackId)
    {
        const string Ending = ".json";
        int end = trackId.IndexOf(Ending + Mark, StringComparison.OrdinalIgnoreCase);
        return end < 0 ? null : trackId[(end + Ending.Length + 1)..];
    }

    /// <summary>Files that claim one id at a time: each gets a problem at the place of its id, which names the others.</summary>
    /// <param name="readings">Workspace-relative paths and what their files say.</param>
    public static ImmutableDictionary<string, TrackFileProblem> Clashes(IEnumerable<KeyValuePair<string, TrackFileReading>> readings) =>
        readings
            .Where(file => file.Value.Id is not null)
            .GroupBy(file => file.Value.Id, StringComparer.Ordinal)
            .Select(claim => claim.ToArray())
            .Where(files => files.Length > 1)
            .SelectMany(files => files.Select(file => KeyValuePair.Create(file.Key, Clash(file, files))))
            .ToImmutableDictionary(StringComparer.Ordinal);

    private static TrackFileProblem Clash(KeyValuePair<string, TrackFileReading> file, KeyValuePair<string, TrackFileReading>[] files)
    {
        IEnumerable<string> others = files.Select(other => other.Key).Where(path => path != file.Key).Order(StringComparer.Ordinal);
        return new TrackFileProblem(
            TrackFileProblemCodes.DuplicateId,
            $"The track id \"{file.Value.Id}\" is also used by {string.Join(", ", others)}. Give each track file an id of its own.",
            file.Value.IdPlace);
    }
}
