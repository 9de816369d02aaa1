using System.Collections.Concurrent;

namespace Conductor.Server.Effects;

/// <summary>Workers whose calls wait until calls of other workers of their track are over. Whether they are is in the track's state; this only wakes who waits. Thread-safe.</summary>
internal sealed class BudgetWaiters
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _next = new(StringComparer.Ordinal);

    /// <summary>Waits until a track's state allows it.</summary>
    /// <param name="isOver">Reads the state. Asked after the waiter is registered, so that nothing in between is missed.</param>
    public async Task WaitAsync(string trackId, Func<bool> isOver, CancellationToken cancellationToken)
    {
        while (true)
        {
            TaskCompletionSource next = _next.GetOrAdd(trackId, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            if (isOver())
            {
                return;
            }

            await next.Task.WaitAsync(cancellationToken);
        }
    }

    /// <summary>The track has another state: whoever waits looks again.</summary>
    public void Moved(string trackId)
    {
        if (_next.TryRemove(trackId, out TaskCompletionSource? next))
        {
            next.TrySetResult();
        }
    }
}
