using Conductor.Core.Tickets;
using Conductor.Workers.Models;

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
        ticket.Outcome is TicketOutcome.Blocked { Kind: "needsDecision" or "needsAccess" or "missingDependency" or "wrongTicket", Reason: var question } && !IsOfDemo(question) ? question : null;

    /// <summary>The demo says so of tickets that it does not play: no answer helps it.</summary>
    public static bool IsOfDemo(string reason) => reason.StartsWith(DemoModel.OnlyKnowsTheSample, StringComparison.Ordinal);
}
