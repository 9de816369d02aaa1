using Xunit;

namespace Conductor.Server.Tests.Cli;

/// <summary>How a run goes on that ended without success, for whoever comes later.</summary>
public sealed class AnotherRunTests
{
    // The first answer asks; whoever has been told something writes.
    private const string Asks = """
        { "*": [{ "text": "", "toolCalls": [{ "name": "finish", "arguments": { "verdict": "blocked", "summary": "-", "kind": "needsDecision", "reason": "Which one?" } }] }] }
        """;

    private const string OneTicket = """[{ "id": "T-1", "description": "Write a file." }]""";

    private const string Again = "Answer T-1, and run it again with: conductor run track.json --answer \"T-1=TEXT\" --model script:script.json";

    [Fact]
    public async Task What_cannot_be_resumed_is_run_again_with_its_model_and_the_answer_that_it_lacks()
    {
        using var workspace = new CliWorkspace(OneTicket, Asks);
        await workspace.RunTrackAsync("--approve", "all");

        CliResult result = await workspace.InvokeAsync("resume", "track.json");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains($"There is nothing to resume: track.json is blocked. {Again}", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_says_of_a_run_that_ended_blocked_how_it_is_run_again()
    {
        using var workspace = new CliWorkspace(OneTicket, Asks);
        await workspace.RunTrackAsync("--approve", "all");

        CliResult result = await workspace.InvokeAsync("status", "track.json");

        Assert.Contains(Again, result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_id_with_signs_of_the_shell_and_of_the_option_is_quoted_where_it_is_suggested_and_found_where_it_is_given()
    {
        using var workspace = new CliWorkspace("""[{ "id": "a=$b", "description": "Write a file." }, { "id": "a", "description": "Another." }]""", Asks);
        CliResult blocked = await workspace.RunTrackAsync("--approve", "all");

        CliResult again = await workspace.RunTrackAsync("--approve", "all", "--answer", "a=$b=The second one.");
        CliResult unknown = await workspace.RunTrackAsync("--approve", "all", "--answer", "b=No such ticket.");

        Assert.Contains("--answer 'a=$b=TEXT'", blocked.Output, StringComparison.Ordinal);
        Assert.Equal(2, again.ExitCode);
        Assert.Contains("b waits for no answer.", unknown.Error, StringComparison.Ordinal);
    }
}
