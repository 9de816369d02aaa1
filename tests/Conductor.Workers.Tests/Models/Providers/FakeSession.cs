using System.Collections.Immutable;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Conductor.Workers.Models.Providers;
using Xunit;

namespace Conductor.Workers.Tests.Models.Providers;

/// <summary>One test's part of the fake provider server.</summary>
public sealed class FakeSession(HttpClient http, Uri server, string name)
{
    /// <summary>A key that is good everywhere.</summary>
    public const string GoodKey = "good-key-8b1f3c";

    private static readonly TimeSpan WaitLimit = TimeSpan.FromSeconds(20);

    /// <summary>Where a scenario is played.</summary>
    public Uri AddressOf(string scenario) => new(server, $"/{name}/{scenario}");

    /// <summary>How a provider reaches a scenario.</summary>
    public ProviderAccess Access(string scenario, string? key = GoodKey) => new(key, AddressOf(scenario), http, TimeProvider.System);

    /// <summary>A scenario as it is played; null when there is none of that name.</summary>
    public async Task<Scenario?> ScenarioAsync(string provider, string scenario)
    {
        using var response = await http.GetAsync(new Uri(server, $"/__scenarios/{provider}/{scenario}"), TestContext.Current.CancellationToken);
        return response.StatusCode == HttpStatusCode.NotFound ? null : new Scenario(await JsonOf(response));
    }

    /// <summary>The names of a provider's scenarios.</summary>
    public async Task<ImmutableArray<string>> ScenarioNamesAsync(string provider)
    {
        using var response = await http.GetAsync(new Uri(server, "/__scenarios"), TestContext.Current.CancellationToken);
        return
        [
            .. (await JsonOf(response)).EnumerateArray()
                .Where(scenario => scenario.GetProperty("provider").GetString() == provider)
                .Select(scenario => scenario.GetProperty("name").GetString() ?? ""),
        ];
    }

    /// <summary>What has been received, oldest first.</summary>
    public async Task<ImmutableArray<JsonElement>> RequestsAsync()
    {
        using var response = await http.GetAsync(new Uri(server, $"/__requests/{name}"), TestContext.Current.CancellationToken);
        return [.. (await JsonOf(response)).EnumerateArray()];
    }

    /// <summary>The body of the only request, or of the one at a place.</summary>
    public async Task<JsonElement> BodyAsync(int? index = null)
    {
        var requests = await RequestsAsync();
        return (index is { } place ? requests[place] : Assert.Single(requests)).GetProperty("body");
    }

    /// <summary>Waits until so many requests have come, or are over.</summary>
    public async Task<ImmutableArray<JsonElement>> WaitAsync(int count, bool over)
    {
        var query = $"count={count}&ended={(over ? 1 : 0)}&timeoutMs={WaitLimit.TotalMilliseconds:0}";
        using var response = await http.GetAsync(new Uri(server, $"/__requests/{name}/wait?{query}"), TestContext.Current.CancellationToken);
        var requests = await JsonOf(response);
        Assert.True(response.IsSuccessStatusCode, $"There are no {count} requests{(over ? " that are over" : "")}: {requests}");
        return [.. requests.EnumerateArray()];
    }

    private static Task<JsonElement> JsonOf(HttpResponseMessage response) =>
        response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
}
