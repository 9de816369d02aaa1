using System.Collections.Immutable;
using Conductor.Workers.Models.Providers.OpenAI;

namespace Conductor.Workers.Models.Providers;

/// <summary>Who serves models, by name. Immutable: what a person adds gives another table.</summary>
public sealed class ProviderTable
{
    private readonly ImmutableSortedDictionary<string, IModelProvider> _providers;
    private readonly ImmutableSortedDictionary<string, string> _problems;

    private ProviderTable(ImmutableSortedDictionary<string, IModelProvider> providers, ImmutableSortedDictionary<string, string> problems)
    {
        _providers = providers;
        _problems = problems;
    }

    /// <summary>None.</summary>
    public static ProviderTable Empty { get; } = new(
        ImmutableSortedDictionary.Create<string, IModelProvider>(StringComparer.Ordinal), EndpointSet.Empty.Problems);

    /// <summary>Those that need no setting but a key.</summary>
    public static ProviderTable Standard { get; } = StandardProviders.All.Aggregate(Empty, (table, provider) => table.With(provider));

    /// <summary>All of them, by name.</summary>
    public ImmutableArray<IModelProvider> All => [.. _providers.Values];

    /// <summary>By the name that was given to an endpoint: why it is not here, with what to do.</summary>
    public ImmutableSortedDictionary<string, string> Problems => _problems;

    /// <summary>The provider of that name; null when there is none.</summary>
    public IModelProvider? Find(string name) => _providers.GetValueOrDefault(name);

    /// <summary>Why an endpoint that a person named is not here, with what to do; null when nothing is known of that name.</summary>
    public string? ProblemOf(string name) => _problems.GetValueOrDefault(name);

    /// <summary>With this one, in place of one of the same name.</summary>
    public ProviderTable With(IModelProvider provider)
    {
        ArgumentNullException.ThrowIfNull(provider);
        return new ProviderTable(_providers.SetItem(provider.Name, provider), _problems.Remove(provider.Name));
    }

    /// <summary>With these endpoints, and with what is wrong with those that could not be read.</summary>
    public ProviderTable With(EndpointSet endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var table = endpoints.Endpoints.Aggregate(this, (all, endpoint) => all.With(new EndpointProvider(endpoint)));
        return new ProviderTable(table._providers, table._problems.AddRange(endpoints.Problems.Where(problem => !table._problems.ContainsKey(problem.Key))));
    }
}
