using System.Collections.Concurrent;

namespace Conductor.Workers.Models.Limits;

/// <summary>One set of limits for each account, shared by everything that calls its provider. Safe to use from many threads.</summary>
public sealed class LimitTable(TimeProvider time) : IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<ProviderLimits>> _limits = new(StringComparer.Ordinal);

    /// <summary>An account's limits.</summary>
    /// <param name="account">Whose key its calls carry; see <see cref="Providers.IModelProvider.Account"/>.</param>
    public ProviderLimits Of(string account) => _limits.GetOrAdd(account, _ => new Lazy<ProviderLimits>(() => new ProviderLimits(time))).Value;

    /// <summary>A handler that learns the account's limits from what its provider answers.</summary>
    public HttpMessageHandler Observe(string account, HttpMessageHandler inner) => new LimitObserver(Of(account), time, inner);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var limits in _limits.Values.Where(limits => limits.IsValueCreated))
        {
            limits.Value.Dispose();
        }
    }
}
