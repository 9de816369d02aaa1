using Conductor.Core.Tickets;
using Conductor.Core.Usage;

namespace Conductor.Core.Engine;

/// <summary>Which budgets hold in a track, and how they stand.</summary>
public static class Budgets
{
    private const long LongestMinutes = 100 * 366 * 24 * 60;

    /// <summary>
    /// The run's limits: those it was asked for with, else the track file's, else those of the settings when it began, each kind by itself,
    /// without those that a person asked to be unlimited; and what was added since. What counts is what the run has spent: the next one has all of it again.
    /// </summary>
    public static Budget LimitsOf(TrackState state)
    {
        RunOptions? options = state.Run.Options;
        Budget limits = (options?.Budget ?? Budget.None).Or(state.Header.Budget).Or(options?.DefaultBudget);
        return limits.Without(options?.Unlimited ?? []).RaisedBy(state.Meter.Raised);
    }

    /// <summary>A ticket's own limits, with what was added. What counts is what all its attempts have spent.</summary>
    public static Budget LimitsOf(TicketState ticket) => (ticket.Definition.Budget ?? Budget.None).RaisedBy(ticket.Meter.Raised);

    /// <summary>The run's budget; null when it has none.</summary>
    public static BudgetStanding? OfRun(TrackState state, DateTimeOffset now)
    {
        Budget limits = LimitsOf(state);
        return limits == Budget.None ? null : new BudgetStanding(null, limits, state.RunUsage, state.Meter.WorkedAt(now), ReservedIn(state));
    }

    /// <summary>A ticket's own budget; null when it has none.</summary>
    public static BudgetStanding? OfTicket(TicketState ticket, DateTimeOffset now)
    {
        Budget limits = LimitsOf(ticket);
        return limits == Budget.None
            ? null
            : new BudgetStanding(ticket.Definition.Id, limits, ticket.Usage, ticket.Meter.WorkedAt(now), ticket.Attempt?.ReservedTotal ?? default);
    }

    /// <summary>The budget that the run is paused for; null when it is not paused for one, the budget is gone, or its ticket is worked on no more.</summary>
    public static BudgetStanding? Lacking(TrackState state, DateTimeOffset now) =>
        state.Run is not { Status: RunStatus.Paused, PauseCause: PauseCause.Budget, Shortage: { } shortage } ? null
        : shortage.TicketId is not { } ticketId ? OfRun(state, now)
        : state.Tickets.GetValueOrDefault(ticketId) is { Attempt: not null } ticket ? OfTicket(ticket, now)
        : null;

    /// <summary>Whether a call is not to be begun yet, because calls of other workers that are under way may take what is left of the run's budget.</summary>
    /// <param name="estimate">What the call may take.</param>
    public static bool IsReservedByOthers(TrackState state, string ticketId, Tier tier, TokenUsage estimate) =>
        state.Tickets.TryGetValue(ticketId, out TicketState? ticket) && BudgetDecisions.WhyWait(state, ticket, tier, estimate) is not null;

    /// <summary>Whether the run is paused because this budget does not last; null for the run's.</summary>
    public static bool IsPausedFor(TrackState state, string? ticketId) =>
        state.Run is { Status: RunStatus.Paused, PauseCause: PauseCause.Budget, Shortage: { } shortage } && shortage.TicketId == ticketId;

    /// <summary>
    /// When the next limit of minutes, or the share of one that is warned of, is reached if workers go on as they do; null when none will be.
    /// </summary>
    public static DateTimeOffset? NextMoment(TrackState state)
    {
        if (state is not { Run: { IsAlive: true, Stopping: null }, WorkingCount: > 0 })
        {
            return null;
        }

        DateTimeOffset? next = NextMoment(LimitsOf(state), state.Meter);
        foreach (ReadyKey key in state.Active)
        {
            TicketState ticket = state.Tickets[key.TicketId];
            if (ticket.Definition.Budget is not null && NextMoment(LimitsOf(ticket), ticket.Meter) is { } moment && (next is null || moment < next))
            {
                next = moment;
            }
        }

        return next;
    }

    private static DateTimeOffset? NextMoment(Budget limits, Meter meter)
    {
        if (limits.Minutes is not { } minutes || meter.WorkingSince is not { } since)
        {
            return null;
        }

        bool isWarned = meter.Warned.GetValueOrDefault(BudgetKind.Minutes, -1) == minutes;

        // Within what a clock can hold: no run lasts longer. In whole ticks, so that what is due at this moment is not a little later.
        return minutes <= LongestMinutes
            ? since + (TimeSpan.FromTicks(decimal.ToInt64(minutes * TimeSpan.TicksPerMinute * (isWarned ? 1 : BudgetStanding.WarnsAt))) - meter.Worked)
            : null;
    }

    /// <summary>How many other workers have a call under way that may take of a kind.</summary>
    internal static int CallsUnderWay(TrackState state, BudgetKind kind, string exceptOf) => state.Active.Count(key =>
        key.TicketId != exceptOf && state.Tickets[key.TicketId].Attempt is { } attempt && BudgetStanding.AmountOf(attempt.ReservedTotal, kind) > 0);

    /// <summary>Only attempts with a worker have a call under way.</summary>
    private static TokenUsage ReservedIn(TrackState state)
    {
        var sum = default(TokenUsage);
        foreach (ReadyKey key in state.Active)
        {
            if (state.Tickets[key.TicketId].Attempt is { Reserved.IsEmpty: false } attempt)
            {
                sum += attempt.ReservedTotal;
            }
        }

        return sum;
    }
}
