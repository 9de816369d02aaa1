using System.Text.Json;
using Conductor.Core.Approvals;
using Conductor.Core.Tickets;
using Conductor.Workers.Tiers;
using Conductor.Workers.Tools;
using ToolRisk = Conductor.Core.Approvals.ToolRisk;

namespace Conductor.Workers.Loop;

/// <summary>Makes one approved tool call, between its two records.</summary>
/// <param name="interrupted">What a person was shown who wants it made again after an interruption; null for other calls.</param>
internal sealed class ToolRun(AttemptRun run, ToolProposal proposal, ApprovalDecision decision, AnswerChanges changes, InterruptedCall? interrupted)
{
    private readonly string _arguments = decision.Arguments ?? proposal.Arguments;

    // What the decision was based on: the file as it was shown.
    private readonly ToolProposal _basis = interrupted is null ? proposal : interrupted.Call with { Before = interrupted.Now };

    /// <summary>Records the start, makes the call, records the end; the end also when it was stopped.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await run.Port.BeginToolAsync(proposal.CallId, _arguments, PlannedChange(), cancellationToken);
        run.Conversation.Started(proposal.CallId, _arguments);
        ToolResult result;
        try
        {
            result = await CallAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await FinishAsync(run, new ToolCompletion(proposal.CallId, WorkerTexts.Stopped, Failed: true, ExitCode: null));
            throw;
        }
        if (result.Change is { } change)
        {
            changes.Add(change);
        }
        var text = TextOf(result);
        try
        {
            if (result.Failed && proposal.Risk == ToolRisk.Command
                && await FailureExplainer.ExplainAsync(run, result.Text, cancellationToken) is { } explanation)
            {
                text = $"{text}\n\n{explanation}";
            }
        }
        finally
        {
            // Also when the run is stopped while tier 4 thinks: the call itself is over, and that must be known.
            await FinishAsync(run, new ToolCompletion(
                proposal.CallId, text, result.Failed, result.ExitCode, result.Change?.Path, result.Change?.Before));
        }
    }

    /// <summary>Records a call's end and adds its result to the conversation.</summary>
    public static async Task FinishAsync(AttemptRun run, ToolCompletion completion)
    {
        await run.Port.FinishToolAsync(completion);
        run.Conversation.Add(new AttemptStep.ToolResult(completion.CallId, completion.Result, completion.Failed));
    }

    /// <summary>What it is about to do to a file, when that is not what was proposed: it is what a person is shown if this process dies.</summary>
    private PlannedChange? PlannedChange()
    {
        try
        {
            return run.FindTool(proposal.Tool)?.Preview(JsonElement.Parse(_arguments), run.ContextOf(proposal.CallId)) is { } change
                && (change.Path, change.Before, change.After) != (proposal.Path, proposal.Before, proposal.After)
                    ? new PlannedChange(change.Path, change.Before, change.After)
                    : null;
        }
        catch (JsonException)
        {
            // Arguments that a person has broken plan nothing; the call itself says so.
            return null;
        }
    }

    private async Task<ToolResult> CallAsync(CancellationToken cancellationToken)
    {
        if (run.FindTool(proposal.Tool) is not { } tool)
        {
            return new ToolResult(WorkerTexts.NoSuchTool(proposal.Tool, run.Environment.Available.Select(known => known.Name)), Failed: true);
        }
        try
        {
            var arguments = JsonElement.Parse(_arguments);
            var context = run.ContextOf(proposal.CallId);
            switch (tool.Inspect(arguments, context))
            {
                case ToolInspection.Refused refused:
                    return new ToolResult(refused.Message, Failed: true);
                case ToolInspection.Ready { Facts: var facts } when decision.Arguments is null && !Proposals.IsAbout(proposal, facts):
                    // A link can be laid between the decision and the call, by an earlier call of the same answer for one.
                    return new ToolResult(WorkerTexts.LeadsElsewhere, Failed: true);
            }
            if (decision.Arguments is { } edited && EditedCalls.WhyNot(proposal, edited, run.Environment) is { } problem)
            {
                return new ToolResult(problem, Failed: true);
            }
            if (changes.HasMoved(_basis, tool.Preview(arguments, context)))
            {
                return new ToolResult(WorkerTexts.Moved(proposal.Path ?? ""), Failed: true);
            }
            return await tool.RunAsync(arguments, context, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // The boundary to the tools: one that breaks is told to its worker and takes nothing else down.
            return new ToolResult($"{proposal.Tool} failed: {exception.Message} Try another way.", Failed: true);
        }
    }

    /// <summary>What the worker is told: what a person changed, then the result.</summary>
    private string TextOf(ToolResult result) =>
        decision.Arguments is { } arguments && ArgumentEdits.Describe(proposal.Arguments, arguments) is { } edits
            ? $"{edits}\n\n{result.Text}"
            : result.Text;
}
