namespace Conductor.Server.Hosting;

/// <summary>
/// Wakes a track when time alone moves it on (the minutes of a budget are up, the wait for a provider is over), also when nothing else happens in it until then.
/// Set on the actor's own turn; the waking comes on any thread.
/// </summary>
internal sealed class TrackTimer(TimeProvider time, Action wake) : IAsyncDisposable
{
    // A timer takes no longer wait; when it is over the next moment is asked for again.
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(30);

    // Most tracks never wait for a moment: a timer is made with the first one that does.
    private ITimer? _timer;
    private DateTimeOffset? _set;

    /// <summary>Wakes at this moment instead of the one before; null for never.</summary>
    public void Set(DateTimeOffset? moment)
    {
        if (moment is null && _set is null)
        {
            return;
        }

        _set = moment;
        _timer ??= time.CreateTimer(_ => wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(moment is { } due ? WaitFor(due - time.GetUtcNow()) : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _timer?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static TimeSpan WaitFor(TimeSpan wait) => wait < TimeSpan.Zero ? TimeSpan.Zero : wait > LongestWait ? LongestWait : TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds));
}
