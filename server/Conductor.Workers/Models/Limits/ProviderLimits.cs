using System.Threading.RateLimiting;

namespace Conductor.Workers.Models.Limits;

/// <summary>
/// Keeps all workers of a model within its provider's limits: as many calls at a time, and requests and tokens in a minute, as it takes. What it takes
/// is learned from its answers. After it has asked to wait, everyone waits, and then they go one by one: each when the one before
/// it was let in. Thread-safe.
/// </summary>
/// <remarks>The order of who waits is kept by <see cref="ConcurrencyLimiter"/>; the library's limiters of time have a clock of their own.</remarks>
public sealed class ProviderLimits : IDisposable
{
    /// <summary>The longest that a provider is waited for before it is asked again.</summary>
    public static readonly TimeSpan LongestHold = TimeSpan.FromHours(1);

    // A wait that is over sooner is nobody's business.
    private static readonly TimeSpan ShortestTold = TimeSpan.FromSeconds(1);

    private static readonly AsyncLocal<ProviderLimits?> Called = new();

    private readonly TimeProvider _time;
    private readonly ConcurrencyLimiter? _seats;
    private readonly bool _ownsSeats;
    private readonly ConcurrencyLimiter _turnstile = InOrder(1);
    private readonly Lock _lock = new();

    // Guarded by _lock, all of them.
    private readonly LimitWindow _requests = new();
    private readonly LimitWindow _tokens = new();
    private DateTimeOffset _heldUntil;
    private bool _isCautious;
    private int _underWay;

    /// <summary>Limits that are known from the beginning; what is not known is learned.</summary>
    public ProviderLimits(TimeProvider time, ProviderLimitOptions? options = null)
        : this(time, options, Seats(options)) => _ownsSeats = true;

    /// <summary>Those of a model that shares its calls at a time with others.</summary>
    /// <param name="seats">Disposed of by whoever made them; null where any number of calls may be made at a time.</param>
    internal ProviderLimits(TimeProvider time, ProviderLimitOptions? options, ConcurrencyLimiter? seats)
    {
        ArgumentNullException.ThrowIfNull(time);
        _time = time;
        _seats = seats;
        if (options?.RequestsPerMinute is { } requests)
        {
            _requests.Allow(requests, time.GetUtcNow());
        }
        if (options?.TokensPerMinute is { } tokens)
        {
            _tokens.Allow(tokens, time.GetUtcNow());
        }
    }

    /// <summary>The limits of the call that is made in this flow of control; null where none is.</summary>
    internal static ProviderLimits? OfCall => Called.Value;

    /// <summary>Waits until a call may be made. Dispose what it gives when the call is over.</summary>
    /// <param name="tokens">What the call is expected to send.</param>
    /// <param name="waits">Told of each wait that is longer than a second.</param>
    public async Task<CallLease> EnterAsync(long tokens, Func<LimitWait, Task> waits, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(waits);
        var seat = _seats is null ? null : await TakeTurnAsync(_seats, waits, cancellationToken);
        RateLimitLease? turn = null;
        DateTimeOffset? told = null;
        try
        {
            turn = await TakeTurnAsync(_turnstile, waits, cancellationToken);
            while (TryTake(tokens) is var (wait, reason))
            {
                var until = _time.GetUtcNow() + wait;
                if (wait > ShortestTold && (told is null || (until - told.Value).Duration() > ShortestTold))
                {
                    // Telling takes time too, so what is to be waited for is looked at again.
                    told = until;
                    await waits(new LimitWait(until, reason));
                    continue;
                }
                await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)), _time, cancellationToken);
            }
        }
        catch
        {
            turn?.Dispose();
            seat?.Dispose();
            throw;
        }
        return Begin(seat, turn);
    }

    /// <summary>The provider has asked to wait: nobody calls it until then.</summary>
    public void Hold(TimeSpan wait)
    {
        lock (_lock)
        {
            var until = _time.GetUtcNow() + (wait < LongestHold ? wait : LongestHold);
            _heldUntil = until > _heldUntil ? until : _heldUntil;
            _isCautious = true;
        }
    }

    /// <summary>Takes over what an answer's headers say.</summary>
    public void Observe(LimitHeaders headers)
    {
        ArgumentNullException.ThrowIfNull(headers);
        lock (_lock)
        {
            var now = _time.GetUtcNow();
            if (headers.Requests is { } requests)
            {
                _requests.Observe(requests, _underWay > 1, now);
            }
            if (headers.Tokens is { } tokens)
            {
                _tokens.Observe(tokens, _underWay > 1, now);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _turnstile.Dispose();
        if (_ownsSeats)
        {
            _seats?.Dispose();
        }
    }

    /// <summary>Calls at a time, in order; null for any number.</summary>
    internal static ConcurrencyLimiter? Seats(ProviderLimitOptions? options) => options?.Concurrency is { } concurrency ? InOrder(concurrency) : null;

    /// <summary>Whoever goes through while the provider is handled with care keeps the turnstile until it was let in.</summary>
    private CallLease Begin(RateLimitLease? seat, RateLimitLease turn)
    {
        bool isCautious;
        lock (_lock)
        {
            _underWay++;
            isCautious = _isCautious;
        }
        if (!isCautious)
        {
            turn.Dispose();
        }
        return new CallLease(
            made: () => Called.Value = this,
            answered: () =>
            {
                if (isCautious)
                {
                    LetNextIn(turn);
                }
            },
            over: () =>
            {
                lock (_lock)
                {
                    _underWay--;
                }
                turn.Dispose();
                seat?.Dispose();
            });
    }

    private void LetNextIn(RateLimitLease turn)
    {
        lock (_lock)
        {
            // A wait that was asked for meanwhile has yet to be kept.
            _isCautious = _heldUntil > _time.GetUtcNow() || _turnstile.GetStatistics() is { CurrentQueuedCount: > 0 };
        }
        turn.Dispose();
    }

    /// <summary>How long to wait before the call may be made, and why; null when it may, which is counted then.</summary>
    private (TimeSpan Wait, string Reason)? TryTake(long tokens)
    {
        lock (_lock)
        {
            var now = _time.GetUtcNow();
            if (_heldUntil > now)
            {
                return (_heldUntil - now, "it has asked to wait");
            }
            if (_requests.WaitFor(1, now) is var forRequests && forRequests > TimeSpan.Zero)
            {
                return (forRequests, "its limit on requests is used up for now");
            }
            if (_tokens.WaitFor(tokens, now) is var forTokens && forTokens > TimeSpan.Zero)
            {
                return (forTokens, "its limit on tokens is used up for now");
            }
            _requests.Take(1, now);
            _tokens.Take(tokens, now);
            return null;
        }
    }

    private async Task<RateLimitLease> TakeTurnAsync(ConcurrencyLimiter limiter, Func<LimitWait, Task> waits, CancellationToken cancellationToken)
    {
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var turn = limiter.AcquireAsync(1, giveUp.Token).AsTask();
        try
        {
            if (!turn.IsCompleted && await Task.WhenAny(turn, Task.Delay(ShortestTold, _time, giveUp.Token)) != turn)
            {
                await waits(new LimitWait(HeldUntil(), "other calls of yours go first"));
            }
            var lease = await turn;
            await giveUp.CancelAsync();
            return lease;
        }
        catch
        {
            // A turn that comes all the same must not be lost to those behind it.
            await giveUp.CancelAsync();
            await ((Task)turn).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (turn.IsCompletedSuccessfully)
            {
                (await turn).Dispose();
            }
            throw;
        }
    }

    private DateTimeOffset? HeldUntil()
    {
        lock (_lock)
        {
            return _heldUntil > _time.GetUtcNow() ? _heldUntil : null;
        }
    }

    private static ConcurrencyLimiter InOrder(int permits) =>
        new(new ConcurrencyLimiterOptions { PermitLimit = permits, QueueLimit = int.MaxValue, QueueProcessingOrder = QueueProcessingOrder.OldestFirst });
}

/// <summary>What is known of a provider's limits before it is called; null members are not known.</summary>
/// <param name="Concurrency">Calls at a time, from 1.</param>
public sealed record ProviderLimitOptions(int? Concurrency = null, int? RequestsPerMinute = null, long? TokensPerMinute = null);

/// <summary>A call waits for its provider's limits.</summary>
/// <param name="Until">When it goes on; null when nobody can say.</param>
/// <param name="Reason">Half a sentence about the provider.</param>
public sealed record LimitWait(DateTimeOffset? Until, string Reason);

/// <summary>A call that may be made. Disposing it twice is harmless.</summary>
public sealed class CallLease(Action made, Action answered, Action over) : IDisposable
{
    private int _isAnswered;
    private int _isOver;

    /// <summary>The call is made from here on, in this flow of control: what the headers of its answer say is taken over.</summary>
    public void Made() => made();

    /// <summary>The provider has let the call in: something of an answer has come.</summary>
    public void Answered()
    {
        if (Interlocked.Exchange(ref _isAnswered, 1) == 0)
        {
            answered();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isOver, 1) == 0)
        {
            over();
        }
    }
}
