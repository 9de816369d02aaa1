namespace Conductor.Workers.Tests.Loop;

/// <summary>A clock on which every wait is over at once; it remembers how long each would have been.</summary>
public sealed class RecordingTime : TimeProvider
{
    public List<TimeSpan> Waits { get; } = [];

    /// <summary>How long a time limit is that is none of these waits: it takes its time. Null when there is none.</summary>
    public TimeSpan? Limit { get; init; }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime != Timeout.InfiniteTimeSpan && dueTime != Limit)
        {
            Waits.Add(dueTime);
            dueTime = TimeSpan.Zero;
        }
        return base.CreateTimer(callback, state, dueTime, period);
    }
}
