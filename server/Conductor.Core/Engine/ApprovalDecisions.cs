using Conductor.Core.Approvals;
using Conductor.Core.Landing;
using Conductor.Core.Tickets;

namespace Conductor.Core.Engine;

/// <summary>Decides answers to gates.</summary>
internal static class ApprovalDecisions
{
    /// <summary>The first answer stands: a second one is accepted without effect. An answer that does not fit the gate is refused.</summary>
    public static Refusal? Decide(DecisionBuilder decision, TrackCommand.Decide decide)
    {
        if (decision.State.DecidedApprovals.ContainsKey(decide.ApprovalId))
        {
            return null;
        }

        if (!decision.State.OpenApprovals.TryGetValue(decide.ApprovalId, out ApprovalRequest? request))
        {
            return new Refusal(RefusalCode.UnknownApproval, "This approval is not open: what it asked for was withdrawn. Look at the list of open approvals.");
        }

        if (decide.ShownHash is not null && decide.ShownHash != request.ShownHash)
        {
            return new Refusal(RefusalCode.Stale, "What you decided on is not what is asked now. Review it again and decide then.");
        }

        if (Misfit(request, decide.Decision) is { } misfit)
        {
            return misfit;
        }

        decision.Add(new TrackEvent.ApprovalDecided(request.ApprovalId, request.TicketId, request.Attempt, decide.Decision));
        if (request is ApprovalRequest.Tool tool)
        {
            decision.Add(new TrackEvent.ToolDecided(request.TicketId, request.Attempt, tool.Proposal.CallId, decide.Decision));
        }
        else if (request is ApprovalRequest.InDoubt doubt)
        {
            DoubtDecisions.Settle(decision, doubt, decide.Decision);
        }
        else if (request is ApprovalRequest.Landing landing)
        {
            LandingDecisions.Settle(decision, landing, decide.Decision);
        }
        else if (decide.Decision.Choice == ApprovalChoice.Reject)
        {
            string reason = string.IsNullOrWhiteSpace(decide.Decision.Reason) ? "The worker was not approved." : decide.Decision.Reason;
            AttemptEnding.EndIfActive(decision, request.TicketId, new TicketOutcome.Blocked("rejected", reason));
        }

        if (decide.Decision.Choice == ApprovalChoice.Abort)
        {
            return RunDecisions.Cancel(decision, decide.Decision.Reason ?? "Aborted at a gate.");
        }

        return null;
    }

    private static Refusal? Misfit(ApprovalRequest request, ApprovalDecision decision)
    {
        string? problem = (request, decision) switch
        {
            (ApprovalRequest.InDoubt, { Choice: ApprovalChoice.Approve }) =>
                "It is not known whether this call has happened, so it cannot be approved. Say what became of it: run it again, treat it as done, or treat it as failed.",
            (ApprovalRequest.InDoubt, { IsEdited: true } or { ForTicket: true }) =>
                "A call in doubt has been made already, as it is shown, so it can be neither edited nor remembered. Say what became of it.",
            (not ApprovalRequest.Landing, { Choice: ApprovalChoice.SendBack or ApprovalChoice.Resolve }) => "Nothing is to land at this gate. Approve it, reject it, or abort the run.",
            (ApprovalRequest.Landing { Problem: not { Kind: LandingProblemKind.Conflict } }, { Choice: ApprovalChoice.Resolve }) =>
                "There is no conflict to resolve. Land the work, send it back with what is wrong, or reject it.",
            (ApprovalRequest.Landing, { Choice: ApprovalChoice.SendBack }) when string.IsNullOrWhiteSpace(decision.Reason) => "Say what is wrong with the work: its worker is told.",
            (ApprovalRequest.Landing, { IsEdited: true } or { ForTicket: true }) => "Work lands as it is. To have it changed, send it back with what is wrong.",
            (not ApprovalRequest.InDoubt, { Choice: ApprovalChoice.RunAgain or ApprovalChoice.TreatAsDone or ApprovalChoice.TreatAsFailed }) =>
                "Nothing is in doubt at this gate. Approve it, reject it, or abort the run.",
            (_, { Choice: not ApprovalChoice.TreatAsDone, Result: not null }) => "A result only goes with a call that is treated as done. Leave it out, or treat the call as done.",
            (ApprovalRequest.Spawn, { Arguments: not null }) => "A spawn gate has no tool arguments. Edit its prompt or context instead.",
            (ApprovalRequest.Spawn, { ForTicket: true }) => "A spawn gate cannot be approved for the ticket; each worker is approved once.",
            (ApprovalRequest.Spawn, { Prompt: { } prompt }) when string.IsNullOrWhiteSpace(prompt) => "The edited prompt is empty. Write one, or reject the worker.",
            (ApprovalRequest.Tool, { Prompt: not null } or { Context: not null }) => "A tool gate has no prompt or context. Edit its arguments instead.",
            (ApprovalRequest.Tool { Proposal: { IsProtected: true, Risk: not ToolRisk.Read } }, { ForTicket: true }) => "A protected path is asked every time; approve it once.",
            (ApprovalRequest.Tool, { Arguments: not null, ForTicket: true }) => "An edited call is approved once: what would be remembered is the call as the worker made it. Approve it without remembering it.",
            (ApprovalRequest.Tool, { Arguments: { } arguments }) when string.IsNullOrWhiteSpace(arguments) => "The edited arguments are empty. Write them, or reject the call.",
            (_, { Choice: not ApprovalChoice.Approve, IsEdited: true }) => "Edits only go with an approval. Approve it, or give the reason without edits.",
            _ => null,
        };
        return problem is null ? null : new Refusal(RefusalCode.InvalidDecision, problem);
    }
}
