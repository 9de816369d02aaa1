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
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        List<Task<Answer>> asked = [];
        try
        {
            foreach (var call in run.Conversation.Calls.Where(call => run.Conversation.ResultOf(call.CallId) is null))
            {
                asked.Add(AskAsync(run, call, stop.Token));
            }
            return await MakeAsync(run, asked, cancellationToken);
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(asked.Cast<Task>()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Asks whether the call may be made; when it had begun before an interruption and might be done twice, what became of it.</summary>
    private static async Task<Answer> AskAsync(AttemptRun run, FunctionCallContent call, CancellationToken cancellationToken)
    {
        var known = run.Start.Calls.GetValueOrDefault(call.CallId);
        if (known is { Decision: { } approved } && InterruptedCalls.IsInDoubt(known, run.Environment))
        {
            var finding = InterruptedCalls.Find(run.Start.TicketId, run.Start.Attempt, known, run.Environment);
            var settled = await run.Port.SettleDoubtAsync(call.CallId, finding, cancellationToken);
            return new Answer(known.Proposal, approved, settled.Gate.Interrupted, settled.Result);
        }
        var proposal = known?.Proposal ?? Proposals.Of(run, call);
        var decision = await run.Port.ProposeToolAsync(proposal, cancellationToken);
        return new Answer(proposal, decision, known is { MayRunAgain: true, DoubtGate.Interrupted: var interrupted } ? interrupted : null, Result: null);
    }

    private static async Task<AttemptResult?> MakeAsync(AttemptRun run, List<Task<Answer>> asked, CancellationToken cancellationToken)
    {
        var changes = new AnswerChanges(run);
        foreach (var asking in asked)
        {
            var (proposal, decision, interrupted, result) = await asking;
            switch (decision.Choice)
            {
                case var _ when result is not null:
                    run.Conversation.Add(result);
                    changes.AddSettled(interrupted, result);
                    break;
                case ApprovalChoice.Abort:
                    return new AttemptResult(new TicketOutcome.Cancelled(decision.Reason ?? "The run was aborted at a gate."));
                case ApprovalChoice.Reject:
                    await ToolRun.FinishAsync(run, new ToolCompletion(
                        proposal.CallId, WorkerTexts.Rejected(decision.By, decision.Reason), Failed: true, ExitCode: null));
                    break;
                default:
                    await new ToolRun(run, proposal, decision, changes, interrupted).RunAsync(cancellationToken);
                    break;
            }
            cancellationToken.ThrowIfCancellationRequested();
        }
        return null;
    }

    /// <summary>What was said to a call.</summary>
    /// <param name="Interrupted">What a person was shown who said that it is to be made again, or what became of it; null for other calls.</param>
    /// <param name="Result">What became of it, where a person said so; recorded already.</param>
    private sealed record Answer(ToolProposal Proposal, ApprovalDecision Decision, InterruptedCall? Interrupted, AttemptStep.ToolResult? Result);
}
