using System.Collections.Immutable;
using Conductor.Views;
using Conductor.Workers.Models;
using Conductor.Workers.Models.Catalog;
using Conductor.Workers.Models.Providers;
using Conductor.Workers.Tests.Workspaces;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Conductor.Workers.Tests.Models.Catalog;

public sealed class ModelCatalogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new();

    public void Dispose() => _folder.Dispose();

    private ModelCatalog Catalog(params IModelProvider[] providers) => new(
        new ModelSources(_folder.FullPath, _folder.FullPath, O200kTokenCounter.Shared, _time)
        {
            Providers = () => providers.Aggregate(ProviderTable.Empty, (table, provider) => table.With(provider)),
            Access = new ProviderAccessSource(_ => null, new ProviderHttp(), _time),
            PriceFile = null,
        });

    private static StubProvider Listing(string name, params ImmutableArray<ListedModel> models) => new(name, _ => Task.FromResult(models));

    private Task<ImmutableArray<ProviderModels>> ListAsync(params IModelProvider[] providers) => Catalog(providers).ListAsync(TestContext.Current.CancellationToken);

    [Fact]
    public async Task Providers_and_models_are_listed_in_order_with_what_is_known_of_them()
    {
        var listed = await ListAsync(Listing("b", new ListedModel("y", "Why", 100, 10), new ListedModel("x")), Listing("a"));

        Assert.Equal(["a", "b"], listed.Select(provider => provider.Provider));
        Assert.Equal(["b:x", "b:y"], listed[1].Models.Select(model => model.Id));
        Assert.Equal(("Why (b's label)", new ModelFacts(100, 10)), (listed[1].Models[1].Label, listed[1].Models[1].Facts));
    }

    [Fact]
    public async Task A_provider_without_a_key_is_not_asked()
    {
        var provider = new StubProvider("a", _ => throw new InvalidOperationException("It was asked.")) { NeedsKey = true };

        var listed = Assert.Single(await ListAsync(provider));

        Assert.Equal((CatalogState.NoKey, 0), (listed.State, provider.Lists));
        Assert.Contains("A_KEY", listed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_fails_keeps_no_other_from_showing()
    {
        var failing = new StubProvider("a", _ => throw new ModelCallException(ModelFailureKind.Network, "It is not there."));

        var listed = await ListAsync(failing, Listing("b", new ListedModel("x")));

        Assert.Equal([(CatalogState.Failed, "It is not there."), (CatalogState.Ok, null)], listed.Select(provider => (provider.State, provider.Message)));
    }

    [Fact]
    public async Task One_that_is_too_slow_is_given_up()
    {
        var asked = new TaskCompletionSource();
        var slow = new StubProvider("a", async cancellationToken =>
        {
            asked.SetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return [];
        });

        var listing = ListAsync(slow);
        await asked.Task;
        _time.Advance(ModelCatalog.Limit);

        var listed = Assert.Single(await listing);
        Assert.Equal(CatalogState.Failed, listed.State);
        Assert.Contains("8 s", listed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task To_stop_is_no_failure_of_a_provider()
    {
        using var stopped = new CancellationTokenSource();
        await stopped.CancelAsync();
        var slow = new StubProvider("a", async cancellationToken =>
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return [];
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Catalog(slow).ListAsync(stopped.Token));
    }

    [Fact]
    public async Task The_demo_is_listed_first_where_the_workspace_has_its_script()
    {
        _folder.Write(".conductor/demo.script.json", "{}");

        Assert.Equal(["demo", "a"], (await ListAsync(Listing("a"))).Select(provider => provider.Provider));
    }
}
