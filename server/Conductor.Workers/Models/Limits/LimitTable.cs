using System.Collections.Concurrent;
using System.Threading.RateLimiting;

namespace Conductor.Workers.Models.Limits;

/// <summary>
/// One set of limits for each model of each account, since that is what providers count by, shared by everything that calls it; calls at a time
/// are counted over all models of an account. Safe to use from many threads.
/// </summary>
/// <param name="known">What is known of an account's limits before it is called; null for nothing.</param>
public sealed class LimitTable(TimeProvider time, Func<string, ProviderLimitOptions?>? known = null) : IDisposable
{
    private readonly ConcurrentDictionary<(string Account, string Model), Lazy<ProviderLimits>> _limits = new();
    private readonly ConcurrentDictionary<string, Lazy<ConcurrencyLimiter?>> _seats = new(StringComparer.Ordinal);

    /// <summary>A model's limits.</summary>
    /// <param name="account">Whose key its calls carry; see <see cref="Providers.IModelProvider.Account"/>.</param>
    /// <param name="model">The model's name without the provider.</param>
    public ProviderLimits Of(string account, string model) =>
        _limits.GetOrAdd((account, model), _ => new Lazy<ProviderLimits>(() => new ProviderLimits(time, known?.Invoke(account), SeatsOf(account)))).Value;

    /// <summary>A handler that learns from what a provider answers, for the limits of whoever makes the call.</summary>
    public HttpMessageHandler Observe(HttpMessageHandler inner) => new LimitObserver(time, inner);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var limits in _limits.Values.Where(limits => limits.IsValueCreated))
        {
            limits.Value.Dispose();
        }
        foreach (var seats in _seats.Values.Where(seats => seats.IsValueCreated))
        {
            seats.Value?.Dispose();
        }
    }

    private ConcurrencyLimiter? SeatsOf(string account) =>
        _seats.GetOrAdd(account, _ => new Lazy<ConcurrencyLimiter?>(() => ProviderLimits.Seats(known?.Invoke(account)))).Value;
}
