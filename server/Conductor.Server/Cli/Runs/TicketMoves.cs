using Conductor.Core.Tickets;
using Conductor.Server.Features.Tickets;
using Conductor.Server.Hosting;
using Conductor.Server.Protocol;

namespace Conductor.Server.Cli.Runs;

/// <summary>Which tickets a move took somewhere a person would notice: another state, another attempt, another word about why.</summary>
internal static class TicketMoves
{
    /// <summary>Those tickets, as they are now.</summary>
    public static IEnumerable<TicketInfo> Of(TrackMoved moved) =>
        TrackMapping.ToChanged(moved, "").Tickets.Where(now => !IsSame(moved.Before, now));

    private static bool IsSame(TrackState before, TicketInfo now)
    {
        if (!before.Tickets.TryGetValue(now.Id, out TicketState? ticket))
        {
            return false;
        }

        TicketInfo then = TicketMapping.ToInfo(before, ticket);
        return then.State == now.State && then.Attempts == now.Attempts && then.Detail == now.Detail && then.Notice == now.Notice && then.Waiting == now.Waiting;
    }
}
