namespace Conductor.Server.Effects;

/// <summary>A worker at work, as its host knows it: where it speaks, and how it is stopped. Thread-safe.</summary>
/// <param name="closing">Stops it too.</param>
internal sealed class RunningAttempt(OutputStream output, CancellationToken closing) : IAsyncDisposable
{
    private readonly System.Threading.Lock _gate = new();
    private readonly CancellationTokenSource _stopping = CancellationTokenSource.CreateLinkedTokenSource(closing);

    // Guarded by _gate, both: a stop that comes when the worker has just ended finds nothing left to stop.
    private Task _stop = Task.CompletedTask;
    private bool _isOver;

    /// <summary>What it says and does.</summary>
    public OutputStream Output => output;

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
    }
}
