using Conductor.Server.Storage;

namespace Conductor.Server.Hosting;

/// <summary>
/// The workspace's lock for as long as a track's run is alive in this process, its workers included: one that is being stopped still records
/// what it was doing, and no other process may step in before. Not thread-safe: used on an actor's own turn.
/// </summary>
/// <param name="woundDown">Ends when the track has no worker left.</param>
/// <param name="wake">Makes the actor take another turn.</param>
internal sealed class RunLease(WorkspaceOwnership ownership, Func<Task> woundDown, Action wake) : IDisposable
{
    private WorkspaceOwnership.Lease? _lease;
    private Task _windingDown = Task.CompletedTask;

    /// <summary>True while it is held.</summary>
    public bool IsHeld => _lease is not null;

    /// <summary>Takes or gives back the lock, by what is alive after a turn.</summary>
    /// <param name="isAlive">The run goes on, or has workers.</param>
    public void Keep(bool isAlive)
    {
        if (isAlive)
        {
            _lease ??= ownership.TryTake();
        }
        else if (_lease is not null && _windingDown.IsCompleted)
        {
            _windingDown = woundDown();
            if (_windingDown.IsCompleted)
            {
                Dispose();
            }
            else
            {
                _ = _windingDown.ContinueWith(_ => wake(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            }
        }
    }

    /// <summary>Gives it back.</summary>
    public void Dispose()
    {
        _lease?.Dispose();
        _lease = null;
    }
}
