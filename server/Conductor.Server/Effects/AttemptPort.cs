using System.Collections.Immutable;
using Conductor.Core.Approvals;
using Conductor.Core.Engine;
using Conductor.Core.Tickets;
using Conductor.Core.Usage;
using Conductor.Server.Hosting;
using Conductor.Workers.Loop;

namespace Conductor.Server.Effects;

/// <summary>
/// A worker's way to the engine: each call is a command to the track's actor, answered when its events are durable. A refusal means that
/// the attempt is over, which a worker experiences as cancellation.
/// </summary>
internal sealed class AttemptPort(TrackActor actor, AttemptKey key, DecisionWaiters waiters, BudgetWaiters budgets, OutputStream output, CallRecords records) : IAttemptPort
{
    private string TicketId => key.TicketId;

    private int Attempt => key.Attempt;

    /// <inheritdoc/>
    public async Task<string?> BeginModelCallAsync(ModelCallPlan plan, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        CommandReply reply = await actor.SendAsync(new TrackCommand.BeginModelCall(TicketId, Attempt, plan.Turn, plan.Tier, plan.Model, plan.Estimate));
        if (reply.Refusal is { Code: RefusalCode.BudgetReserved or RefusalCode.LeftOut } reserved)
        {
            return reserved.Message;
        }

        TrackState state = StateOf(reply);
        if (state.Tickets.GetValueOrDefault(TicketId)?.Attempt is not { Phase: AttemptPhase.Running } attempt || attempt.Number != Attempt)
        {
            throw new OperationCanceledException($"The call was not made: {state.Run.Detail}");
        }

        return null;
    }

    /// <inheritdoc/>
    public Task WaitForBudgetAsync(ModelCallPlan plan, CancellationToken cancellationToken) => budgets.WaitAsync(
        key.TrackId, () => Current() is null || !Budgets.IsReservedByOthers(actor.State, TicketId, plan.Tier, plan.Estimate), cancellationToken);

    /// <inheritdoc/>
    public Task RecordModelAnswerAsync(ModelAnswer answer, CancellationToken cancellationToken) =>
        SendAsync(
            new TrackCommand.RecordModelAnswer(new TrackEvent.ModelAnswered(
                TicketId, Attempt, answer.Turn, answer.Tier, answer.Model, answer.Usage, answer.Estimated, answer.Messages, answer.Text, answer.Finish)),
            cancellationToken);

    /// <inheritdoc/>
    public Task RecordModelFailureAsync(ModelFailure failure, CancellationToken cancellationToken) => SendAsync(
        new TrackCommand.RecordModelFailure(new TrackEvent.ModelCallFailed(
            TicketId, Attempt, failure.Turn, failure.Tier, failure.Model, failure.Kind, failure.Message, failure.RetryAt, failure.Provider)),
        cancellationToken);

    /// <inheritdoc/>
    public Task RecordShortenedAsync(ImmutableArray<string> callIds, CancellationToken cancellationToken) =>
        SendAsync(new TrackCommand.ShortenConversation(TicketId, Attempt, callIds), cancellationToken);

    /// <inheritdoc/>
    public async Task<ApprovalDecision> ProposeToolAsync(ToolProposal call, CancellationToken cancellationToken)
    {
        await SendAsync(new TrackCommand.ProposeTool(TicketId, Attempt, call, ShownHashOf(call)), cancellationToken);
        return await DecisionAsync(call.CallId, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<ApprovalDecision> ProposeToolAgainAsync(ToolProposal call, CancellationToken cancellationToken)
    {
        await SendAsync(new TrackCommand.ProposeToolAgain(TicketId, Attempt, call, ShownHashOf(call)), cancellationToken);
        return await DecisionAsync(call.CallId, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<DoubtSettlement> SettleDoubtAsync(string callId, CallFinding finding, bool isOvertaken, CancellationToken cancellationToken)
    {
        await SendAsync(new TrackCommand.ReportInDoubt(TicketId, Attempt, callId, finding, isOvertaken), cancellationToken);
        return await waiters.WaitAsync(KeyOf(callId), () => SettlementOf(callId), cancellationToken);
    }

    /// <inheritdoc/>
    public Task BeginToolAsync(string callId, string arguments, PlannedChange? change, CancellationToken cancellationToken) =>
        records.BeforeToolAsync(callId, arguments, change, before => SendAsync(new TrackCommand.BeginTool(TicketId, Attempt, callId, arguments, change, before), cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public async Task RecordCommandStartedAsync(string callId, int processId, string processStartedAt, CancellationToken cancellationToken)
    {
        await records.BeforeCommandAsync(callId, cancellationToken);
        await SendAsync(new TrackCommand.RecordCommandStarted(TicketId, Attempt, callId, processId, processStartedAt), cancellationToken);
    }

    /// <inheritdoc/>
    public Task RecordCommandStillRunningAsync(string callId, int processId) =>
        SendAsync(new TrackCommand.RecordCommandStillRunning(TicketId, Attempt, callId, processId), CancellationToken.None);

    /// <inheritdoc/>
    public async Task FinishToolAsync(ToolCompletion completion)
    {
        var finished = new TrackEvent.ToolFinished(TicketId, Attempt, completion.CallId, completion.Result, completion.Failed, completion.ExitCode);
        TrackEvent.FileChanged? change = completion.ChangedPath is { } path
            ? new TrackEvent.FileChanged(TicketId, Attempt, completion.CallId, path, completion.Before)
            : null;
        await SendAsync(new TrackCommand.FinishTool(finished, change, await records.AfterAsync(completion.CallId)), CancellationToken.None);
        records.Finished(completion.CallId);
    }

    /// <inheritdoc/>
    public Task TellWorkerAsync(string kind, string text, CancellationToken cancellationToken) =>
        SendAsync(new TrackCommand.TellWorker(TicketId, Attempt, kind, text), cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> TakeMessagesAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<string> messages = actor.State.Tickets.GetValueOrDefault(TicketId)?.Attempt is { } attempt && attempt.Number == Attempt
            ? attempt.Undelivered
            : [];
        foreach (string message in messages)
        {
            await TellWorkerAsync("message", message, cancellationToken);
        }

        return messages;
    }

    /// <inheritdoc/>
    public async Task RecordAcceptanceAsync(string command, int exitCode, string output, CancellationToken cancellationToken) => await SendAsync(
        new TrackCommand.RecordAcceptance(new TrackEvent.AcceptanceRan(TicketId, Attempt, command, exitCode, output), await records.AfterAcceptanceAsync()), cancellationToken);

    /// <inheritdoc/>
    public void Output(string text, string? status = null) => output.Write(text, status);

    private static string ShownHashOf(ToolProposal call) => ContentHash.Of(
        call.Tool, call.Arguments, call.Path ?? "", call.Command ?? "", call.Before is null ? "-" : "+" + call.Before, call.After is null ? "-" : "+" + call.After);

    private CallKey KeyOf(string callId) => new(key.TrackId, TicketId, Attempt, callId);

    private Task<ApprovalDecision> DecisionAsync(string callId, CancellationToken cancellationToken) =>
        waiters.WaitAsync(KeyOf(callId), () => CallOf(callId)?.Decision, cancellationToken);

    private AttemptState? Current() =>
        actor.State.Tickets.GetValueOrDefault(TicketId)?.Attempt is { } attempt && attempt.Number == Attempt ? attempt : null;

    private ToolCallState? CallOf(string callId) => Current()?.Calls.GetValueOrDefault(callId);

    private DoubtSettlement? SettlementOf(string callId) => Current() is { } attempt
        && attempt.Calls.GetValueOrDefault(callId) is { StartedWith: not null, IsUnsettled: false, DoubtGate: { } gate }
            ? new DoubtSettlement(gate, attempt.Steps.OfType<AttemptStep.ToolResult>().LastOrDefault(result => result.CallId == callId))
            : null;

    /// <returns>The state right after the command.</returns>
    private async Task<TrackState> SendAsync(TrackCommand command, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return StateOf(await actor.SendAsync(command));
    }

    private static TrackState StateOf(CommandReply reply) => reply.Refusal is { } refusal
        ? throw new OperationCanceledException($"The attempt was stopped: {refusal.Message}")
        : reply.State;
}

/// <summary>Names one attempt of the workspace.</summary>
internal readonly record struct AttemptKey(string TrackId, string TicketId, int Attempt)
{
    /// <summary>The attempt as it is under way in a track's state, with its ticket; null when it is not.</summary>
    public (TicketState Ticket, AttemptState Attempt)? In(TrackState state) =>
        state.Tickets.GetValueOrDefault(TicketId) is { Attempt: { } attempt } ticket && attempt.Number == Attempt ? (ticket, attempt) : null;
}
