using System.Collections.Immutable;
using Conductor.Core.Tickets;

namespace Conductor.Core.Engine;

/// <summary>
/// Whether what a completed ticket was built on still stands. A ticket begins with the work of those it waits for; when one of them is done again, taken back, or
/// opened again, what was built on it may not fit any more, until it is done again too or a person says that it still holds.
/// </summary>
public static class Staleness
{
    /// <summary>Why a completed ticket is stale, in words for a person, the dependencies in order; empty when it is not.</summary>
    public static ImmutableArray<Reason> Of(TrackState state, TicketState ticket) => !ticket.IsStale
        ? []
        : [.. ticket.StaleBecause.Select(id => new Reason("stale", Why(state.Tickets[id]), Clear(ticket.Definition.Id, state.Tickets[id]), id))];

    /// <summary>All reasons in one sentence; null when it is not stale.</summary>
    public static string? InWords(TrackState state, TicketState ticket) =>
        ticket.IsStale ? string.Join(" ", Of(state, ticket).Select(reason => reason.Text)) : null;

    /// <summary>Whether a person may say that it still holds: not while what it was built on is stale itself.</summary>
    public static bool CanConfirm(TrackState state, TicketState ticket) => ticket.IsStale && !ticket.StaleBecause.Any(id => state.Tickets[id].IsStale);

    /// <summary>A person says that a stale ticket still holds.</summary>
    internal static Refusal? Confirm(DecisionBuilder decision, TrackCommand.ConfirmTicket confirm)
    {
        if (TicketDecisions.Find(decision.State, confirm.TicketId, out TicketState ticket) is { } unknown)
        {
            return unknown;
        }

        if (!ticket.IsStale)
        {
            return new Refusal(RefusalCode.WrongState, $"{confirm.TicketId} is not stale, so there is nothing to confirm.");
        }

        if (!CanConfirm(decision.State, ticket))
        {
            string first = ticket.StaleBecause.First(id => decision.State.Tickets[id].IsStale);
            return new Refusal(RefusalCode.WrongState, $"{confirm.TicketId} was built on {first}, which is stale itself. Retry or confirm {first} first.");
        }

        decision.Add(new TrackEvent.TicketConfirmed(confirm.TicketId));
        return null;
    }

    private static string Why(TicketState dependency)
    {
        string id = dependency.Definition.Id;
        return dependency switch
        {
            { IsStale: true } => $"It was built on {id}, which is stale itself.",
            { Outcome: null } => $"It was built on {id}, which is to be done again.",
            { Outcome: { IsAccepted: false } outcome } => $"It was built on {id}, which is {outcome.Status} now.",
            { IsTakenBack: true } => $"It was built on changes of {id} that were taken back.",
            _ => $"It was built on {id} as it was before: that has changed since.",
        };
    }

    private static string Clear(string ticketId, TicketState dependency) => dependency.IsStale
        ? $"Retry or confirm {dependency.Definition.Id} first."
        : $"Retry {ticketId}, or confirm that it still holds.";
}
