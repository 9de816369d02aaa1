using Conductor.Core.Approvals;
using Conductor.Core.Engine;
using Conductor.Core.Tickets;
using Conductor.Server.Features.Landing;
using Conductor.Server.Protocol;

namespace Conductor.Server.Features.Tickets;

/// <summary>How far a ticket is, where its state alone does not tell.</summary>
internal static class TicketStages
{
    /// <summary>Null where its state tells it all.</summary>
    public static TicketStageName? Of(TicketState ticket) => ticket switch
    {
        { Attempt: { Phase: AttemptPhase.Running, OpenApprovals.IsEmpty: true } attempt } when HasCalledItDone(attempt) => TicketStageName.Proving,
        { Attempt: { Phase: AttemptPhase.Running or AttemptPhase.Suspended, OpenApprovals.IsEmpty: true } attempt }
            when attempt.Steps.LastOrDefault() is AttemptStep.Told { Kind: WorkReturns.Review or WorkReturns.Conflict } => TicketStageName.SentBack,
        { Attempt: null, Outcome: TicketOutcome.Completed } when LandingMapping.Landed(ticket) is not null => TicketStageName.Landed,
        _ => null,
    };

    private static bool HasCalledItDone(AttemptState attempt) => attempt.Steps.LastOrDefault() is AttemptStep.ToolResult { Failed: false, CallId: var callId }
        && attempt.Calls.GetValueOrDefault(callId)?.Proposal.Risk == ToolRisk.Verdict;
}
