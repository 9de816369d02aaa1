using System.Globalization;
using Conductor.Server.TrackFiles;

namespace Conductor.Server.Landing;

/// <summary>
/// The names of what parallel tickets have in a repository. Parts of a folder's name are joined by two dashes, which no part has in it, so
/// that no two tickets can meet in one.
/// </summary>
internal static class BranchNames
{
    private const string Joint = "--";
    private const string TrackEnding = ".track.json";

    /// <summary>How the names of all our branches begin.</summary>
    public const string Prefix = "conductor/";

    /// <summary>The branch on which a track's tickets land.</summary>
    public static string Integration(string trackId) => IntegrationOf(Track(trackId));

    /// <summary>The same of a track as <see cref="Track"/> writes it.</summary>
    public static string IntegrationOf(string track) => $"{Prefix}{track}/integration";

    /// <summary>The branch of a ticket.</summary>
    public static string Ticket(string trackId, string ticketId) => $"{Prefix}{Track(trackId)}/t/{IdSlug.Of(ticketId)}";

    /// <summary>The name of the folder in which an attempt works.</summary>
    public static string TreeFolder(string trackId, string ticketId, int attempt) =>
        string.Create(CultureInfo.InvariantCulture, $"{TreePrefix(trackId, ticketId)}{attempt}");

    /// <summary>How the names of all folders of a track begin.</summary>
    public static string TrackPrefix(string trackId) => $"{Track(trackId)}{Joint}";

    /// <summary>How the names of all folders of a ticket begin.</summary>
    public static string TreePrefix(string trackId, string ticketId) => $"{Track(trackId)}{Joint}{IdSlug.Of(ticketId)}{Joint}";

    /// <summary>The name of the folder in which a track's tickets are merged.</summary>
    public static string LandingFolder(string trackId) => $"{Track(trackId)}{Joint}integration";

    /// <summary>A track in a name: the id that its file gives it, or the file's own name.</summary>
    public static string Track(string trackId) => IdSlug.Of(trackId, TrackIdentity.IdOf(trackId) ?? FileStem(trackId));

    private static string FileStem(string trackId)
    {
        string file = trackId[(trackId.LastIndexOf('/') + 1)..];
        return file.EndsWith(TrackEnding, StringComparison.OrdinalIgnoreCase) ? file[..^TrackEnding.Length] : file;
    }
}
