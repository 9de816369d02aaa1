using Conductor.Server.Cli;
using Conductor.Viewer;
using Xunit;

namespace Conductor.Server.Tests.Cli;

public sealed class StaleCommandTests : IDisposable
{
    private const string Again = """[{ "id": "A", "description": "First, again.", "status": "todo" }, { "id": "B", "description": "Second.", "depends_on": ["A"], "status": "completed" }]""";

    private readonly CliWorkspace _workspace = new("""[{ "id": "A", "description": "First.", "status": "completed" }, { "id": "B", "description": "Second.", "depends_on": ["A"], "status": "completed" }]""");

    [Fact]
    public async Task A_run_that_is_done_names_what_is_stale_and_how_to_do_it_again()
    {
        CliResult result = await RedoneAsync();

        Assert.Equal(ExitCodes.Done, result.ExitCode);
        Assert.Contains("Stale, since what it was built on has changed: B.", result.Output, StringComparison.Ordinal);
        Assert.Contains("Do that again with: conductor run track.json --stale rerun --model script:script.json", result.Output, StringComparison.Ordinal);
        Assert.Contains("completed, stale", (await _workspace.InvokeAsync("status")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stale_tickets_are_done_again_on_demand()
    {
        await RedoneAsync();

        CliResult result = await _workspace.RunTrackAsync("--approve", "all", "--stale", "rerun");

        Assert.Equal(ExitCodes.Done, result.ExitCode);
        Assert.DoesNotContain("Stale", result.Output, StringComparison.Ordinal);
        Assert.Contains(_workspace.ScriptCalls, call => call.Contains("\"B\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Stale_tickets_are_confirmed_on_demand_without_a_worker()
    {
        await RedoneAsync();
        int calls = _workspace.ScriptCalls.Count;

        CliResult result = await _workspace.RunTrackAsync("--approve", "all", "--stale", "confirm");

        Assert.Equal(ExitCodes.Done, result.ExitCode);
        Assert.DoesNotContain("Stale", result.Output, StringComparison.Ordinal);
        Assert.Equal(calls, _workspace.ScriptCalls.Count);
    }

    public void Dispose() => _workspace.Dispose();

    /// <summary>What B was built on is done again.</summary>
    private async Task<CliResult> RedoneAsync()
    {
        Assert.Equal(ExitCodes.Done, (await _workspace.RunTrackAsync("--approve", "all")).ExitCode);
        _workspace.Write("track.json", Again);
        return await _workspace.RunTrackAsync("--approve", "all");
    }
}
