using System.Text;
using Xunit;

namespace Conductor.Server.Tests.Processes;

public sealed class LiveSuiteTests : IDisposable
{
    /// <summary>Nothing listens there.</summary>
    private const string Nowhere = "http://127.0.0.1:9";

    private readonly string _home = Directory.CreateTempSubdirectory("conductor-live-").FullName;

    public void Dispose() => Directory.Delete(_home, recursive: true);

    [Fact]
    public async Task Without_keys_and_without_Ollama_everything_is_skipped_with_its_reason()
    {
        Dictionary<string, string?> environment = PlantedKey.NoKeys(_home);
        environment["OLLAMA_HOST"] = Nowhere;
        await using SidecarProcess suite = SidecarProcess.OfLiveSuite(environment);

        (string output, _) = await suite.ReadToEndAsync();

        Assert.Equal(0, suite.ExitCode);
        Assert.Contains("Ran: nothing.", output, StringComparison.Ordinal);
        Assert.Matches("  gemini: .*GEMINI_API_KEY", output);
        Assert.Matches("  openai-responses: .*OPENAI_API_KEY", output);
        Assert.Matches("  ollama: .*127.0.0.1:9", output);
    }

    [Fact]
    public async Task A_provider_that_fails_is_told_without_its_key()
    {
        PlantedKey planted = PlantedKey.Of("anthropic");
        await using var echoing = new EchoingProvider(planted, status: 422);
        Dictionary<string, string?> environment = PlantedKey.NoKeys(_home);
        environment[planted.KeyVariable] = planted.Key;
        environment[planted.AddressVariable] = echoing.Address;
        await using SidecarProcess suite = SidecarProcess.OfLiveSuite(environment, "anthropic");

        (string output, string errors) = await suite.ReadToEndAsync();

        Assert.Equal(1, suite.ExitCode);
        Assert.Contains("FAILED  a text call", output, StringComparison.Ordinal);
        Assert.Contains("Ran: anthropic:claude-haiku-4-5 (0 of 4 ok).", output, StringComparison.Ordinal);
        Assert.Contains("[removed]", output, StringComparison.Ordinal);
        Assert.False(planted.IsIn(Encoding.UTF8.GetBytes(output + errors)));
    }
}
