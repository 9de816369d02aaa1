using System.Text;
using System.Text.Json;
using Conductor.Server.Protocol;
using Conductor.Server.Tests.Rpc;
using Nerdbank.Streams;
using Xunit;

namespace Conductor.Server.Tests.Processes;

/// <summary>
/// Keys are planted where a person puts them, used against providers that answer and against some that repeat them in their refusals, and
/// looked for in everything that was written, printed and sent: as they are, and in every form that they may take.
/// </summary>
public sealed class PlantedKeyTests : IDisposable
{
    /// <summary>Prints the environment, and what the processes of Conductor were started with: a machine may run many others.</summary>
    private const string Look = "env; for each in /proc/[0-9]*/cmdline; do tr '\\0' ' ' < $each 2>/dev/null | grep -a -i -e conductor -e track.json; done | head -c 20000";

    private readonly TestWorkspace _workspace = new();
    private readonly string _home = Directory.CreateTempSubdirectory("conductor-home-").FullName;

    public static TheoryData<string> Providers => [.. PlantedKey.All.Select(planted => planted.Provider)];

    public void Dispose()
    {
        _workspace.Dispose();
        Directory.Delete(_home, recursive: true);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_provider_that_refuses_the_key_and_repeats_it_spreads_it_nowhere(string provider) => Assert.Contains("key", await RefusedAsync(provider, 401), StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task What_a_provider_says_of_a_call_is_told_without_the_key_that_it_repeats(string provider)
    {
        string said = await RefusedAsync(provider, 422);

        Assert.Contains("The key is wrong: [removed] and [removed] and [removed]", said, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_key_that_works_is_in_no_record_no_output_and_no_commands_environment(string provider)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The command that looks at the environment is written for a Unix shell.");
        PlantedKey planted = PlantedKey.Of(provider);
        bool playsScript = planted.Scenario == "script";
        await using AnsweringProviders answering = await AnsweringProviders.StartAsync(WriteScript());
        WriteTrack(planted);

        string said = await RunAsync(planted, answering.AddressOf(planted), expectedExit: playsScript ? 0 : 3);

        Assert.Contains(planted.Key, string.Concat(Texts(JsonElement.Parse(await answering.ReceivedAsync(planted)))), StringComparison.Ordinal);
        Assert.Equal(playsScript, said.Contains("GIT_TERMINAL_PROMPT=0", StringComparison.Ordinal) && said.Contains("track.json --model", StringComparison.Ordinal));
        await IsNowhereAsync(planted, said);
    }

    [Fact]
    public async Task A_key_that_an_editor_sends_is_in_no_frame_that_comes_back_and_in_no_file()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The command that looks at the environment is written for a Unix shell.");
        PlantedKey gemini = PlantedKey.Of("gemini");
        EchoingProvider[] echoing = [.. PlantedKey.All.Select(planted => new EchoingProvider(planted))];
        await using AnsweringProviders answering = await AnsweringProviders.StartAsync(WriteScript());
        _workspace.WriteTrack(new { id = "T-1", description = "Look around." });
        await using SidecarProcess sidecar = SidecarProcess.OfEditor(Environment());
        var frames = new MemoryStream();
        using var watched = new MonitoringStream(sidecar.Output);
        watched.DidReadAny += (_, bytes) => frames.Write(bytes);
        using (var client = new WireClient(sidecar.Input, watched))
        {
            var settings = new ConductorSettings(
                ApprovalModeName.Never,
                Model: $"{gemini.Provider}:{gemini.Model}",
                Endpoints: new Dictionary<string, ModelEndpoint> { ["mine"] = new(AddressOf(echoing, "mine")) },
                Addresses: PlantedKey.All.Where(planted => planted.Provider is not ("mine" or "openai-responses")).ToDictionary(planted => planted.Provider, planted => AddressOf(echoing, planted.Provider)));
            await client.InitializeAsync(_workspace.Root, settings);
            foreach (PlantedKey planted in PlantedKey.All.Where(planted => planted.Provider != "openai-responses"))
            {
                await client.AskAsync<SecretState>("conductor/secrets/set", new SetSecretParams(planted.Provider, planted.Key));
            }

            await client.AskAsync<ModelList>("conductor/models/list", new ListModelsParams());
            foreach (PlantedKey planted in PlantedKey.All)
            {
                Assert.False((await client.AskAsync<ModelTestResult>("conductor/models/test", new TestModelParams($"{planted.Provider}:{planted.Model}"))).Ok);
            }

            await client.TellAsync("workspace/didChangeConfiguration", new DidChangeConfigurationParams(JsonSerializer.SerializeToElement(
                new { conductor = settings with { Addresses = new Dictionary<string, string> { [gemini.Provider] = answering.AddressOf(gemini) } } }, WireJson.Options)));
            await client.AskAsync<TrackSnapshot>("conductor/track/open", new OpenTrackParams(TestWorkspace.TrackPath));
            await client.AskAsync<CommandResult>("conductor/track/run", new RunTrackParams(TestWorkspace.TrackPath, AutoQueue: true));
            await new RunningTrack(client, _workspace).SpawnAsync("T-1", attempt: 1);
            await client.Received.WaitForAsync<TrackChanged>(changed => changed.Status == RunStatusName.Done);
            await client.AskAsync<JsonElement>("conductor/approval/ledger", new LedgerParams());
            await client.AskAsync<JsonElement>("conductor/worker/log", new TicketParams(TestWorkspace.TrackPath, "T-1"));
            await client.AskAsync<RecordedRun>("conductor/track/record", new TrackParams(TestWorkspace.TrackPath));
            await client.AskAsync<JsonElement>("shutdown");
            await client.TellAsync("exit");
            await sidecar.EndsAsync();
        }

        string said = Encoding.UTF8.GetString(frames.ToArray()) + await sidecar.Errors;

        Assert.Contains("GIT_TERMINAL_PROMPT=0", said, StringComparison.Ordinal);
        Assert.All(echoing, provider => Assert.True(provider.SawKey > 0 || provider.Planted.Provider == "openai-responses"));
        foreach (PlantedKey planted in PlantedKey.All)
        {
            await IsNowhereAsync(planted, said);
        }

        foreach (EchoingProvider provider in echoing)
        {
            await provider.DisposeAsync();
        }
    }

    private async Task<string> RefusedAsync(string provider, int status)
    {
        PlantedKey planted = PlantedKey.Of(provider);
        await using var echoing = new EchoingProvider(planted, status);
        WriteTrack(planted);

        string said = await RunAsync(planted, echoing.Address + planted.Path, expectedExit: 3);

        Assert.True(echoing.SawKey > 0, "The key was not used.");
        await IsNowhereAsync(planted, said);
        return said;
    }

    private static string AddressOf(EchoingProvider[] providers, string name) =>
        providers.Single(provider => provider.Planted.Provider == name) is var found ? found.Address + found.Planted.Path : "";

    /// <summary>Runs the track with the real program, and asks it for everything it can tell afterwards.</summary>
    /// <returns>All that it printed.</returns>
    private async Task<string> RunAsync(PlantedKey planted, string address, int expectedExit)
    {
        Dictionary<string, string?> environment = Environment();
        environment[planted.KeyVariable] = planted.Key;
        environment[planted.AddressVariable] = address;
        string model = $"{planted.Provider}:{planted.Model}";
        string[][] commands =
        [
            ["run", "track.json", "--model", model, "--approve", "all", "--jsonl", "--workspace", _workspace.Root],
            ["log", "--json", "--workspace", _workspace.Root],
            ["log", "--approvals", "--json", "--workspace", _workspace.Root],
            ["usage", "--json", "--workspace", _workspace.Root],
            ["record", "--output", "-", "--workspace", _workspace.Root],
            ["models", "--provider", planted.Provider],
            ["models", "--test", model, "--json"],
        ];
        var said = new StringBuilder();
        foreach (string[] command in commands)
        {
            await using SidecarProcess process = SidecarProcess.OfTerminal(environment, command);
            (string output, string errors) = await process.ReadToEndAsync();
            Assert.True(process.ExitCode == (command[0] == "run" ? expectedExit : 0) || command[0] == "models", $"{command[0]} ended with {process.ExitCode}: {output}{errors}");
            said.Append(output).Append(errors);
        }

        return said.ToString();
    }

    private Dictionary<string, string?> Environment() => PlantedKey.NoKeys(_home);

    private void WriteTrack(PlantedKey planted) =>
        _workspace.Write("track.json", JsonSerializer.Serialize(new[] { new { id = "T-1", description = $"Look around, {planted.Provider}." } }));

    private string WriteScript() => _workspace.Write("script.json", JsonSerializer.Serialize(new Dictionary<string, object>
    {
        ["*"] = new[] { TestWorkspace.Turn(TestWorkspace.Call("run_command", new { command = Look })), TestWorkspace.Finish() },
    }));

    private async Task IsNowhereAsync(PlantedKey planted, string said)
    {
        Assert.False(planted.IsIn(Encoding.UTF8.GetBytes(said)), $"The key of {planted.Provider} was printed: {Around(planted, said)}");
        foreach (string file in Directory.EnumerateFiles(_workspace.Root, "*", Everything).Concat(Directory.EnumerateFiles(_home, "*", Everything)))
        {
            Assert.False(planted.IsIn(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken)), $"The key of {planted.Provider} stands in {file}.");
        }
    }

    private static EnumerationOptions Everything { get; } = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None };

    private static string Around(PlantedKey planted, string said) => string.Join(
        " … ", planted.Forms.Select(form => said.IndexOf(form, StringComparison.Ordinal)).Where(at => at >= 0).Select(at => said.Substring(Math.Max(0, at - 80), Math.Min(200, said.Length - Math.Max(0, at - 80)))));

    /// <summary>Every text anywhere in a JSON document.</summary>
    private static IEnumerable<string> Texts(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => [element.GetString() ?? ""],
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Texts),
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member => Texts(member.Value)),
        _ => [],
    };
}
