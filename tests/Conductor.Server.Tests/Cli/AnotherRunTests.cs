using Conductor.Server.Cli;
using Xunit;

namespace Conductor.Server.Tests.Cli;

/// <summary>How a run goes on that ended without success, for whoever comes later.</summary>
public sealed class AnotherRunTests
{
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
    public async Task An_id_with_signs_of_the_shell_is_quoted_where_it_is_suggested()
    {
        using var workspace = new CliWorkspace("""[{ "id": "a=$b", "description": "Write a file." }, { "id": "a", "description": "Another." }]""", Asks);
        CliResult blocked = await workspace.RunTrackAsync("--approve", "all");

        CliResult wordless = await workspace.RunTrackAsync("--approve", "all", "--answer", "a=$b=TEXT");

        Assert.Contains("--answer 'a=$b=TEXT'", blocked.Output, StringComparison.Ordinal);
        Assert.Equal(64, wordless.ExitCode);
    }

    [Theory]
    [InlineData("a=$b=The second one.", "a=$b", "The second one.")]
    [InlineData("a=The = first one.", "a", "The = first one.")]
    public void What_is_said_of_a_ticket_is_parted_at_the_end_of_its_id(string given, string ticketId, string text) =>
        Assert.Equal((ticketId, text), AnswerOption.Split(given, ["a", "a=$b"]));
}
