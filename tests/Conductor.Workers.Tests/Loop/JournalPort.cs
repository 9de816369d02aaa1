using System.Collections.Immutable;
using Conductor.Core.Approvals;
using Conductor.Core.Tickets;
using Conductor.Core.Usage;
using Conductor.Workers.Loop;

namespace Conductor.Workers.Tests.Loop;

/// <summary>What is known of an attempt after each record.</summary>
public sealed record AttemptSnapshot(ImmutableList<AttemptStep> Steps, ImmutableDictionary<string, ToolCallState> Calls);

/// <summary>Keeps an attempt's records in memory and plays the person at its gates.</summary>
public sealed class JournalPort(AttemptSnapshot? start = null) : IAttemptPort
{
    private readonly Lock _lock = new();

    /// <summary>The person; by default everything is approved.</summary>
    public Func<ToolProposal, Task<ApprovalDecision>> Decide { get; set; } = _ => Task.FromResult(new ApprovalDecision(ApprovalChoice.Approve, "policy"));

    /// <summary>What the person says of a call in doubt; by default that it is to be run again.</summary>
    public Func<CallFinding, ApprovalDecision> Settle { get; set; } = _ => new ApprovalDecision(ApprovalChoice.RunAgain, "person");

    /// <summary>What was found of each call in doubt.</summary>
    public List<CallFinding> Findings { get; } = [];

    /// <summary>Called after each record.</summary>
    public Action<string> Recorded { get; set; } = _ => { };

    /// <summary>Called with each piece of what the worker says.</summary>
    public Action<string> Heard { get; set; } = _ => { };

    public Queue<string> Messages { get; } = new();

    /// <summary>One word and an id for each record, in order.</summary>
    public List<string> Records { get; } = [];

    public List<ModelCallPlan> Plans { get; } = [];

    public List<ModelAnswer> Answers { get; } = [];

    public List<ModelFailure> Failures { get; } = [];

    public List<ToolProposal> Proposals { get; } = [];

    public List<ToolCompletion> Completions { get; } = [];

    public List<(string Command, int ExitCode)> Acceptance { get; } = [];

    public List<AttemptSnapshot> Snapshots { get; } = [];

    public string Said { get; private set; } = "";

    public List<string> Statuses { get; } = [];

    public AttemptSnapshot State { get; private set; } =
        start ?? new AttemptSnapshot([], ImmutableDictionary<string, ToolCallState>.Empty);

    public IEnumerable<string> Results => State.Steps.OfType<AttemptStep.ToolResult>().Select(result => result.Text);

    /// <summary>Why a call has to wait for others; by default none has.</summary>
    public Func<ModelCallPlan, string?> Reserved { get; set; } = _ => null;

    /// <summary>The wait for budget; by default it is over at once.</summary>
    public Func<ModelCallPlan, Task> BudgetFreed { get; set; } = _ => Task.CompletedTask;

    public async Task<string?> BeginModelCallAsync(ModelCallPlan plan, CancellationToken cancellationToken)
    {
        if (Reserved(plan) is { } reserved)
        {
            return reserved;
        }
        Plans.Add(plan);
        await Record($"asking {(int)plan.Tier}:{plan.Turn}", state => state, cancellationToken);
        return null;
    }

    public Task WaitForBudgetAsync(ModelCallPlan plan, CancellationToken cancellationToken) => BudgetFreed(plan).WaitAsync(cancellationToken);

    public Task RecordModelAnswerAsync(ModelAnswer answer, CancellationToken cancellationToken)
    {
        Answers.Add(answer);
        return Record(
            $"answered {(int)answer.Tier}:{answer.Turn}",
            state => answer.Messages is { } messages
                ? state with { Steps = state.Steps.Add(new AttemptStep.ModelTurn(answer.Turn, messages, answer.Finish)) }
                : state,
            cancellationToken);
    }

    public Task RecordModelFailureAsync(ModelFailure failure, CancellationToken cancellationToken)
    {
        Failures.Add(failure);
        return Record($"failed {failure.Kind}", state => state, cancellationToken);
    }

    public Task RecordShortenedAsync(ImmutableArray<string> callIds, CancellationToken cancellationToken) =>
        Record("shortened", state => state with { Steps = state.Steps.Add(new AttemptStep.Shortened(callIds)) }, cancellationToken);

    public async Task<ApprovalDecision> ProposeToolAsync(ToolProposal call, CancellationToken cancellationToken)
    {
        if (State.Calls.GetValueOrDefault(call.CallId) is null)
        {
            Proposals.Add(call);
            await Record(
                $"proposed {call.CallId}",
                state => state with { Calls = state.Calls.SetItem(call.CallId, new ToolCallState(call)) },
                cancellationToken);
        }
        if (State.Calls[call.CallId].Decision is { } known)
        {
            return known;
        }
        var decision = await Decide(call).WaitAsync(cancellationToken);
        await Record($"decided {call.CallId}", state => Change(state, call.CallId, known => known with { Decision = decision }), cancellationToken);
        return decision;
    }

    public async Task<ApprovalDecision> ProposeToolAgainAsync(ToolProposal call, CancellationToken cancellationToken)
    {
        await Record($"overtaken {call.CallId}", state => Change(state, call.CallId, _ => new ToolCallState(call)), cancellationToken);
        Proposals.Add(call);
        return await ProposeToolAsync(call, cancellationToken);
    }

    public async Task<DoubtSettlement> SettleDoubtAsync(string callId, CallFinding finding, bool isOvertaken, CancellationToken cancellationToken)
    {
        Findings.Add(finding);
        var call = State.Calls[callId];
        var interrupted = new InterruptedCall(call.AsStarted, ProcessTrace.None, finding.ExitCode, FileTrace.Different, finding.File?.Text);
        var gate = new ApprovalRequest.InDoubt($"{callId}:doubt", "T-1", 1, "", DateTimeOffset.UnixEpoch, interrupted);
        var decision = Settle(finding);
        var again = decision.Choice == ApprovalChoice.RunAgain;
        var result = again ? null : new AttemptStep.ToolResult(callId, decision.Result ?? decision.Reason ?? "", decision.Choice == ApprovalChoice.TreatAsFailed);
        await Record(
            $"settled {callId}",
            state => Change(state, callId, known => known with { Doubt = decision, DoubtGate = gate, MayRunAgain = again, IsFinished = !again }) with
            {
                Steps = result is null ? state.Steps : state.Steps.Add(result),
            },
            cancellationToken);
        return new DoubtSettlement(gate, result);
    }

    public Task BeginToolAsync(string callId, string arguments, PlannedChange? change, CancellationToken cancellationToken) => Record(
        $"started {callId}",
        state => Change(state, callId, call => call with { StartedWith = arguments, Planned = change, MayRunAgain = false }),
        cancellationToken);

    public Task RecordCommandStartedAsync(string callId, int processId, string processStartedAt, CancellationToken cancellationToken) =>
        Record($"process {callId}", state => state, cancellationToken);

    public Task RecordCommandStillRunningAsync(string callId, int processId) => Record($"still running {callId}", state => state, CancellationToken.None);

    public Task FinishToolAsync(ToolCompletion completion)
    {
        Completions.Add(completion);
        return Record(
            $"finished {completion.CallId}",
            state => (state.Calls.ContainsKey(completion.CallId) ? Change(state, completion.CallId, call => call with { IsFinished = true }) : state) with
            {
                Steps = state.Steps.Add(new AttemptStep.ToolResult(completion.CallId, completion.Result, completion.Failed)),
            },
            CancellationToken.None);
    }

    public Task TellWorkerAsync(string kind, string text, CancellationToken cancellationToken) =>
        Record($"told {kind}", state => state with { Steps = state.Steps.Add(new AttemptStep.Told(kind, text)) }, cancellationToken);

    public async Task<IReadOnlyList<string>> TakeMessagesAsync(CancellationToken cancellationToken)
    {
        List<string> taken = [.. Messages];
        Messages.Clear();
        foreach (var message in taken)
        {
            await TellWorkerAsync("message", message, cancellationToken);
        }
        return taken;
    }

    public Task RecordAcceptanceAsync(string command, int exitCode, string output, CancellationToken cancellationToken)
    {
        Acceptance.Add((command, exitCode));
        return Record("acceptance", state => state, cancellationToken);
    }

    public void Output(string text, string? status = null)
    {
        Said += text;
        Heard(text);
        if (status is not null)
        {
            Statuses.Add(status);
        }
    }

    private Task Record(string what, Func<AttemptSnapshot, AttemptSnapshot> change, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            Records.Add(what);
            State = change(State);
            Snapshots.Add(State);
        }
        Recorded(what);
        return Task.CompletedTask;
    }

    private static AttemptSnapshot Change(AttemptSnapshot state, string callId, Func<ToolCallState, ToolCallState> change) =>
        state with { Calls = state.Calls.SetItem(callId, change(state.Calls[callId])) };
}
