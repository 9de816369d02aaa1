using System.Text.Json;
using Conductor.Core.Approvals;
using Conductor.Core.Tickets;
using Conductor.Workers.Processes;
using Conductor.Workers.Tiers;
using Conductor.Workers.Tools;
using ToolRisk = Conductor.Core.Approvals.ToolRisk;

namespace Conductor.Workers.Loop;

/// <summary>Makes one approved tool call, between its two records.</summary>
internal sealed class ToolRun(AttemptRun run, Answer answer, AnswerChanges changes)
{
    private readonly ToolProposal _proposal = answer.Proposal;
    private readonly ApprovalDecision _decision = answer.Decision;
    private readonly string _arguments = answer.Arguments;

    // The process of its command, where that could not be ended.
    private int? _stillRunning;

    /// <summary>Records the start, makes the call, records the end; the end also when it was stopped.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await run.Port.BeginToolAsync(_proposal.CallId, _arguments, PlannedChange(), cancellationToken);
        run.Conversation.Started(_proposal.CallId, _arguments);
        ToolResult result;
        try
        {
            result = await CallAsync(cancellationToken);
        }
        catch (Exception exception) when (cancellationToken.IsCancellationRequested)
        {
            // Not every tool answers a stop by saying so; whatever it throws then is the stop.
            var left = _stillRunning is { } process ? $"\n\n{CommandResult.WordsOfLeft(process)}" : "";
            await FinishAsync(run, new ToolCompletion(_proposal.CallId, WorkerTexts.Stopped + left, Failed: true, ExitCode: null));
            if (exception is OperationCanceledException)
            {
                throw;
            }
            throw new OperationCanceledException("The tool call was stopped.", exception, cancellationToken);
        }
        if (result.Change is { } change)
        {
            changes.Add(change);
        }
        var text = TextOf(result);
        try
        {
            if (result.Failed && _proposal.Risk == ToolRisk.Command
                && await FailureExplainer.ExplainAsync(run, result.Text, cancellationToken) is { } explanation)
            {
                text = $"{text}\n\n{explanation}";
            }
        }
        finally
        {
            // Also when the run is stopped while tier 4 thinks: the call itself is over, and that must be known.
            await FinishAsync(run, new ToolCompletion(
                _proposal.CallId, text, result.Failed, result.ExitCode, result.Change?.Path, result.Change?.Before));
        }
    }

    /// <summary>Records a call's end and adds its result to the conversation.</summary>
    public static async Task FinishAsync(AttemptRun run, ToolCompletion completion)
    {
        await run.Port.FinishToolAsync(completion);
        run.Conversation.Add(new AttemptStep.ToolResult(completion.CallId, completion.Result, completion.Failed));
    }

    /// <summary>What it is about to do to a file, when that is not what was proposed: it is what a person is shown if this process dies.</summary>
    private PlannedChange? PlannedChange() =>
        MovedFiles.Preview(run, _proposal, _arguments) is { } change
        && (change.Path, change.Before, change.After) != (_proposal.Path, _proposal.Before, _proposal.After)
            ? new PlannedChange(change.Path, change.Before, change.After)
            : null;

    private async Task<ToolResult> CallAsync(CancellationToken cancellationToken)
    {
        if (run.FindTool(_proposal.Tool) is not { } tool)
        {
            return new ToolResult(WorkerTexts.NoSuchTool(_proposal.Tool, run.Environment.Available.Select(known => known.Name)), Failed: true);
        }
        try
        {
            var arguments = JsonElement.Parse(_arguments);
            var context = Context();
            switch (tool.Inspect(arguments, context))
            {
                case ToolInspection.Refused refused:
                    return new ToolResult(refused.Message, Failed: true);
                case ToolInspection.Ready { Facts: var facts } when _decision.Arguments is null && !Proposals.IsAbout(_proposal, facts):
                    // A link can be laid between the decision and the call, by an earlier call of the same answer for one.
                    return new ToolResult(WorkerTexts.LeadsElsewhere, Failed: true);
            }
            if (_decision.Arguments is { } edited && EditedCalls.WhyNot(_proposal, edited, run.Environment) is { } problem)
            {
                return new ToolResult(problem, Failed: true);
            }
            if (answer.IsByPerson && changes.HasMoved(answer.Basis, tool.Preview(arguments, context)))
            {
                return new ToolResult(WorkerTexts.Moved(_proposal.Path ?? ""), Failed: true);
            }
            return await tool.RunAsync(arguments, context, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // The boundary to the tools: one that breaks is told to its worker and takes nothing else down.
            return new ToolResult($"{_proposal.Tool} failed: {exception.Message} Try another way.", Failed: true);
        }
    }

    private ToolContext Context()
    {
        var context = run.ContextOf(_proposal.CallId);
        return context with
        {
            CommandStillRunning = async left =>
            {
                _stillRunning = left.Pid;
                if (context.CommandStillRunning is { } record)
                {
                    await record(left);
                }
            },
        };
    }

    /// <summary>What the worker is told: what a person changed, then the result.</summary>
    private string TextOf(ToolResult result) =>
        _decision.Arguments is { } arguments && ArgumentEdits.Describe(_proposal.Arguments, arguments) is { } edits
            ? $"{edits}\n\n{result.Text}"
            : result.Text;
}
