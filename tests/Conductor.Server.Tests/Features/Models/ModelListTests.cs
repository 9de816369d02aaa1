using Conductor.Server.Protocol;
using Conductor.Workers.Models;
using Microsoft.Extensions.Time.Testing;
using StreamJsonRpc;
using Xunit;

namespace Conductor.Server.Tests.Features.Models;

public sealed class ModelListTests : ModelsTestBase
{
    [Fact]
    public async Task A_provider_that_answers_gives_its_models_with_what_is_known_of_them()
    {
        await ServeAsync(new StubProvider("cloud"));
        await SetKeyAsync("cloud", Key);

        ProviderInfo info = await LookAsync("cloud");

        Assert.Equal(ProviderStateName.Ok, info.State);
        Assert.Equal(new ModelInfo("cloud:one", "Model One", ContextWindow: 1000, MaximumOutput: 100), Assert.Single(info.Models));
        Assert.Equal(("Label of cloud", "cloud", true, true, KeySourceName.Secret), (info.Label, info.Account, info.TakesKey, info.NeedsKey, info.KeySource));
        Assert.Equal("http://127.0.0.1:9", info.Address);
    }

    [Fact]
    public async Task A_provider_without_the_key_it_needs_is_not_asked_and_says_how_to_set_one()
    {
        var cloud = new StubProvider("cloud");
        await ServeAsync(cloud);

        ProviderInfo info = await LookAsync("cloud");

        Assert.Equal((ProviderStateName.NoKey, RemedyName.SetKey, KeySourceName.None), (info.State, info.Remedy, info.KeySource));
        Assert.Contains("Set API Key", info.Message, StringComparison.Ordinal);
        Assert.Null(cloud.Reached);
    }

    [Fact]
    public async Task Nobody_is_asked_when_only_the_providers_are_wanted()
    {
        var cloud = new StubProvider("cloud");
        var local = new StubProvider("local", needsKey: false, isLocal: true);
        await ServeAsync(cloud, local);
        await SetKeyAsync("cloud", Key);

        IReadOnlyList<ProviderInfo> infos = await ListAsync(ask: false);

        Assert.Equal([("cloud", ProviderStateName.NotAsked), ("local", ProviderStateName.NotAsked)], infos.Select(info => (info.Name, info.State)));
        Assert.Null(cloud.Reached ?? local.Reached);
        Assert.False(infos[1].TakesKey);
    }

    [Theory]
    [InlineData(ModelFailureKind.Auth, ProviderStateName.Failed, RemedyName.SetKey)]
    [InlineData(ModelFailureKind.NoCredit, ProviderStateName.Failed, RemedyName.ChooseModel)]
    [InlineData(ModelFailureKind.Network, ProviderStateName.Failed, null)]
    [InlineData(ModelFailureKind.Server, ProviderStateName.Failed, null)]
    public async Task A_provider_that_refuses_says_why_and_what_can_be_done(ModelFailureKind kind, ProviderStateName state, RemedyName? remedy)
    {
        var cloud = new StubProvider("cloud") { Models = _ => throw new ModelCallException(kind, "It said no.") };
        await ServeAsync(cloud);
        await SetKeyAsync("cloud", Key);

        ProviderInfo info = await LookAsync("cloud");

        Assert.Equal((state, remedy), (info.State, info.Remedy));
        Assert.StartsWith("It said no.", info.Message, StringComparison.Ordinal);
        Assert.Empty(info.Models);
    }

    [Fact]
    public async Task A_local_provider_that_is_not_reached_is_off_and_can_be_started()
    {
        var local = new StubProvider("local", needsKey: false, isLocal: true) { Models = _ => throw new ModelCallException(ModelFailureKind.Network, "Start it.") };
        await ServeAsync(local);

        ProviderInfo info = await LookAsync("local");

        Assert.Equal((ProviderStateName.Off, RemedyName.StartProvider, "Start it."), (info.State, info.Remedy, info.Message));
    }

    [Fact]
    public async Task Models_on_this_machine_are_free()
    {
        await ServeAsync(new StubProvider("local", needsKey: false, isLocal: true));

        ModelInfo model = Assert.Single((await LookAsync("local")).Models);

        Assert.Equal((0, 0), (model.InputPrice, model.OutputPrice));
    }

    [Fact]
    public async Task One_that_fails_keeps_nothing_from_the_others()
    {
        await ServeAsync(
            new StubProvider("broken", needsKey: false) { Models = _ => throw new InvalidOperationException("It broke.") },
            new StubProvider("well", needsKey: false));

        IReadOnlyList<ProviderInfo> infos = await ListAsync();

        Assert.Equal([ProviderStateName.Failed, ProviderStateName.Ok], infos.Select(info => info.State));
    }

    [Fact]
    public async Task A_provider_that_says_nothing_is_given_up_after_a_while()
    {
        var time = new FakeTimeProvider();
        Time = time;
        var asked = new TaskCompletionSource();
        await ServeAsync(new StubProvider("slow", needsKey: false)
        {
            Models = async token =>
            {
                asked.SetResult();
                await Task.Delay(Timeout.Infinite, token);
                return [];
            },
        });
        Task<ProviderInfo> listed = LookAsync("slow");
        await asked.Task;

        time.Advance(TimeSpan.FromSeconds(8));

        ProviderInfo info = await listed;
        Assert.Equal(ProviderStateName.Failed, info.State);
        Assert.Contains("did not list its models in 8 s", info.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_provider_that_nobody_knows_is_refused_with_the_names_of_those_there_are()
    {
        await ServeAsync(new StubProvider("cloud"));

        RemoteInvocationException refused = await Client.RefusedAsync("conductor/models/list", new ListModelsParams("clowd"));

        Assert.Equal(ErrorCodes.UnknownModel, refused.ErrorCode);
        Assert.Contains("There are cloud", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Endpoints_and_addresses_of_the_settings_hold_at_once_and_until_they_are_taken_out()
    {
        var cloud = new StubProvider("cloud", needsKey: false);
        await ServeAsync(cloud);
        await ChangeAsync(new ConductorSettings(
            Endpoints: new Dictionary<string, ModelEndpoint> { ["Mine"] = new("http://127.0.0.1:9/v1") },
            Addresses: new Dictionary<string, string> { ["cloud"] = "http://127.0.0.1:19" }));

        Assert.Equal([("cloud", "http://127.0.0.1:19"), ("mine", "http://127.0.0.1:9/v1")], (await ListAsync(ask: false)).Select(info => (info.Name, info.Address)));

        await ChangeAsync(new ConductorSettings(Endpoints: new Dictionary<string, ModelEndpoint>(), Addresses: new Dictionary<string, string>()));

        Assert.Equal([("cloud", "http://127.0.0.1:9")], (await ListAsync(ask: false)).Select(info => (info.Name, info.Address)));
    }

    [Fact]
    public async Task An_endpoint_that_cannot_be_read_is_shown_with_what_is_wrong_with_it()
    {
        await ServeAsync(
            new ConductorSettings(Endpoints: new Dictionary<string, ModelEndpoint> { ["gemini"] = new("http://127.0.0.1:9/v1") }), new StubProvider("cloud"));

        ProviderInfo info = (await ListAsync(ask: false))[1];

        Assert.Equal(("gemini", ProviderStateName.Failed, RemedyName.OpenSettings), (info.Name, info.State, info.Remedy));
        Assert.Contains("the name is taken", info.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Prices_of_a_file_of_ones_own_hold_at_once()
    {
        await ServeAsync(new StubProvider("cloud", needsKey: false));
        Assert.Null((await LookAsync("cloud")).Models[0].InputPrice);
        string file = Workspace.Write("prices.json", """{ "asOf": "2026-01-01", "models": [{ "provider": "cloud", "model": "one", "input": 2, "output": 8 }] }""");

        await ChangeAsync(new ConductorSettings(PriceFile: file));

        ModelInfo model = (await LookAsync("cloud")).Models[0];
        Assert.Equal((2, 8), (model.InputPrice, model.OutputPrice));
    }

    [Fact]
    public async Task An_address_that_cannot_be_used_leads_to_the_settings()
    {
        await ServeAsync(
            new ConductorSettings(Addresses: new Dictionary<string, string> { ["cloud"] = "http://ada:secret@127.0.0.1" }), new StubProvider("cloud", needsKey: false));

        ProviderInfo info = await LookAsync("cloud");

        Assert.Equal((ProviderStateName.Failed, RemedyName.OpenSettings), (info.State, info.Remedy));
        Assert.DoesNotContain("secret", info.Message, StringComparison.Ordinal);
    }

    private Task ChangeAsync(ConductorSettings settings) =>
        Client.TellAsync("workspace/didChangeConfiguration", new DidChangeConfigurationParams(System.Text.Json.JsonSerializer.SerializeToElement(new { conductor = settings }, WireJson.Options)));
}
