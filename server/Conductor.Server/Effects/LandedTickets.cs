using Conductor.Core.Tickets;

namespace Conductor.Server.Effects;

/// <summary>Whose work commits of the integration branch are.</summary>
internal static class LandedTickets
{
    /// <summary>The tickets whose landed work, or whose taking back, these commits are, each once; commits of nobody that is known are left out.</summary>
    public static string[] Of(TrackState state, IEnumerable<string> commits)
    {
        HashSet<string> wanted = [.. commits];
        return
        [
            .. state.Tickets.Values.Where(ticket => ticket.Landed is { } landed && (wanted.Contains(landed.Commit) || (landed.RevertedBy is { } by && wanted.Contains(by))))
                .Select(ticket => ticket.Definition.Id).Order(StringComparer.Ordinal),
        ];
    }
}
