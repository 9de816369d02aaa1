using Conductor.Core.Tickets;

namespace Conductor.Server.Cli.Runs;

/// <summary>Tickets whose workers asked something and ended: another attempt gets the answer.</summary>
internal static class Questions
{
    /// <summary>Those tickets with what they ask, in the order of the run.</summary>
    public static IEnumerable<(TicketState Ticket, string Question)> Of(TrackState state)
    {
        foreach (ReadyKey key in state.Unaccepted)
        {
            if (QuestionOf(state.Tickets[key.TicketId]) is { } question)
            {
                yield return (state.Tickets[key.TicketId], question);
            }
        }
    }

    /// <summary>What it asks; null when a person's words are not what it lacks.</summary>
    public static string? QuestionOf(TicketState ticket) =>
        ticket.Outcome is TicketOutcome.Blocked { Kind: "needsDecision" or "needsAccess" or "missingDependency" or "wrongTicket", Reason: var question } ? question : null;
}
