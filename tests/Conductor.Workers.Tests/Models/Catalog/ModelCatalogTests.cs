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

    private ModelCatalog Catalog() => new(
        new ModelSources(_folder.FullPath, _folder.FullPath, O200kTokenCounter.Shared, _time)
        {
            Access = new ProviderAccessSource(_ => null, new ProviderHttp(), _time),
            PriceFile = null,
        });

    private static StubProvider Listing(string name, params ImmutableArray<ListedModel> models) => new(name, _ => Task.FromResult(models));

    private Task<ProviderModels> ListAsync(IModelProvider provider) => Catalog().ListAsync(provider, TestContext.Current.CancellationToken);

    [Fact]
    public async Task Models_are_listed_in_order_with_what_is_known_of_them()
    {
        var listed = await ListAsync(Listing("b", new ListedModel("y", "Why", 100, 10), new ListedModel("x")));

        Assert.Equal(["b:x", "b:y"], listed.Models.Select(model => model.Id));
        Assert.Equal(("Why (b's label)", new ModelFacts(100, 10)), (listed.Models[1].Label, listed.Models[1].Facts));
    }

    [Fact]
    public async Task A_provider_without_a_key_is_not_asked()
    {
        var provider = new StubProvider("a", _ => throw new InvalidOperationException("It was asked.")) { NeedsKey = true };

        var listed = await ListAsync(provider);

        Assert.Equal((CatalogState.NoKey, 0), (listed.State, provider.Lists));
        Assert.Contains("A_KEY", listed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_fails_is_an_answer_with_what_is_wrong()
    {
        var listed = await ListAsync(new StubProvider("a", _ => throw new ModelCallException(ModelFailureKind.Network, "It is not there.")));

        Assert.Equal((CatalogState.Failed, "It is not there.", ModelFailureKind.Network), (listed.State, listed.Message, listed.Failure));
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

        var listed = await listing;
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

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Catalog().ListAsync(slow, stopped.Token));
    }
}
