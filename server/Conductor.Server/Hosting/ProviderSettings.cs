using System.Collections.Immutable;
using Conductor.Workers.Models.Limits;
using Conductor.Workers.Models.Providers;

namespace Conductor.Server.Hosting;

/// <summary>
/// Which providers there are and how they are reached: the environment, and over it what a person set. Keys live here, in memory alone.
/// Thread-safe; what is set holds from the next call of a model on.
/// </summary>
/// <param name="standard">Providers that need no setting.</param>
/// <param name="variables">The environment.</param>
/// <param name="http">Made with the first call of a model: what loads it takes as long as a view.</param>
internal sealed class ProviderSettings(ProviderTable standard, IReadOnlyDictionary<string, string> variables, Lazy<ProviderHttp> http, LimitTable limits, TimeProvider time) : IDisposable
{
    private readonly System.Threading.Lock _gate = new();
    private readonly EndpointSet _ofEnvironment = EndpointSet.FromEnvironment(variables);
    private ImmutableDictionary<string, string> _addresses = ImmutableDictionary<string, string>.Empty;
    private volatile ProviderTable? _table;

    // Written under _gate, both; what a person set is laid over what stands without settings.
    private volatile ProviderTable _standard = standard;
    private EndpointSet? _endpoints;

    /// <summary>Those of this process, reached as its environment says.</summary>
    public static ProviderSettings OfProcess(ProviderTable standard, TimeProvider time)
    {
        var variables = ProviderAccessSource.ProcessVariables.ToDictionary(StringComparer.Ordinal);
        var limits = new LimitTable(time, account => KnownLimits.Of(account, variables.GetValueOrDefault));
        return new ProviderSettings(standard, variables, new Lazy<ProviderHttp>(() => new ProviderHttp((_, inner) => limits.Observe(inner))), limits, time);
    }

    /// <summary>What keeps all workers within the limits of each account and model.</summary>
    public LimitTable Limits => limits;

    /// <summary>How providers are reached.</summary>
    public ProviderAccessSource Access { get; } = new(variables.GetValueOrDefault, () => http.Value, time);

    /// <summary>Who serves models now.</summary>
    public ProviderTable Table => _table ?? OfEnvironment();

    /// <summary>Uses this provider in place of the one of its name.</summary>
    public void Offer(IModelProvider provider)
    {
        lock (_gate)
        {
            _standard = _standard.With(provider);
            _table = _standard.With(_endpoints ?? _ofEnvironment);
        }
    }

    /// <summary>Takes over endpoints and addresses; those that are not there any more are the environment's again.</summary>
    public void Take(WorkspaceSettings settings)
    {
        lock (_gate)
        {
            _endpoints = settings.Endpoints.Aggregate(
                _ofEnvironment, (set, named) => set.Add(named.Key, named.Value.Address, named.Value.Api, keyVariable: null));
            _table = _standard.With(_endpoints);
            var addresses = settings.Addresses
                .GroupBy(entry => AccountOf(entry.Key), entry => entry.Value, StringComparer.Ordinal)
                .ToImmutableDictionary(account => account.Key, account => account.First());
            foreach (string gone in _addresses.Keys.Except(addresses.Keys))
            {
                Access.SetAddress(gone, null);
            }

            foreach ((string account, string address) in addresses)
            {
                Access.SetAddress(account, address);
            }

            _addresses = addresses;
        }
    }

    /// <summary>The name that a provider's key and address are set under; the name itself for one that is not there, or not yet.</summary>
    public string AccountOf(string provider)
    {
        string name = provider.Trim().ToLowerInvariant();
        return Table.Find(name)?.Account ?? name;
    }

    /// <summary>The table before anything was set. Made at the first use, since starting does not need it, and under the lock, so that it never replaces one that was set meanwhile.</summary>
    private ProviderTable OfEnvironment()
    {
        lock (_gate)
        {
            return _table ??= _standard.With(_ofEnvironment);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (http.IsValueCreated)
        {
            http.Value.Dispose();
        }

        limits.Dispose();
    }
}
