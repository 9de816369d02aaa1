using System.Text.Json;
using Xunit;

namespace Conductor.Server.Tests.Cli;

public sealed class BudgetCommandTests
{
    private const string OneTicket = """[{ "id": "T-1", "description": "Write a file." }]""";

    [Fact]
    public async Task A_run_whose_budget_does_not_last_ends_with_5_and_says_how_to_go_on()
    {
        using var workspace = new CliWorkspace(OneTicket);

        CliResult result = await workspace.RunTrackAsync("--approve", "all", "--budget-calls", "1");

        Assert.Equal(5, result.ExitCode);
        Assert.Contains("Paused: 0 of 1 tickets are done. The run's budget of 1 model call does not last: 1 model call is spent.", result.Output, StringComparison.Ordinal);
        Assert.Contains("Budget: 1 of 1 model call (100 %)", result.Output, StringComparison.Ordinal);
        Assert.Contains("Go on with: conductor resume track.json --budget-calls +2 --approve all", result.Output, StringComparison.Ordinal);
        Assert.Single(workspace.ScriptCalls);
        Assert.Contains("paused, because a budget does not last", (await workspace.InvokeAsync("status")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Resume_adds_what_is_given_and_goes_on_where_the_run_stopped()
    {
        using var workspace = new CliWorkspace(OneTicket);
        await workspace.RunTrackAsync("--approve", "all", "--budget-calls", "1");

        CliResult result = await workspace.InvokeAsync("resume", "--approve", "all", "--script-log", "calls.log", "--budget-calls", "+1");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("Budget: 2 of 2 model calls (100 %)", result.Output, StringComparison.Ordinal);
        Assert.Equal(2, workspace.ScriptCalls.Count);
        Assert.Equal("made", File.ReadAllText(workspace.PathOf("out.txt")));
        Assert.Contains("1 model call more may be spent", (await workspace.InvokeAsync("log")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Resume_without_more_is_refused_with_5_and_what_is_missing()
    {
        using var workspace = new CliWorkspace(OneTicket);
        await workspace.RunTrackAsync("--approve", "all", "--budget-calls", "1");

        CliResult result = await workspace.InvokeAsync("resume", "--approve", "all");

        Assert.Equal(5, result.ExitCode);
        Assert.Contains("The run's budget of 1 model call does not last: 1 model call is spent. Go on with: conductor resume track.json --budget-calls +2 --approve all", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Resume_with_an_amount_of_what_is_not_limited_is_refused_in_words()
    {
        using var workspace = new CliWorkspace(OneTicket);
        await workspace.RunTrackAsync("--approve", "all", "--budget-calls", "1");

        CliResult result = await workspace.InvokeAsync("resume", "--approve", "all", "--budget-money", "2.5");

        Assert.Equal(64, result.ExitCode);
        Assert.Contains("The run has no budget of money, and that is not what the run is paused for.", result.Error, StringComparison.Ordinal);
        Assert.Contains("conductor resume track.json --budget-calls +2 --approve all", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tickets_own_budget_of_the_file_is_named_and_added_to()
    {
        using var workspace = new CliWorkspace("""[{ "id": "T-1", "description": "Write a file.", "budget": { "calls": 1 } }]""");
        CliResult paused = await workspace.RunTrackAsync("--approve", "all");
        Assert.Equal(5, paused.ExitCode);
        Assert.Contains("Go on with: conductor resume track.json --budget-ticket T-1 --budget-calls +2 --approve all", paused.Output, StringComparison.Ordinal);

        CliResult result = await workspace.InvokeAsync("resume", "--approve", "all", "--budget-ticket", "T-1", "--budget-calls", "+5");

        Assert.Equal(0, result.ExitCode);
    }

    [Fact]
    public async Task An_amount_for_the_run_where_a_tickets_own_budget_stands_in_the_way_is_refused_with_the_right_option()
    {
        using var workspace = new CliWorkspace("""[{ "id": "T-1", "description": "Write a file.", "budget": { "calls": 1 } }]""");
        await workspace.RunTrackAsync("--approve", "all");

        CliResult result = await workspace.InvokeAsync("resume", "--approve", "all", "--budget-calls", "+5");

        Assert.Equal(64, result.ExitCode);
        Assert.Contains("conductor resume track.json --budget-ticket T-1 --budget-calls +2 --approve all", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_a_budget_has_paused_keeps_its_limit_when_it_is_run_again_and_says_so()
    {
        using var workspace = new CliWorkspace(OneTicket);
        await workspace.RunTrackAsync("--approve", "all", "--budget-calls", "1");

        CliResult result = await workspace.RunTrackAsync("--approve", "all");

        Assert.Equal(5, result.ExitCode);
        Assert.Contains("The paused run goes on within its budget of 1 model call.", result.Error, StringComparison.Ordinal);
        Assert.Single(workspace.ScriptCalls);
    }

    [Fact]
    public async Task A_limit_is_lifted_by_name_alone_and_the_others_stay()
    {
        using var workspace = new CliWorkspace($$"""{ "budget": { "calls": 1 }, "tickets": {{OneTicket}} }""");
        await workspace.RunTrackAsync("--approve", "all", "--budget-tokens", "50000");

        CliResult result = await workspace.RunTrackAsync("--approve", "all", "--budget-calls", "none");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("The paused run goes on within its budget of 50,000 tokens.", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_added_to_a_limit_stays_when_another_one_is_given()
    {
        using var workspace = new CliWorkspace("""[{ "id": "T-1", "description": "Write a file." }, { "id": "T-2", "description": "And another." }]""");
        await workspace.RunTrackAsync("--approve", "all", "--budget-calls", "1");
        await workspace.InvokeAsync("resume", "--approve", "all", "--budget-calls", "+2");

        CliResult result = await workspace.RunTrackAsync("--approve", "all", "--budget-tokens", "50000");

        Assert.Contains("within its budget of 50,000 tokens, 3 model calls.", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_limit_that_is_lowered_in_the_file_counts_also_after_another_one_was_given()
    {
        using var workspace = new CliWorkspace($$"""{ "budget": { "calls": 9, "tokens": 50 }, "tickets": {{OneTicket}} }""");
        await workspace.RunTrackAsync("--approve", "all");
        CliResult given = await workspace.RunTrackAsync("--approve", "all", "--budget-tokens", "60");
        workspace.Write("track.json", $$"""{ "budget": { "calls": 1, "tokens": 50 }, "tickets": {{OneTicket}} }""");

        CliResult result = await workspace.RunTrackAsync("--approve", "all", "--budget-tokens", "50000");

        Assert.Contains("within its budget of 60 tokens, 9 model calls.", given.Error, StringComparison.Ordinal);
        Assert.Contains("within its budget of 50,000 tokens, 1 model call.", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_retry_that_is_printed_begins_with_what_the_run_had_in_the_end()
    {
        using var workspace = new CliWorkspace(
            OneTicket, """{ "*": [{ "text": "", "toolCalls": [{ "name": "list_files", "arguments": {} }] }, { "error": { "kind": "auth" } }] }""");
        await workspace.RunTrackAsync("--approve", "all", "--budget-calls", "1");

        CliResult result = await workspace.InvokeAsync("resume", "--approve", "all", "--budget-calls", "+4");

        Assert.Contains("Then try again with: conductor run track.json --model script:script.json --budget-calls 5 --approve all", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_budget_of_the_file_holds_where_the_command_line_gives_none()
    {
        using var workspace = new CliWorkspace($$"""{ "budget": { "calls": 1 }, "tickets": {{OneTicket}} }""");

        Assert.Equal(5, (await workspace.RunTrackAsync("--approve", "all")).ExitCode);
        Assert.Equal(0, (await workspace.RunTrackAsync("--approve", "all", "--budget-calls", "9")).ExitCode);
    }

    [Fact]
    public async Task A_program_reads_the_budget_and_its_warning()
    {
        using var workspace = new CliWorkspace(OneTicket);

        CliResult result = await workspace.RunTrackAsync("--approve", "all", "--jsonl", "--budget-calls", "1");

        Assert.Equal(5, result.ExitCode);
        JsonElement budget = Assert.Single(result.EventsNamed("run_finished")).GetProperty("budget");
        Assert.Equal((1, 110, true), (budget.GetProperty("limits").GetProperty("calls").GetInt32(), budget.GetProperty("spent").GetProperty("tokens").GetInt32(), budget.GetProperty("isReached").GetBoolean()));
        Assert.Equal("calls", Assert.Single(result.EventsNamed("budget_warned")).GetProperty("kind").GetString());
    }

    [Fact]
    public async Task A_warning_is_one_line()
    {
        using var workspace = new CliWorkspace(OneTicket);

        CliResult result = await workspace.RunTrackAsync("--approve", "all", "--budget-calls", "2");

        Assert.Equal(0, result.ExitCode);
        Assert.Single(result.Output.Split('\n'), line => line.Contains("The run's budget of 2 model calls is nearly used up: 2 model calls (100 %) are spent.", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("run", "--budget-tokens", "-1", "--budget-tokens takes a whole number from 0, at most 1,000,000,000,000.")]
    [InlineData("run", "--budget-tokens", "1.5", "--budget-tokens takes a whole number")]
    [InlineData("run", "--budget-money", "much", "--budget-money takes a number from 0, at most 1,000,000,000,000, in US dollars, as 0.50.")]
    [InlineData("resume", "--budget-calls", "+0", "--budget-calls takes a whole number more than 0")]
    [InlineData("resume", "--budget-calls", "none", "--budget-calls takes a whole number more than 0")]
    [InlineData("resume", "--budget-ticket", "T-1", "no amount is given")]
    public async Task An_amount_that_makes_no_sense_is_a_wrong_command_line(string command, string option, string value, string says)
    {
        using var workspace = new CliWorkspace(OneTicket);

        CliResult result = await workspace.InvokeAsync(command, "track.json", "--approve", "all", option, value);

        Assert.Equal(64, result.ExitCode);
        Assert.Contains(says, result.Error, StringComparison.Ordinal);
    }
}
