using System.Collections.Immutable;
using Conductor.Core.Approvals;
using Conductor.Core.Tickets;
using Microsoft.Extensions.AI;

namespace Conductor.Workers.Loop;

/// <summary>
/// Deals with the tool calls of one answer: all of them are proposed before the first is waited for, so that a person sees every gate at
/// once; then they are made in their order.
/// </summary>
internal static class ToolCalls
{
    /// <summary>Makes, or refuses, every call that has no result yet.</summary>
    /// <returns>Null, or how the attempt ends because of them.</returns>
    public static async Task<AttemptResult?> SettleAsync(AttemptRun run, CancellationToken cancellationToken)
    {
        ImmutableArray<FunctionCallContent> open = [.. run.Conversation.Calls.Where(call => run.Conversation.ResultOf(call.CallId) is null)];
        if (open.Select(call => InDoubt(run, call)).FirstOrDefault(reason => reason is not null) is { } doubt)
        {
            return new AttemptResult(new TicketOutcome.Blocked("needsDecision", doubt));
        }
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        List<(ToolProposal Proposal, Task<ApprovalDecision> Decision)> asked = [];
        List<Task> gates = [];
        try
        {
            foreach (var call in open)
            {
                var proposal = run.Start.Calls.GetValueOrDefault(call.CallId)?.Proposal ?? Proposals.Of(run, call);
                var decision = run.Port.ProposeToolAsync(proposal, stop.Token);
                gates.Add(decision);
                asked.Add((proposal, decision));
            }
            return await MakeAsync(run, asked, cancellationToken);
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(gates).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task<AttemptResult?> MakeAsync(
        AttemptRun run, List<(ToolProposal Proposal, Task<ApprovalDecision> Decision)> asked, CancellationToken cancellationToken)
    {
        var changes = new AnswerChanges(run);
        foreach (var (proposal, asking) in asked)
        {
            var decision = await asking;
            switch (decision.Choice)
            {
                case ApprovalChoice.Abort:
                    return new AttemptResult(new TicketOutcome.Cancelled(decision.Reason ?? "The run was aborted at a gate."));
                case ApprovalChoice.Reject:
                    await ToolRun.FinishAsync(run, new ToolCompletion(
                        proposal.CallId, WorkerTexts.Rejected(decision.By, decision.Reason), Failed: true, ExitCode: null));
                    break;
                default:
                    await new ToolRun(run, proposal, decision, changes).RunAsync(cancellationToken);
                    break;
            }
            cancellationToken.ThrowIfCancellationRequested();
        }
        return null;
    }

    /// <summary>
    /// Why a person must look first: the call had begun when its worker was lost, and making it again might do it twice. Null when it is
    /// safe to go on; calls that change nothing are simply made again.
    /// </summary>
    private static string? InDoubt(AttemptRun run, FunctionCallContent call) =>
        run.Start.Calls.GetValueOrDefault(call.CallId) is { StartedWith: { } arguments, IsFinished: false, Proposal: var proposal }
        && (HasEffect(proposal.Risk) || HasEffect(Proposals.RiskOf(run, call, arguments)))
            ? $"The work was interrupted in the middle of {proposal.Tool} ({proposal.Command ?? proposal.Path ?? arguments}), and it is not known "
                + "whether that has happened. Check, put it right if needed, then retry the ticket with a note of what you found."
            : null;

    private static bool HasEffect(ToolRisk risk) => risk is ToolRisk.Write or ToolRisk.Command;
}
