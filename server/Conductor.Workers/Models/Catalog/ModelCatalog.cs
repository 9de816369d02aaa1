using System.Collections.Immutable;
using Conductor.Workers.Models.Prices;
using Conductor.Workers.Models.Providers;

namespace Conductor.Workers.Models.Catalog;

/// <summary>What became of asking a provider for its models.</summary>
public enum CatalogState
{
    /// <summary>It listed them.</summary>
    Ok,

    /// <summary>It needs a key and none is set; it was not asked.</summary>
    NoKey,

    /// <summary>It could not be asked, or did not answer.</summary>
    Failed,
}

/// <summary>A provider's models, or why they are not known.</summary>
/// <param name="Provider">The first part of its models' ids.</param>
/// <param name="Label">For people.</param>
/// <param name="Message">What is wrong and what to do; null when nothing is.</param>
/// <param name="Models">By id.</param>
public sealed record ProviderModels(string Provider, string Label, CatalogState State, string? Message, ImmutableArray<CatalogModel> Models)
{
    /// <summary>Of what kind its failure is; null when it was not asked, or answered.</summary>
    public ModelFailureKind? Failure { get; init; }
}

/// <summary>A model that can be called.</summary>
/// <param name="Id">As in a track file.</param>
/// <param name="Label">For people.</param>
public sealed record CatalogModel(string Id, string Label, ModelFacts Facts);

/// <summary>Lists the models that are really there. A provider that fails or is slow is an answer too, so that it keeps no other from showing.</summary>
public sealed class ModelCatalog(ModelSources sources)
{
    /// <summary>How long a provider may take to list its models.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(8);

    private readonly PriceFile _prices = sources.Prices();

    /// <summary>A provider's models, by id. Those that need a key and have none are not asked.</summary>
    public async Task<ProviderModels> ListAsync(IModelProvider provider, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(provider);
        // What is wrong with a person's prices is told where a model is used; a list is shown with those that are known.
        var prices = _prices.Table(out _) ?? PriceTable.Own;
        var access = sources.Access.For(provider);
        if (ProviderWords.Trouble(provider, access) is { } trouble)
        {
            var state = access.Key is null && access.Problem is null ? CatalogState.NoKey : CatalogState.Failed;
            return new ProviderModels(provider.Name, provider.Label, state, trouble, []);
        }
        using var limit = new CancellationTokenSource(Limit, sources.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            var models = await provider.ListAsync(access, either.Token);
            return new ProviderModels(
                provider.Name, provider.Label, CatalogState.Ok, Message: null,
                [.. models.Select(model => Model(provider, model, prices)).OrderBy(model => model.Id, StringComparer.Ordinal)]);
        }
        catch (ModelCallException failure)
        {
            return new ProviderModels(provider.Name, provider.Label, CatalogState.Failed, $"{failure.Message}{ProviderWords.NextStep(failure)}", []) { Failure = failure.Kind };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            var slow = $"{provider.Label} did not list its models in {Limit.TotalSeconds:0} s. Check the network and {ProviderWords.Place(access.Address)}, then try again.";
            return new ProviderModels(provider.Name, provider.Label, CatalogState.Failed, slow, []) { Failure = ModelFailureKind.Network };
        }
    }

    private static CatalogModel Model(IModelProvider provider, ListedModel model, PriceTable prices)
    {
        var id = new ModelId(provider.Name, model.Name).ToString();
        var label = model.Label is { } name ? $"{name} ({provider.Label})" : ChatModels.LabelOf(id);
        return new CatalogModel(id, label, prices.FactsOf(provider, model.Name, model.ContextWindow, model.MaximumOutput));
    }
}
