using System.Collections.Concurrent;
using Conductor.Core.Approvals;
using Conductor.Core.Tickets;

namespace Conductor.Server.Effects;

/// <summary>Workers that wait for the decision on a tool call. The decision itself is in the journal; this only wakes them. Thread-safe.</summary>
internal sealed class DecisionWaiters
{
    private readonly ConcurrentDictionary<CallKey, TaskCompletionSource<ApprovalDecision>> _waiting = new();

    /// <summary>The decision, as soon as there is one.</summary>
    /// <param name="current">Reads the state after the waiter is registered, so that a decision in between is not missed.</param>
    public async Task<ApprovalDecision> WaitAsync(CallKey call, Func<TrackState> current, CancellationToken cancellationToken)
    {
        TaskCompletionSource<ApprovalDecision> waiter =
            _waiting.GetOrAdd(call, _ => new TaskCompletionSource<ApprovalDecision>(TaskCreationOptions.RunContinuationsAsynchronously));
        try
        {
            return DecisionIn(current(), call) ?? await waiter.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            // Also when the worker was stopped: a gate that nobody waits for any more leaves nothing behind.
            _waiting.TryRemove(KeyValuePair.Create(call, waiter));
        }
    }

    /// <summary>Wakes whoever waits for this call.</summary>
    public void Decided(CallKey call, ApprovalDecision decision)
    {
        if (_waiting.TryRemove(call, out TaskCompletionSource<ApprovalDecision>? waiter))
        {
            waiter.TrySetResult(decision);
        }
    }

    private static ApprovalDecision? DecisionIn(TrackState state, CallKey call) =>
        state.Tickets.GetValueOrDefault(call.TicketId)?.Attempt is { } attempt && attempt.Number == call.Attempt
            ? attempt.Calls.GetValueOrDefault(call.CallId)?.Decision
            : null;
}

/// <summary>Names one tool call of the workspace.</summary>
internal readonly record struct CallKey(string TrackId, string TicketId, int Attempt, string CallId);
