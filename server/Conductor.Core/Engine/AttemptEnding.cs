using Conductor.Core.Tickets;

namespace Conductor.Core.Engine;

/// <summary>Ends attempts and closes what they had asked.</summary>
internal static class AttemptEnding
{
    /// <summary>Gives the ticket its outcome and withdraws its open gates. Nothing happens when it has no attempt.</summary>
    public static void EndIfActive(DecisionBuilder decision, string ticketId, TicketOutcome outcome)
    {
        if (decision.State.Tickets[ticketId].Attempt is { } attempt)
        {
            WithdrawApprovals(decision, ticketId, attempt, "The ticket's attempt has ended.");
            decision.Add(new TrackEvent.AttemptEnded(ticketId, attempt.Number, outcome));
        }
    }

    /// <summary>Takes back an attempt no worker has begun; the ticket is ready again.</summary>
    public static void Withdraw(DecisionBuilder decision, string ticketId, AttemptState attempt, string reason)
    {
        WithdrawApprovals(decision, ticketId, attempt, reason);
        decision.Add(new TrackEvent.AttemptWithdrawn(ticketId, attempt.Number, reason));
    }

    /// <summary>
    /// Takes back an attempt that no worker has begun because what its prompt was made of has changed. It is prepared anew as soon as it
    /// can be: what a person had asked for stays asked for.
    /// </summary>
    public static void PrepareAnew(DecisionBuilder decision, string ticketId, string reason)
    {
        if (decision.State.Tickets[ticketId].Attempt is not { Phase: AttemptPhase.Preparing or AttemptPhase.AwaitingSpawn or AttemptPhase.Queued } attempt)
        {
            return;
        }

        Withdraw(decision, ticketId, attempt, reason);
        TicketState ticket = decision.State.Tickets[ticketId];
        if (decision.State.Run.Options is { } options && Scheduler.Holds(options, ticket.Definition) && !ticket.Definition.IsForPerson)
        {
            decision.Add(new TrackEvent.TicketRequested(ticketId));
        }
    }

    /// <summary>
    /// Gives an ended ticket another outcome, or opens it again. When it is accepted no more, dependants that no worker has begun are
    /// taken back: a ticket starts only when what it waits for is accepted, and their prompts hold a result that no longer stands.
    /// </summary>
    public static void Overturn(DecisionBuilder decision, string ticketId, TrackEvent happens)
    {
        bool wasAccepted = decision.State.Tickets[ticketId].Outcome?.IsAccepted == true;
        decision.Add(happens);
        if (!wasAccepted || decision.State.Tickets[ticketId].Outcome?.IsAccepted == true)
        {
            return;
        }

        PrepareDependentsAnew(decision, ticketId, $"{ticketId}, which it waits for, is not accepted any more.");
    }

    /// <summary>What stands of a ticket has changed: dependants that no worker has begun are prepared anew.</summary>
    public static void PrepareDependentsAnew(DecisionBuilder decision, string ticketId, string reason)
    {
        foreach (TicketDefinition dependent in decision.State.Graph.DependentsOf(ticketId))
        {
            if (!decision.State.Tickets[dependent.Id].Waived.Contains(ticketId))
            {
                PrepareAnew(decision, dependent.Id, reason);
            }
        }
    }

    private static void WithdrawApprovals(DecisionBuilder decision, string ticketId, AttemptState attempt, string reason)
    {
        foreach (string approvalId in attempt.OpenApprovals)
        {
            decision.Add(new TrackEvent.ApprovalWithdrawn(approvalId, ticketId, attempt.Number, reason));
        }
    }
}
