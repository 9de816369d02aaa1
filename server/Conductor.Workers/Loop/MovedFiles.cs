using System.Text.Json;
using Conductor.Core.Approvals;
using Conductor.Core.Tickets;
using Conductor.Workers.Tools;

namespace Conductor.Workers.Loop;

/// <summary>
/// Asks again what a person has decided on a file that has changed since, before anything is done. What a policy has decided is simply
/// worked out anew, and changes by earlier calls of the same answer are no surprise.
/// </summary>
internal static class MovedFiles
{
    /// <summary>The answer to go by: the one given, or the last one that was asked for since.</summary>
    public static async Task<Answer> AskAgainAsync(AttemptRun run, Answer answer, AnswerChanges changes, CancellationToken cancellationToken)
    {
        while (answer is { Result: null, Decision.Choice: ApprovalChoice.Approve, IsByPerson: true }
            && changes.HasMoved(answer.Basis, Preview(run, answer.Proposal, answer.Arguments)))
        {
            answer = answer.Interrupted is null
                ? await ProposeAgainAsync(run, answer.Proposal, cancellationToken)
                : await SettleAgainAsync(run, answer, cancellationToken);
        }
        return answer;
    }

    /// <summary>What a call would do to its file now; null when it would do nothing, or fail.</summary>
    public static FileChange? Preview(AttemptRun run, ToolProposal proposal, string arguments)
    {
        try
        {
            return run.FindTool(proposal.Tool)?.Preview(JsonElement.Parse(arguments), run.ContextOf(proposal.CallId));
        }
        catch (JsonException)
        {
            // Arguments that a person has broken do nothing; the call itself says so.
            return null;
        }
    }

    private static async Task<Answer> ProposeAgainAsync(AttemptRun run, ToolProposal proposal, CancellationToken cancellationToken)
    {
        var now = Proposals.Again(run, proposal);
        return new Answer(now, await run.Port.ProposeToolAgainAsync(now, cancellationToken), Interrupted: null, Result: null);
    }

    private static async Task<Answer> SettleAgainAsync(AttemptRun run, Answer answer, CancellationToken cancellationToken)
    {
        var call = new ToolCallState(answer.Proposal) { StartedWith = answer.Arguments, Planned = PlannedOf(answer.Basis) };
        var finding = InterruptedCalls.Find(run.Start.TrackId, run.Start.TicketId, run.Start.Attempt, call, run.Environment);
        var settled = await run.Port.SettleDoubtAsync(answer.Proposal.CallId, finding, isOvertaken: true, cancellationToken);
        return answer with { Interrupted = settled.Gate.Interrupted, Result = settled.Result };
    }

    private static PlannedChange? PlannedOf(ToolProposal call) =>
        call is { Path: { } path, After: { } after } ? new PlannedChange(path, call.Before, after) : null;
}
