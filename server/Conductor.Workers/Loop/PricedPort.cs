using Conductor.Core.Approvals;
using Conductor.Core.Usage;
using Conductor.Workers.Models;

namespace Conductor.Workers.Loop;

/// <summary>
/// Puts a price on every call that an attempt makes: on its estimate before it is begun, and on what it took when it is recorded, at the
/// prices of that moment. A call of a model without a known price has none; a price that is there already stays. Everything else passes.
/// </summary>
internal sealed class PricedPort(IAttemptPort port, ResolvedModel model) : IAttemptPort
{
    /// <inheritdoc/>
    public Task BeginModelCallAsync(ModelCallPlan plan, CancellationToken cancellationToken) =>
        port.BeginModelCallAsync(plan with { Estimate = Priced(plan.Tier, plan.Estimate) }, cancellationToken);

    /// <inheritdoc/>
    public Task RecordModelAnswerAsync(ModelAnswer answer, CancellationToken cancellationToken) =>
        port.RecordModelAnswerAsync(answer with { Usage = Priced(answer.Tier, answer.Usage) }, cancellationToken);

    /// <inheritdoc/>
    public Task<ApprovalDecision> ProposeToolAsync(ToolProposal call, CancellationToken cancellationToken) => port.ProposeToolAsync(call, cancellationToken);

    /// <inheritdoc/>
    public Task<ApprovalDecision> ProposeToolAgainAsync(ToolProposal call, CancellationToken cancellationToken) => port.ProposeToolAgainAsync(call, cancellationToken);

    /// <inheritdoc/>
    public Task<DoubtSettlement> SettleDoubtAsync(string callId, CallFinding finding, bool isOvertaken, CancellationToken cancellationToken) =>
        port.SettleDoubtAsync(callId, finding, isOvertaken, cancellationToken);

    /// <inheritdoc/>
    public Task BeginToolAsync(string callId, string arguments, PlannedChange? change, CancellationToken cancellationToken) =>
        port.BeginToolAsync(callId, arguments, change, cancellationToken);

    /// <inheritdoc/>
    public Task RecordCommandStartedAsync(string callId, int processId, string processStartedAt, CancellationToken cancellationToken) =>
        port.RecordCommandStartedAsync(callId, processId, processStartedAt, cancellationToken);

    /// <inheritdoc/>
    public Task FinishToolAsync(ToolCompletion completion) => port.FinishToolAsync(completion);

    /// <inheritdoc/>
    public Task TellWorkerAsync(string kind, string text, CancellationToken cancellationToken) => port.TellWorkerAsync(kind, text, cancellationToken);

    /// <inheritdoc/>
    public Task RecordCommandStillRunningAsync(string callId, int processId) => port.RecordCommandStillRunningAsync(callId, processId);

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> TakeMessagesAsync(CancellationToken cancellationToken) => port.TakeMessagesAsync(cancellationToken);

    /// <inheritdoc/>
    public Task RecordAcceptanceAsync(string command, int exitCode, string output, CancellationToken cancellationToken) =>
        port.RecordAcceptanceAsync(command, exitCode, output, cancellationToken);

    /// <inheritdoc/>
    public void Output(string text, string? status = null) => port.Output(text, status);

    private TokenUsage Priced(Tier tier, TokenUsage usage)
    {
        ModelFacts facts = tier == Tier.Qa ? model.QaFacts : model.Facts;
        return usage.Cost is null && facts.Price is { } price ? usage with { Cost = price.CostOf(usage) } : usage;
    }
}
