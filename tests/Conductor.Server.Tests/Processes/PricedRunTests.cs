using System.Text.Json;
using Conductor.Server.Tests.Rpc;
using Xunit;

namespace Conductor.Server.Tests.Processes;

/// <summary>A run that costs money, with the real program and a provider's own protocol: what its calls cost, and what its budget does.</summary>
public sealed class PricedRunTests : IDisposable
{
    // Of gemini-2.5-flash-lite a million tokens cost $0.10, cached ones $0.01, output $0.40: 0.006 + 0.0004 + 0.012, then 0.0001 + 0.00004.
    private const string Script = """
        { "T-1": [
            { "text": "I look.", "toolCalls": [{ "name": "list_files", "arguments": {} }],
              "usage": { "inputTokens": 100000, "cachedInputTokens": 40000, "outputTokens": 30000 } },
            { "text": "", "toolCalls": [{ "name": "finish", "arguments": { "verdict": "completed", "summary": "Seen." } }],
              "usage": { "inputTokens": 1000, "cachedInputTokens": 0, "outputTokens": 100 } } ] }
        """;

    private const double FirstCall = 0.0184;
    private const double BothCalls = 0.01854;

    private static readonly PlantedKey Gemini = PlantedKey.Of("gemini");

    private readonly TestWorkspace _workspace = new();
    private readonly string _home = Directory.CreateTempSubdirectory("conductor-home-").FullName;

    public void Dispose()
    {
        _workspace.Dispose();
        Directory.Delete(_home, recursive: true);
    }

    [Fact]
    public async Task A_priced_run_pauses_at_its_budget_of_money_and_goes_on_with_more()
    {
        await using AnsweringProviders provider = await AnsweringProviders.StartAsync(_workspace.Write("script.json", Script));
        _workspace.Write("track.json", """{ "budget": { "money": 0.02 }, "tickets": [{ "id": "T-1", "description": "Look around." }] }""");

        (int paused, string said) = await RunAsync(provider, "run", "track.json", "--model", $"gemini:{Gemini.Model}", "--approve", "all");
        double spent = await CostAsync(provider);
        (int done, string more) = await RunAsync(provider, "resume", "--approve", "all", "--budget-money", "+0.05");

        Assert.True(paused == 5, said);
        Assert.Contains("The run's budget of $0.02 does not last: $0.0184 is spent, and the next call may take up to $", said, StringComparison.Ordinal);
        Assert.Matches(@"Go on with: conductor resume .*--budget-money \+0\.0[2-9]", said);
        Assert.Equal(FirstCall, spent);
        Assert.True(done == 0, more);
        Assert.Equal(BothCalls, await CostAsync(provider));
        Assert.Contains("Prices as of 20", (await RunAsync(provider, "usage")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_without_a_known_price_is_not_called_within_a_budget_of_money_and_the_run_ends_with_5()
    {
        await using AnsweringProviders provider = await AnsweringProviders.StartAsync(_workspace.Write("script.json", Script));
        _workspace.Write("track.json", """[{ "id": "T-1", "description": "Look around." }]""");

        (int paused, string said) = await RunAsync(provider, "run", "track.json", "--model", "gemini:gemini-unpriced-9", "--approve", "all", "--budget-money", "0.02");
        (int done, string more) = await RunAsync(provider, "run", "track.json", "--model", "gemini:gemini-unpriced-9", "--approve", "all", "--budget-money", "none");

        Assert.True(paused == 5, said);
        Assert.Contains("The run's budget of $0.02 cannot be kept, because gemini:gemini-unpriced-9 has no known price", said, StringComparison.Ordinal);
        Assert.Contains("CONDUCTOR_PRICES", said, StringComparison.Ordinal);
        Assert.Matches(@"When its price is known, go on with: conductor resume .*\s+Or, without a limit of money: conductor run .*--budget-money none", said);
        Assert.DoesNotContain("list_files", said, StringComparison.Ordinal);
        Assert.True(done == 0, more);
    }

    /// <summary>What the ledger has in all, no figure of it estimated and no call without a price.</summary>
    private async Task<double> CostAsync(AnsweringProviders provider)
    {
        JsonElement total = JsonElement.Parse((await RunAsync(provider, "usage", "--json")).Output).GetProperty("summary").GetProperty("total");
        Assert.Equal((0, 0), (total.GetProperty("estimatedCalls").GetInt32(), total.GetProperty("unpricedCalls").GetInt32()));
        return total.GetProperty("cost").GetDouble();
    }

    private async Task<(int ExitCode, string Output)> RunAsync(AnsweringProviders provider, params string[] command)
    {
        Dictionary<string, string?> environment = PlantedKey.NoKeys(_home);
        environment[Gemini.KeyVariable] = "good";
        environment[Gemini.AddressVariable] = provider.AddressOf(Gemini);
        environment["CONDUCTOR_PRICES"] = null;
        await using SidecarProcess process = SidecarProcess.OfTerminal(environment, [.. command, "--workspace", _workspace.Root]);
        (string output, string errors) = await process.ReadToEndAsync();
        return (process.ExitCode, output + errors);
    }
}
