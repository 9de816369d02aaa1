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

    private static void WithdrawApprovals(DecisionBuilder decision, string ticketId, AttemptState attempt, string reason)
    {
        foreach (string approvalId in attempt.OpenApprovals)
        {
            decision.Add(new TrackEvent.ApprovalWithdrawn(approvalId, ticketId, attempt.Number, reason));
        }
    }
}
