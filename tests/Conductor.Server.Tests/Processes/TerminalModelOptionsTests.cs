using System.Text.Json;
using Conductor.Server.Tests.Rpc;
using Xunit;

namespace Conductor.Server.Tests.Processes;

/// <summary>What the command line says of models reaches the provider; with the real program and a provider's own protocol.</summary>
public sealed class TerminalModelOptionsTests : IDisposable
{
    private const string Script = """
        { "*": [{ "text": "", "toolCalls": [{ "name": "finish", "arguments": { "verdict": "completed", "summary": "Seen." } }] }] }
        """;

    private static readonly PlantedKey Gemini = PlantedKey.Of("gemini");

    private readonly TestWorkspace _workspace = new();
    private readonly string _home = Directory.CreateTempSubdirectory("conductor-home-").FullName;

    /// <summary>More of the program's environment.</summary>
    private readonly Dictionary<string, string?> _environment = [];

    public void Dispose()
    {
        _workspace.Dispose();
        Directory.Delete(_home, recursive: true);
    }

    [Theory]
    [InlineData("off", 0)]
    [InlineData("high", 24576)]
    public async Task Thinking_is_asked_for_as_it_was_said(string thinking, int budget)
    {
        await using AnsweringProviders provider = await StartAsync();

        (int exitCode, string said) = await RunAsync(provider, "--thinking", thinking);

        Assert.True(exitCode == 0, said);
        JsonElement call = JsonElement.Parse(await provider.ReceivedAsync(Gemini)).EnumerateArray().First(request => request.GetRawText().Contains("generationConfig", StringComparison.Ordinal));
        Assert.Contains($"\"thinkingBudget\":{budget}", call.GetRawText().Replace("\\", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_of_tier_4_that_does_not_exist_is_refused_before_the_run()
    {
        await using AnsweringProviders provider = await StartAsync();

        (int exitCode, string said) = await RunAsync(provider, "--qa", "nobody:at-all");

        Assert.Equal(1, exitCode);
        Assert.Contains("The model of tier 4, 'nobody:at-all', cannot be used", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_under_the_name_of_a_provider_that_is_called_is_said_to_be_ignored()
    {
        await using AnsweringProviders provider = await StartAsync();
        _environment["CONDUCTOR_ENDPOINT_GEMINI"] = "http://127.0.0.1:9/v1";
        _environment["CONDUCTOR_ENDPOINT_OPENAI"] = "http://127.0.0.1:9/v1";

        (int exitCode, string said) = await RunAsync(provider);

        Assert.True(exitCode == 0, said);
        Assert.Contains("The endpoint 'GEMINI' cannot be called that, so it is not used", said, StringComparison.Ordinal);
        Assert.DoesNotContain("'OPENAI'", said, StringComparison.Ordinal);
    }

    private Task<AnsweringProviders> StartAsync()
    {
        _workspace.Write("track.json", """[{ "id": "T-1", "description": "Look around." }]""");
        return AnsweringProviders.StartAsync(_workspace.Write("script.json", Script));
    }

    private async Task<(int ExitCode, string Output)> RunAsync(AnsweringProviders provider, params string[] options)
    {
        Dictionary<string, string?> environment = new(PlantedKey.NoKeys(_home).Concat(_environment));
        environment[Gemini.KeyVariable] = "good";
        environment[Gemini.AddressVariable] = provider.AddressOf(Gemini);
        await using SidecarProcess process = SidecarProcess.OfTerminal(
            environment, ["run", "track.json", "--model", $"gemini:{Gemini.Model}", "--approve", "all", .. options, "--workspace", _workspace.Root]);
        (string output, string errors) = await process.ReadToEndAsync();
        return (process.ExitCode, output + errors);
    }
}
