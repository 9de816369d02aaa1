using Conductor.Core.Approvals;
using Conductor.Core.Tickets;
using Conductor.Workers.Models;
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
        if (WhyNotMade(run, call) is { } why)
        {
            return new Answer(
                new ToolProposal(call.CallId, call.Name, MessageJson.Arguments(call), ToolRisk.Read), new ApprovalDecision(ApprovalChoice.Reject, "engine"), null, null)
            { NotMade = why };
        }
        var known = run.Start.Calls.GetValueOrDefault(call.CallId);
        if (known is { Decision: { } approved } && InterruptedCalls.IsInDoubt(known, run.Environment))
        {
            var finding = InterruptedCalls.Find(run.Start.TrackId, run.Start.TicketId, run.Start.Attempt, known, run.Environment);
            var settled = await run.Port.SettleDoubtAsync(call.CallId, finding, isOvertaken: false, cancellationToken);
            return new Answer(known.Proposal, approved, settled.Gate.Interrupted, settled.Result);
        }
        var proposal = known?.Proposal ?? Proposals.Of(run, call);
        var decision = await run.Port.ProposeToolAsync(proposal, cancellationToken);
        return new Answer(proposal, decision, known is { MayRunAgain: true, DoubtGate.Interrupted: var interrupted } ? interrupted : null, Result: null);
    }

    /// <summary>A call that nobody is asked about, because it is not known whether it is what the model meant; null for other calls.</summary>
    private static string? WhyNotMade(AttemptRun run, FunctionCallContent call) =>
        run.Conversation.IsTruncated ? WorkerTexts.CutCall
        : call.AdditionalProperties?.TryGetValue(OwnCallIds.UnreadableKey, out var why) == true ? WorkerTexts.UnreadableCall($"{why}")
        : null;

    private static async Task<AttemptResult?> MakeAsync(AttemptRun run, List<Task<Answer>> asked, CancellationToken cancellationToken)
    {
        var changes = new AnswerChanges(run);
        foreach (var asking in asked)
        {
            var answer = await MovedFiles.AskAgainAsync(run, await asking, changes, cancellationToken);
            var (proposal, decision, interrupted, result) = answer;
            switch (decision.Choice)
            {
                case var _ when result is not null:
                    run.Conversation.Add(result);
                    changes.AddSettled(interrupted, result);
                    break;
                case var _ when answer.NotMade is { } why:
                    await ToolRun.FinishAsync(run, new ToolCompletion(proposal.CallId, why, Failed: true, ExitCode: null));
                    break;
                case ApprovalChoice.Abort:
                    return new AttemptResult(new TicketOutcome.Cancelled(decision.Reason ?? "The run was aborted at a gate."));
                case ApprovalChoice.Reject:
                    await ToolRun.FinishAsync(run, new ToolCompletion(
                        proposal.CallId, WorkerTexts.Rejected(decision.By, decision.Reason), Failed: true, ExitCode: null));
                    break;
                default:
                    await new ToolRun(run, answer, changes).RunAsync(cancellationToken);
                    break;
            }
            cancellationToken.ThrowIfCancellationRequested();
        }
        return null;
    }
}

/// <summary>What was said to a call.</summary>
/// <param name="Interrupted">What a person was shown who said that it is to be made again, or what became of it; null for other calls.</param>
/// <param name="Result">What became of it, where a person said so; recorded already.</param>
internal sealed record Answer(ToolProposal Proposal, ApprovalDecision Decision, InterruptedCall? Interrupted, AttemptStep.ToolResult? Result)
{
    /// <summary>Why it is not made, whoever would allow it; what the worker is told. Null for a call that was asked about.</summary>
    public string? NotMade { get; init; }

    /// <summary>The arguments it is made with.</summary>
    public string Arguments => Decision.Arguments ?? Proposal.Arguments;

    /// <summary>The file as it was shown to whoever decided.</summary>
    public ToolProposal Basis => Interrupted is null ? Proposal : Interrupted.Call with { Before = Interrupted.Now };

    /// <summary>A person decided on what they saw; a policy decides on whatever there is.</summary>
    public bool IsByPerson => Interrupted is not null || Decision.IsByPerson;
}
