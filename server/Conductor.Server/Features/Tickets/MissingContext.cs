using Conductor.Core.Tickets;
using Conductor.Server.TrackFiles;

namespace Conductor.Server.Features.Tickets;

/// <summary>Context files that are not there: their ticket's worker would be told so in place of their text.</summary>
internal static class MissingContext
{
    private static readonly char[] GlobMarks = ['*', '{'];

    /// <summary>A warning for each, in the order of the file; none for what another ticket of the track may make.</summary>
    /// <param name="root">The workspace, absolute.</param>
    public static IEnumerable<TrackFileProblem> In(TrackFileReading reading, string root) =>
        from ticket in reading.Tickets
        from path in ticket.ContextRequirements
        let full = Path.Combine(root, path)
        where !File.Exists(full) && !reading.Tickets.Any(other => other.Id != ticket.Id && other.Writes.Any(glob => MayBe(glob, path)))
        let what = Directory.Exists(full) ? "is a folder. Name the files in it" : "does not exist. Correct the path, or take it out"
        select new TrackFileProblem(TrackFileProblemCodes.MissingFile, $"Ticket \"{ticket.Id}\": the context file {path} {what}.", reading.PlaceOf(ticket.Id));

    /// <summary>Whether a glob, as far as it holds no mark, fits a path.</summary>
    private static bool MayBe(string glob, string path) =>
        glob.IndexOfAny(GlobMarks) is var mark && (mark < 0 ? glob == path : path.StartsWith(glob[..mark], StringComparison.Ordinal));
}
