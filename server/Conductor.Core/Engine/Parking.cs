using Conductor.Core.Tickets;

namespace Conductor.Core.Engine;

/// <summary>
/// A worker whose provider asks to wait has nothing to do with its slot. A ticket of another provider gets it, where one wants it; the one that waits goes
/// on from its history when its wait is over and a slot is free.
/// </summary>
internal static class Parking
{
    /// <summary>Shorter waits are over before another worker has done anything.</summary>
    internal static readonly TimeSpan ShortestWait = TimeSpan.FromSeconds(10);

    /// <summary>Whether it waits for its provider still, without a slot.</summary>
    public static bool IsParked(TrackState state, ReadyKey key, DateTimeOffset now) => state.Tickets[key.TicketId].Attempt?.ParkedUntil > now;

    /// <summary>When the next of those that wait without a slot can go on; null when there is none.</summary>
    public static DateTimeOffset? NextMoment(TrackState state, DateTimeOffset now) => state.Run.Status != RunStatus.Running ? null
        : state.Active.Select(key => state.Tickets[key.TicketId].Attempt?.ParkedUntil).Where(until => until > now).Min();

    /// <summary>Takes the slot of the one that waits longest for another provider than the ticket's; false where no worker waits so.</summary>
    public static bool MakeRoom(DecisionBuilder decision, ReadyKey wanting)
    {
        TrackState state = decision.State;
        string provider = AccountTrouble.ProviderOf(state, state.Tickets[wanting.TicketId]);
        DateTimeOffset from = decision.Context.Now + ShortestWait;
        TicketState? longest = state.Active.Select(key => state.Tickets[key.TicketId])
            .Where(ticket => ticket.Attempt is { Phase: AttemptPhase.Running, OpenApprovals.IsEmpty: true, Waiting: { IsAskedFor: true, Until: { } until } } && until >= from && AccountTrouble.ProviderOf(state, ticket) != provider)
            .MaxBy(ticket => ticket.Attempt?.Waiting?.Until);
        if (longest?.Attempt is not { } attempt)
        {
            return false;
        }

        decision.Add(new TrackEvent.AttemptParked(longest.Definition.Id, attempt.Number));
        return true;
    }
}
