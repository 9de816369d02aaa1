using System.Text.Json;
using Conductor.Server.Tests.Processes;
using Xunit;

namespace Conductor.Server.Tests.Cli;

/// <summary>With the real program, since keys and addresses come from its environment.</summary>
public sealed class ModelsCommandTests : IAsyncLifetime
{
    private readonly string _home = Directory.CreateTempSubdirectory("conductor-models-").FullName;
    private Dictionary<string, string?> _environment = [];
    private AnsweringProviders? _answering;

    public async ValueTask InitializeAsync()
    {
        string script = Path.Combine(_home, "script.json");
        await File.WriteAllTextAsync(script, "{}", TestContext.Current.CancellationToken);
        _answering = await AnsweringProviders.StartAsync(script);
        _environment = PlantedKey.NoKeys(_home);
        PlantedKey gemini = PlantedKey.Of("gemini");
        _environment[gemini.KeyVariable] = gemini.Key;
        _environment[gemini.AddressVariable] = _answering.AddressOf(gemini);
        _environment["OLLAMA_HOST"] = "http://127.0.0.1:9";
    }

    public async ValueTask DisposeAsync()
    {
        if (_answering is not null)
        {
            await _answering.DisposeAsync();
        }

        Directory.Delete(_home, recursive: true);
    }

    [Fact]
    public async Task Models_that_are_there_are_listed_with_window_and_price_and_of_other_providers_what_to_do()
    {
        (int exitCode, string output, _) = await RunAsync("models");

        Assert.Equal(0, exitCode);
        Assert.StartsWith("gemini: Google Gemini\n", output, StringComparison.Ordinal);
        Assert.Matches(@"  gemini:gemini-2\.5-flash-lite +1,048,576 +65,536 +0\.1 +0\.4\n", output);
        Assert.Matches("\nanthropic: .*ANTHROPIC_API_KEY.*\n", output);
        Assert.Matches("\nollama: .*127\\.0\\.0\\.1:9.*\n", output);
    }

    [Fact]
    public async Task As_JSON_they_are_those_of_the_wire()
    {
        (_, string output, _) = await RunAsync("models", "--provider", "gemini", "--json");

        JsonElement provider = Assert.Single(JsonElement.Parse(output).GetProperty("providers").EnumerateArray());
        Assert.Equal(("gemini", "ok"), (provider.GetProperty("name").GetString(), provider.GetProperty("state").GetString()));
        Assert.Contains(provider.GetProperty("models").EnumerateArray(), model => model.GetProperty("id").GetString() == "gemini:gemini-2.5-flash-lite" && model.GetProperty("inputPrice").GetDouble() == 0.1);
    }

    [Fact]
    public async Task Where_nothing_can_be_used_it_says_what_to_do_and_ends_with_1()
    {
        _environment = PlantedKey.NoKeys(_home);
        _environment["OLLAMA_HOST"] = "http://127.0.0.1:9";

        (int exitCode, string output, _) = await RunAsync("models");

        Assert.Equal(1, exitCode);
        Assert.Matches("gemini: .*GEMINI_API_KEY.*\n", output);
    }

    [Fact]
    public async Task A_file_of_prices_that_cannot_be_used_is_told_with_the_models_since_no_run_would_begin()
    {
        string prices = Path.Combine(_home, "prices.json");
        await File.WriteAllTextAsync(prices, """{ "models": [] }""", TestContext.Current.CancellationToken);
        _environment["CONDUCTOR_PRICES"] = prices;

        (int exitCode, string output, string errors) = await RunAsync("models", "--provider", "gemini");

        Assert.Equal(1, exitCode);
        Assert.Contains("gemini:gemini-2.5-flash-lite", output, StringComparison.Ordinal);
        Assert.Contains("asOf", errors, StringComparison.Ordinal);
        Assert.StartsWith("No provider's model can be run. ", errors, StringComparison.Ordinal);

        (exitCode, _, errors) = await RunAsync("models", "--test", "gemini:gemini-2.5-flash-lite");

        Assert.Equal(1, exitCode);
        Assert.StartsWith("No provider's model can be run. ", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_demo_of_a_workspace_is_listed_and_can_be_used_whatever_the_prices()
    {
        await WriteDemoAsync();
        string prices = Path.Combine(_home, "prices.json");
        await File.WriteAllTextAsync(prices, """{ "models": [] }""", TestContext.Current.CancellationToken);
        _environment = PlantedKey.NoKeys(_home);
        _environment["OLLAMA_HOST"] = "http://127.0.0.1:9";

        (int exitCode, string output, _) = await RunAsync("models", "--workspace", Path.Combine(_home, "shop"));
        _environment["CONDUCTOR_PRICES"] = prices;
        (int withoutPrices, _, string errors) = await RunAsync("models", "--provider", "demo", "--workspace", Path.Combine(_home, "shop"));

        Assert.Equal((0, 0), (exitCode, withoutPrices));
        Assert.Matches(@"^demo: Demo \(offline\), on this machine\n.*\n  demo +- +- +0 +0\n", output);
        Assert.StartsWith("No provider's model can be run. ", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("Conductor: ", output, StringComparison.Ordinal);
        Assert.Matches("anthropic: Anthropic needs a key, and none is set. Set one in ANTHROPIC_API_KEY, then try again.\n", output);
    }

    [Fact]
    public async Task A_server_under_a_providers_own_name_is_said_to_be_ignored()
    {
        _environment["CONDUCTOR_ENDPOINT_GEMINI"] = "http://127.0.0.1:9/v1";

        (int exitCode, _, string errors) = await RunAsync("models", "--test", "gemini:gemini-2.5-flash-lite");

        Assert.Equal(0, exitCode);
        Assert.Equal(
            "The endpoint 'GEMINI' cannot be called that, so it is not used: the name is taken. Give it another one; another address of Google Gemini itself is set in GOOGLE_GEMINI_BASE_URL.\n", errors);
    }

    [Fact]
    public async Task A_test_as_JSON_says_whose_account_it_is_and_what_can_be_done()
    {
        (int exitCode, string output, _) = await RunAsync("models", "--test", "anthropic:claude-haiku-4-5", "--json");

        JsonElement result = JsonElement.Parse(output);
        Assert.Equal(1, exitCode);
        Assert.Equal(("anthropic", "setKey"), (result.GetProperty("account").GetString(), result.GetProperty("remedy").GetString()));
    }

    [Fact]
    public async Task A_workspace_elsewhere_lends_its_demo()
    {
        await WriteDemoAsync();

        (int exitCode, string output, _) = await RunAsync("models", "--test", "--workspace", Path.Combine(_home, "shop"));

        Assert.Equal(0, exitCode);
        Assert.Contains("demo", output, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData(1, "no-such-folder", "models", "--workspace", "no-such-folder")]
    [InlineData(0, "OK: ", "models", "--test")]
    [InlineData(0, "OK: gemini-2.5-flash-lite", "models", "--test", "gemini:gemini-2.5-flash-lite")]
    [InlineData(0, "and lists", "models", "--test", "--provider", "gemini")]
    [InlineData(1, "ANTHROPIC_API_KEY", "models", "--test", "anthropic:claude-haiku-4-5")]
    [InlineData(1, "no-such-model", "models", "--test", "gemini:no-such-model")]
    [InlineData(1, "There is no provider nobody", "models", "--provider", "nobody")]
    public async Task A_test_says_in_one_line_whether_it_works(int expectedExit, string expected, params string[] arguments)
    {
        (int exitCode, string output, string errors) = await RunAsync(arguments);

        Assert.Equal(expectedExit, exitCode);
        string said = Assert.Single((output + errors).Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains(expected, said, StringComparison.Ordinal);
        Assert.Equal(expectedExit == 0, errors.Length == 0);
    }

    private Task WriteDemoAsync() => File.WriteAllTextAsync(
        Path.Combine(Directory.CreateDirectory(Path.Combine(_home, "shop", ".conductor")).FullName, "demo.script.json"),
        """{ "*": [{ "text": "Hello." }] }""",
        TestContext.Current.CancellationToken);

    private async Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        await using SidecarProcess process = SidecarProcess.OfTerminal(_environment, arguments);
        (string output, string errors) = await process.ReadToEndAsync();
        return (process.ExitCode, output.ReplaceLineEndings("\n"), errors.ReplaceLineEndings("\n"));
    }
}
