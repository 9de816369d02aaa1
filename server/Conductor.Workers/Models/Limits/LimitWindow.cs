namespace Conductor.Workers.Models.Limits;

/// <summary>
/// What may be used of something within a minute or so, as providers count it: it fills up again evenly. Unknown, and so without an end,
/// until it is told. Not thread-safe.
/// </summary>
internal sealed class LimitWindow
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private double _limit = double.PositiveInfinity;
    private double _left = double.PositiveInfinity;
    private double _perSecond;
    private DateTimeOffset _at;

    /// <summary>Sets it to a whole minute's worth.</summary>
    public void Allow(long perMinute, DateTimeOffset now) => (_limit, _left, _perSecond, _at) = (perMinute, perMinute, perMinute / Minute.TotalSeconds, now);

    /// <summary>How long until this much is there; more than there ever is counts as all there is.</summary>
    public TimeSpan WaitFor(long amount, DateTimeOffset now)
    {
        var missing = Math.Min(amount, _limit) - Left(now);
        return missing <= 0 ? TimeSpan.Zero
            : _perSecond > 0 ? TimeSpan.FromMilliseconds(Math.Ceiling(missing / _perSecond * 1000))
            : Minute;
    }

    /// <summary>Uses some of it.</summary>
    public void Take(long amount, DateTimeOffset now) => (_left, _at) = (Left(now) - amount, now);

    /// <summary>Takes over what the provider says.</summary>
    /// <param name="othersAreUnderWay">Other calls were made that it may not have counted: what is left is not more than was known.</param>
    public void Observe(LimitReading reading, bool othersAreUnderWay, DateTimeOffset now)
    {
        if (reading.Limit is not > 0 && reading.Remaining == 0 && !double.IsFinite(_limit))
        {
            // That nothing is left says nothing of how much there is at other times: a window of nothing would never fill.
            return;
        }
        var left = othersAreUnderWay ? Math.Min(reading.Remaining, Left(now)) : reading.Remaining;
        _limit = reading.Limit is > 0 ? reading.Limit.Value : Math.Max(reading.Remaining, double.IsFinite(_limit) ? _limit : 0);
        var full = reading.Reset is { } reset && reset > TimeSpan.Zero ? reset : Minute;
        _perSecond = reading.Remaining < _limit ? (_limit - reading.Remaining) / full.TotalSeconds : _limit / Minute.TotalSeconds;
        (_left, _at) = (left, now);
    }

    private double Left(DateTimeOffset now) => Math.Min(_limit, _left + (_perSecond * Math.Max(0, (now - _at).TotalSeconds)));
}

/// <summary>What a provider says is left of a limit.</summary>
/// <param name="Limit">All that there is; null when it does not say.</param>
/// <param name="Reset">Until all of it is there again; null when it does not say.</param>
public sealed record LimitReading(long? Limit, long Remaining, TimeSpan? Reset);
