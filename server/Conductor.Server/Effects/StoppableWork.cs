namespace Conductor.Server.Effects;

/// <summary>Work under way that can be stopped, also while it is just ending. Thread-safe.</summary>
/// <param name="closing">Stops it too.</param>
internal class StoppableWork(CancellationToken closing) : IAsyncDisposable
{
    private readonly System.Threading.Lock _gate = new();
    private readonly CancellationTokenSource _stopping = CancellationTokenSource.CreateLinkedTokenSource(closing);

    // Guarded by _gate, both: a stop that comes when the work has just ended finds nothing left to stop.
    private Task _stop = Task.CompletedTask;
    private bool _isOver;

    /// <summary>Fires when it is stopped.</summary>
    public CancellationToken Stopping => _stopping.Token;

    /// <summary>Asks it to stop; returns at once.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            _stop = _isOver || _stopping.IsCancellationRequested ? _stop : _stopping.CancelAsync();
        }
    }

    /// <summary>To be called when it has ended.</summary>
    public async ValueTask DisposeAsync()
    {
        Task stop;
        lock (_gate)
        {
            _isOver = true;
            stop = _stop;
        }

        await stop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
        GC.SuppressFinalize(this);
    }
}
