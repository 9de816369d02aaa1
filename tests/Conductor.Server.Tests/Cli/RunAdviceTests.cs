using System.Text.Json;
using Conductor.Workers.Models;
using Spectre.Console.Testing;
using Xunit;

namespace Conductor.Server.Tests.Cli;

/// <summary>The last line of a run that did not succeed: what to do, and the command for it.</summary>
public sealed class RunAdviceTests
{
    private const string OneTicket = """[{ "id": "T-1", "description": "Write a file." }]""";

    private const string Asks = """
        { "T-1": {
            "turns": [{ "text": "", "toolCalls": [{ "name": "finish", "arguments": { "verdict": "blocked", "summary": "-", "kind": "needsDecision", "reason": "Which one?" } }] }],
            "afterAnswer": [{ "text": "", "toolCalls": [{ "name": "finish", "arguments": { "verdict": "completed", "summary": "Done." } }] }] } }
        """;

    private const string Command = "Then try again with: conductor run track.json --model script:script.json --approve all --script-log calls.log";

    [Theory]
    [InlineData("""{ "error": { "kind": "auth" } }""", 1)]
    [InlineData("""{ "error": { "kind": "unknownModel" } }""", 1)]
    [InlineData("""{ "toolCalls": [{ "name": "list_files", "arguments": {} }] }""", 2)]
    public async Task After_a_script_that_gave_no_answer_the_script_and_its_turn_are_named_and_the_command_has_the_options_of_the_run(string turn, int number)
    {
        using var workspace = new CliWorkspace(OneTicket, $$"""{ "*": [{{turn}}] }""");

        CliResult result = await workspace.RunTrackAsync("--approve", "all");

        Assert.Equal($"In script.json, turn {number} of T-1 gives no answer: add or correct it, or name another model with --model. {Command}", LastLines(result));
    }

    [Fact]
    public async Task A_ticket_that_the_demo_does_not_play_is_not_to_be_answered_but_to_get_another_model()
    {
        using var workspace = new CliWorkspace(OneTicket);
        workspace.Write(DemoModel.ScriptFile(workspace.Root), """{ "track": "the-sample", "T-1": [{ "text": "I play." }] }""");

        CliResult result = await workspace.InvokeAsync("run", "track.json", "--approve", "all");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("T-1 is blocked: the demo model only knows the sample, and this ticket is not one of its own. Choose a model for it with --model ID; conductor models lists", result.Output, StringComparison.Ordinal);
        Assert.Equal("Name another model with --model; conductor models lists those there are. Then try again with: conductor run track.json --model ID --approve all", LastLines(result));
    }

    [Fact]
    public async Task A_ticket_with_a_model_of_its_own_is_not_helped_by_another_one_of_the_run()
    {
        using var workspace = new CliWorkspace(
            """[{ "id": "T-1", "description": "Write a file.", "model": "script:script.json" }]""", """{ "*": [{ "error": { "kind": "unknownModel" } }] }""");

        CliResult result = await workspace.RunTrackAsync("--approve", "all");

        Assert.Equal("In script.json, turn 1 of T-1 gives no answer: add or correct it, or give T-1 another \"model\" in track.json. " + Command, LastLines(result));
    }

    [Fact]
    public async Task The_suggested_command_keeps_budget_parallel_workers_and_step_mode()
    {
        using var workspace = new CliWorkspace(OneTicket, """{ "*": [{ "error": { "kind": "auth" } }] }""");

        CliResult result = await workspace.RunTrackAsync("--approve", "all", "--max-parallel", "2", "--step", "--budget-money", "0.50", "--budget-calls", "none");

        Assert.EndsWith("conductor run track.json --model script:script.json --max-parallel 2 --step --budget-money 0.5 --budget-calls none --approve all --script-log calls.log", LastLines(result), StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_gates_that_nobody_was_asked_at_the_command_has_somebody_asked()
    {
        using var workspace = new CliWorkspace(OneTicket);

        CliResult result = await workspace.RunTrackAsync("--approve", "none");

        Assert.Equal("Decide its gates at a terminal, or have them approved with --approve all. Then try again with: conductor run track.json --model script:script.json --script-log calls.log", LastLines(result));
    }

    [Fact]
    public async Task What_the_worker_asked_is_answered_with_the_command_that_the_run_ends_with()
    {
        using var workspace = new CliWorkspace(OneTicket, Asks);
        CliResult asked = await workspace.RunTrackAsync("--approve", "all");

        CliResult result = await workspace.RunTrackAsync("--approve", "all", "--jsonl", "--answer", "T-1=The second one.");

        Assert.Equal("Answer T-1. Then try again with: conductor run track.json --answer \"T-1=TEXT\" --model script:script.json --approve all --script-log calls.log", LastLines(asked));
        Assert.Contains("The second one.", result.EventsNamed("approval_requested")[0].GetProperty("prompt").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("T-1", "--answer takes a ticket's id and a text")]
    [InlineData("T-1=", "--answer takes a ticket's id and a text")]
    [InlineData("T-1=TEXT", "'T-1=TEXT' says no answer. Write yours after the T-1=, as --answer \"T-1=The first one.\"")]
    [InlineData("T-1=...", "'T-1=...' says no answer.")]
    [InlineData("T-1=…", "'T-1=…' says no answer.")]
    [InlineData("T-1=<TEXT>", "'T-1=<TEXT>' says no answer.")]
    [InlineData("T-9=Yes.", "T-9 waits for no answer. These ended without success: T-1.")]
    public async Task An_answer_that_nobody_waits_for_is_a_wrong_command_line(string answer, string says)
    {
        using var workspace = new CliWorkspace(OneTicket, Asks);
        await workspace.RunTrackAsync("--approve", "all");

        CliResult result = await workspace.RunTrackAsync("--approve", "all", "--answer", answer);

        Assert.Equal(64, result.ExitCode);
        Assert.Contains(says, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_person_at_the_terminal_answers_at_the_end_and_the_run_goes_on()
    {
        using var console = new TestConsole().Interactive();
        foreach (string typed in (string[])["approve", "The second one.", "approve"])
        {
            console.Input.PushTextWithEnter(typed);
        }

        using var workspace = new CliWorkspace(OneTicket, Asks) { Person = console };

        CliResult result = await workspace.RunTrackAsync();

        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Contains("Its worker asks: Which one?", console.Output, StringComparison.Ordinal);
        Assert.Contains("The second one.", (await workspace.InvokeAsync("log")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_question_that_a_person_leaves_open_ends_the_run_blocked()
    {
        using var console = new TestConsole().Interactive();
        console.Input.PushTextWithEnter("approve");
        console.Input.PushTextWithEnter("");
        using var workspace = new CliWorkspace(OneTicket, Asks) { Person = console };

        Assert.Equal(2, (await workspace.RunTrackAsync()).ExitCode);
    }

    [Fact]
    public async Task Quitting_at_a_gate_says_before_that_it_is_for_good_and_after_how_to_begin_anew()
    {
        using var console = new TestConsole().Interactive();
        console.Profile.Width = 200;
        console.Input.PushTextWithEnter("quit");
        using var workspace = new CliWorkspace(OneTicket) { Person = console };

        await workspace.RunTrackAsync();

        Assert.Contains("quit (cancels the run for good; Ctrl+C pauses it)", console.Output, StringComparison.Ordinal);
        Assert.Contains(
            "A cancelled run is not resumed. A new one keeps what is done and begins its other tickets anew: conductor run track.json --model script:script.json", console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_next_step_is_not_cut_in_plain_output_or_in_the_status()
    {
        string reason = $"{string.Join(' ', Enumerable.Repeat("words", 60))} and at the end what to do.";
        using var workspace = new CliWorkspace(OneTicket, Asks.Replace("Which one?", reason, StringComparison.Ordinal));

        CliResult result = await workspace.RunTrackAsync("--approve", "all");
        CliResult status = await workspace.InvokeAsync("status");

        Assert.Contains(result.Output.Split('\n'), line => line.Contains("T-1 blocked: words", StringComparison.Ordinal) && line.EndsWith("what to do.", StringComparison.Ordinal));
        Assert.Contains(status.Output.Split('\n'), line => line.StartsWith("  T-1 ", StringComparison.Ordinal) && line.EndsWith("what to do.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Tickets_that_were_not_begun_for_a_refused_key_say_so_in_the_status()
    {
        using var workspace = new CliWorkspace(
            """[{ "id": "T-1", "description": "One." }, { "id": "T-2", "description": "Two." }]""", """{ "*": [{ "error": { "kind": "auth", "message": "The key is refused." } }] }""");
        await workspace.RunTrackAsync("--approve", "all", "--max-parallel", "1");

        CliResult words = await workspace.InvokeAsync("status");
        CliResult json = await workspace.InvokeAsync("status", "--json");

        Assert.Contains(words.Output.Split('\n'), line => line.StartsWith("  T-2 ", StringComparison.Ordinal) && line.EndsWith("was not begun: The key is refused.", StringComparison.Ordinal));
        Assert.Contains("was not begun", JsonElement.Parse(json.Output).GetProperty("tracks")[0].GetProperty("tickets")[1].GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_of_a_done_track_does_not_show_the_tokens_of_earlier_ones_as_its_own()
    {
        using var workspace = new CliWorkspace(OneTicket);
        await workspace.RunTrackAsync("--approve", "all");

        CliResult result = await workspace.RunTrackAsync("--approve", "all", "--budget-tokens", "1000");

        Assert.Contains("Tokens: this run 0 in, 0 out; all runs of the track 220 in (40 cached), 15 out", result.Output, StringComparison.Ordinal);
        Assert.Contains("Budget: 0 of 1,000 tokens (0 %)", result.Output, StringComparison.Ordinal);
        Assert.Contains("1 of 1 tickets are done. Tokens: 220 in (40 cached), 15 out.\n", (await workspace.InvokeAsync("status")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_demo_is_not_held_up_by_a_budget_of_money()
    {
        using var workspace = new CliWorkspace(OneTicket);
        workspace.Write(DemoModel.ScriptFile(workspace.Root), CliWorkspace.WritesAndFinishes);

        Assert.Equal(0, (await workspace.InvokeAsync("run", "track.json", "--approve", "all", "--budget-money", "0.01")).ExitCode);
    }

    /// <summary>What is to be done, and the command for it, each of which has a line.</summary>
    private static string LastLines(CliResult result) => string.Join(' ', result.Output.TrimEnd('\n').Split('\n')[^2..]);
}
