using Conductor.Server.Protocol;
using Conductor.Server.Tests.Rpc;
using Conductor.Workers.Models;
using Microsoft.Extensions.AI;
using StreamJsonRpc;
using Xunit;

namespace Conductor.Server.Tests.Features.Models;

public sealed class KeyTests : ModelsTestBase
{
    private static readonly object Ticket = new { id = "T-1", description = "Do it." };

    [Fact]
    public async Task A_key_that_is_sent_wins_over_that_of_the_environment_until_it_is_taken_away()
    {
        var cloud = new StubProvider("cloud");
        Variables = Variables.Add("CLOUD_KEY", "of-the-environment");
        await ServeAsync(cloud);

        Assert.Equal(KeySourceName.Environment, (await LookAsync("cloud", ask: false)).KeySource);
        Assert.Equal(KeySourceName.Secret, await SetKeyAsync("cloud", Key));
        await TryAsync(provider: "cloud");
        Assert.Equal(Key, cloud.Reached?.Key);
        Assert.Equal(KeySourceName.Environment, await SetKeyAsync("cloud", null));
        await TryAsync("cloud:one");
        Assert.Equal("of-the-environment", cloud.Reached?.Key);
    }

    [Fact]
    public async Task A_key_is_taken_over_where_no_folder_is_open()
    {
        await using var sidecar = new Sidecar(Workspace, seams: StubProvider.Seams(Variables, new StubProvider("cloud")));
        await sidecar.Client.InitializeAsync(root: null);

        SecretState state = await sidecar.Client.AskAsync<SecretState>("conductor/secrets/set", new SetSecretParams("cloud", Key));

        Assert.Equal(KeySourceName.Secret, state.KeySource);
    }

    [Fact]
    public async Task Providers_of_one_vendor_share_its_key()
    {
        var second = new StubProvider("second", account: "cloud");
        await ServeAsync(new StubProvider("cloud"), second);

        SecretState state = await Client.AskAsync<SecretState>("conductor/secrets/set", new SetSecretParams("second", Key));

        Assert.Equal(new SecretState("cloud", KeySourceName.Secret), state);
        Assert.All(await ListAsync(ask: false), info => Assert.Equal(("cloud", KeySourceName.Secret), (info.Account, info.KeySource)));
    }

    [Fact]
    public async Task The_key_of_an_endpoint_that_is_named_later_waits_for_it()
    {
        await ServeAsync(new StubProvider("cloud"));
        await SetKeyAsync("mine", Key);

        await Client.TellAsync("workspace/didChangeConfiguration", new DidChangeConfigurationParams(System.Text.Json.JsonSerializer.SerializeToElement(
            new { conductor = new ConductorSettings(Endpoints: new Dictionary<string, ModelEndpoint> { ["mine"] = new("https://mine.example/v1") }) }, WireJson.Options)));

        Assert.Equal((ProviderStateName.NotAsked, KeySourceName.Secret), ((await LookAsync("mine", ask: false)).State, (await LookAsync("mine", ask: false)).KeySource));
    }

    [Fact]
    public async Task A_run_whose_model_lacks_a_key_is_refused_by_a_code_that_names_the_provider()
    {
        Workspace.WriteTrack(Ticket);
        await ServeAsync(new StubProvider("cloud"));
        await OpenAsync();

        RemoteInvocationException refused = await Client.RefusedAsync("conductor/track/run", new RunTrackParams(Main, AutoQueue: true));

        Assert.Equal((ErrorCodes.NoKey, "cloud"), (refused.ErrorCode, WireClient.DataOf(refused).Provider));
    }

    [Fact]
    public async Task A_spawn_gate_whose_model_lacks_a_key_can_be_approved_as_soon_as_it_is_set()
    {
        Workspace.WriteTrack(new { id = "T-1", description = "Do it.", model = "cloud:one" });
        await ServeAsync(new ConductorSettings(Model: "demo"), new StubProvider("cloud"));
        await OpenAsync();
        await RunAsync();
        ApprovalInfo gate = await GateAsync("T-1", ApprovalKind.Spawn);
        Assert.Contains("Set API Key", gate.Why, StringComparison.Ordinal);

        RemoteInvocationException refused = await Client.RefusedAsync("conductor/approval/decide", new DecideParams(gate.ApprovalId, DecisionName.Approve, gate.ShownHash));

        Assert.Equal((ErrorCodes.NoKey, "cloud"), (refused.ErrorCode, WireClient.DataOf(refused).Provider));
        await SetKeyAsync("cloud", Key);
        Assert.Equal(DecisionName.Approve, (await ApproveAsync(gate)).Decision);
    }

    [Fact]
    public async Task A_ticket_that_failed_for_its_key_offers_to_set_another_one()
    {
        Workspace.WriteTrack(Ticket);
        await ServeAsync(new StubProvider("cloud", needsKey: false) { Answer = _ => throw new ModelCallException(ModelFailureKind.Auth, "The key was refused.") });
        await OpenAsync();
        await RunAsync();
        await SpawnAsync("T-1");

        TicketInfo failed = await TicketIsAsync("T-1", TicketStateName.Failed);

        Assert.Contains(TicketAction.SetKey, failed.Actions);
        await StopAsync();
        await ServeAsync(new StubProvider("cloud", needsKey: false));
        Assert.Contains(TicketAction.SetKey, (await OpenAsync()).Tickets[0].Actions);
    }

    [Fact]
    public async Task A_ticket_that_failed_otherwise_does_not()
    {
        Workspace.WriteTrack(Ticket);
        await ServeAsync(new StubProvider("cloud", needsKey: false) { Answer = _ => throw new ModelCallException(ModelFailureKind.UnknownModel, "There is no such model.") });
        await OpenAsync();
        await RunAsync();
        await SpawnAsync("T-1");

        Assert.DoesNotContain(TicketAction.SetKey, (await TicketIsAsync("T-1", TicketStateName.Failed)).Actions);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData(ThinkingName.Off, ReasoningEffort.None)]
    [InlineData(ThinkingName.High, ReasoningEffort.High)]
    public async Task How_much_a_model_thinks_is_told_to_it_with_each_call(ThinkingName? thinking, ReasoningEffort? effort)
    {
        Workspace.WriteTrack(Ticket);
        var cloud = new StubProvider("cloud", needsKey: false);
        await ServeAsync(new ConductorSettings(Model: "cloud:one", Thinking: thinking), cloud);
        await OpenAsync();
        await RunAsync();
        await SpawnAsync("T-1");
        await TicketIsAsync("T-1", TicketStateName.Blocked);

        Assert.Equal(effort, cloud.Options?.Reasoning?.Effort);
    }

    [Fact]
    public async Task No_log_and_no_file_and_no_answer_holds_a_key_whatever_happens_to_it()
    {
        Workspace.WriteTrack(Ticket);
        var cloud = new StubProvider("cloud")
        {
            Models = _ => throw new ModelCallException(ModelFailureKind.Auth, $"Incorrect key {Key}."),
            Answer = _ => throw new InvalidOperationException($"The header {Key} broke."),
        };
        await ServeAsync(cloud);
        await SetKeyAsync("cloud", Key);

        string[] said =
        [
            (await LookAsync("cloud")).ToString(),
            (await TryAsync("cloud:one")).Message,
            (await TryAsync(provider: "cloud")).Message,
            (await Client.RefusedAsync("conductor/secrets/set", new { provider = "cloud", key = new[] { Key } })).ToString(),
            new SetSecretParams("cloud", Key).ToString(),
            cloud.Reached?.ToString() ?? "",
        ];
        await StopAsync();

        Assert.All(said, text => Assert.DoesNotContain(Key, text, StringComparison.Ordinal));
        Assert.All(Directory.EnumerateFiles(Workspace.Root, "*", SearchOption.AllDirectories), file => Assert.DoesNotContain(Key, File.ReadAllText(file), StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_log_holds_no_key()
    {
        await using var sidecar = new Sidecar(Workspace, seams: StubProvider.Seams(Variables, new StubProvider("cloud") { Models = _ => throw new InvalidOperationException(Key) }));
        await sidecar.Client.InitializeAsync(Workspace.Root);
        await sidecar.Client.AskAsync<SecretState>("conductor/secrets/set", new SetSecretParams("cloud", Key));
        await sidecar.Client.RefusedAsync("conductor/secrets/set", new { provider = "cloud", key = new[] { Key } });
        await sidecar.Client.AskAsync<ModelList>("conductor/models/list", new ListModelsParams());

        Assert.All(sidecar.Log, line => Assert.DoesNotContain(Key, line, StringComparison.Ordinal));
    }
}
