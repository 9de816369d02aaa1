using System.Collections.Concurrent;

namespace Conductor.Server.Effects;

/// <summary>
/// Workers that wait for what a person says of a tool call. What they say is in the journal; this only wakes who waits for it. Thread-safe.
/// </summary>
internal sealed class DecisionWaiters
{
    private readonly ConcurrentDictionary<CallKey, TaskCompletionSource> _waiting = new();

    /// <summary>What was said, as soon as it is there.</summary>
    /// <param name="current">
    /// Reads it from the track's state; null while nothing is said. Asked after the waiter is registered, so that nothing in between is missed.
    /// </param>
    public async Task<TAnswer> WaitAsync<TAnswer>(CallKey call, Func<TAnswer?> current, CancellationToken cancellationToken)
        where TAnswer : class
    {
        while (true)
        {
            TaskCompletionSource waiter = _waiting.GetOrAdd(call, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            try
            {
                if (current() is { } said)
                {
                    return said;
                }

                await waiter.Task.WaitAsync(cancellationToken);
            }
            finally
            {
                // Also when the worker was stopped: a gate that nobody waits for any more leaves nothing behind.
                _waiting.TryRemove(KeyValuePair.Create(call, waiter));
            }
        }
    }

    /// <summary>Wakes whoever waits for this call; the state has what was said by now.</summary>
    public void Decided(CallKey call)
    {
        if (_waiting.TryRemove(call, out TaskCompletionSource? waiter))
        {
            waiter.TrySetResult();
        }
    }
}

/// <summary>Names one tool call of the workspace.</summary>
internal readonly record struct CallKey(string TrackId, string TicketId, int Attempt, string CallId);
