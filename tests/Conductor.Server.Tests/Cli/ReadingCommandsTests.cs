using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;

namespace Conductor.Server.Tests.Cli;

public sealed class ReadingCommandsTests
{
    private const string OneTicket = """[{ "id": "T-1", "description": "Write a file." }]""";

    [Fact]
    public async Task View_with_around_says_what_the_code_uses_and_who_uses_it()
    {
        using var workspace = new CliWorkspace(OneTicket);
        File.WriteAllText(workspace.PathOf("Money.cs"), "static class Money\n{\n    public static int Of(int amount) => amount;\n}\n");
        File.WriteAllText(workspace.PathOf("Till.cs"), "class Till\n{\n    public int Ring(int price) => Money.Of(price);\n}\n");

        CliResult uses = await workspace.InvokeAsync("view", "Till.cs", "--around");
        CliResult callers = await workspace.InvokeAsync("view", "Money.cs", "--around", "--json");

        Assert.EndsWith("// USES of other files:\n//   Money.cs\n//     3: public static int Money.Of(int amount)\n", uses.Output, StringComparison.Ordinal);
        Assert.Contains("3: Till.Ring: public int Ring", JsonElement.Parse(callers.Output).GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_prints_every_problem_with_its_place_and_leaves_nothing_behind()
    {
        using var workspace = new CliWorkspace("[\n  { \"id\": \"T-1\", \"description\": \"a\", \"depends_on\": [\"T-9\"] },\n  { \"id\": \"T-2\" }\n]");

        CliResult result = await workspace.InvokeAsync("check", "track.json");

        Assert.Equal(1, result.ExitCode);
        string[] lines = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.Matches(@"^track\.json:2:\d+: .*T-9", lines[0]);
        Assert.Matches(@"^track\.json:3:\d+: .*description", lines[1]);
        Assert.False(Directory.Exists(workspace.PathOf(".conductor")));
    }

    [Fact]
    public async Task Check_says_how_many_tickets_a_sound_file_has()
    {
        using var workspace = new CliWorkspace(OneTicket);

        CliResult words = await workspace.InvokeAsync("check", "track.json");
        CliResult json = await workspace.InvokeAsync("check", "track.json", "--json");

        Assert.Equal((0, "track.json: no problems, 1 ticket.\n"), (words.ExitCode, words.Output));
        Assert.Equal(1, JsonSerializer.Deserialize<JsonElement>(json.Output).GetProperty("tickets").GetInt32());
    }

    [Fact]
    public async Task Check_names_a_model_that_does_not_exist_as_a_problem_of_its_ticket()
    {
        using var workspace = new CliWorkspace("[\n  { \"id\": \"T-1\", \"description\": \"a\", \"model\": \"demi\" },\n  { \"id\": \"T-2\", \"description\": \"b\", \"model\": \"script:script.json\" }\n]");

        CliResult result = await workspace.InvokeAsync("check", "track.json");

        Assert.Equal(1, result.ExitCode);
        Assert.Matches(@"^track\.json:2:3: Ticket ""T-1"" cannot be started: There is no model 'demi'\. Did you mean demo\? The models that exist are demo .*\n$", result.Output);
    }

    [Fact]
    public async Task Check_warns_of_a_misspelt_field_and_still_finds_no_problem()
    {
        using var workspace = new CliWorkspace("[\n  { \"id\": \"T-1\", \"description\": \"a\", \"depend_on\": [] }\n]");

        CliResult words = await workspace.InvokeAsync("check", "track.json");
        CliResult json = await workspace.InvokeAsync("check", "track.json", "--json");

        Assert.Equal(
            "track.json:2:38: warning: \"depend_on\" is not a field Conductor knows, so it does nothing. Did you mean \"depends_on\"?\ntrack.json: no problems, but 1 warning, 1 ticket.\n",
            words.Output);
        Assert.Equal((0, 0), (words.ExitCode, json.ExitCode));
        JsonElement printed = JsonSerializer.Deserialize<JsonElement>(json.Output);
        Assert.True(printed.GetProperty("ok").GetBoolean());
        Assert.Equal("unknownField", Assert.Single(printed.GetProperty("warnings").EnumerateArray()).GetProperty("code").GetString());
    }

    [Fact]
    public async Task Check_warns_of_context_files_that_are_not_there_and_that_no_other_ticket_makes()
    {
        using var workspace = new CliWorkspace("""
            [{ "id": "T-1", "description": "a", "context_requirements": ["track.json", "gone.cs", "sub"], "writes": ["made.cs", "gen/**"] },
             { "id": "T-2", "description": "b", "context_requirements": ["made.cs", "gen/one.cs"] }]
            """);
        Directory.CreateDirectory(workspace.PathOf("sub"));

        CliResult result = await workspace.InvokeAsync("check", "track.json");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(
            [
                "track.json:1:2: warning: Ticket \"T-1\": the context file gone.cs does not exist. Correct the path, or take it out.",
                "track.json:1:2: warning: Ticket \"T-1\": the context file sub is a folder. Name the files in it.",
                "track.json: no problems, but 2 warnings, 2 tickets.",
            ],
            result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory]
    [InlineData("mine")]
    [InlineData("the-id")]
    [InlineData(".conductor/tracks/mine.track.json")]
    public async Task A_track_can_be_checked_and_run_by_its_id_or_its_files_name_also_from_elsewhere(string named)
    {
        using var workspace = new CliWorkspace(OneTicket);
        workspace.Write("inner/.conductor/tracks/mine.track.json", $$"""{ "id": "the-id", "tickets": {{OneTicket}} }""");

        CliResult check = await workspace.InvokeAsync("check", named, "--workspace", "inner");
        CliResult run = await workspace.InvokeAsync("run", named, "--workspace", "inner", "--model", "script:script.json", "--approve", "all");

        Assert.Equal((0, ".conductor/tracks/mine.track.json: no problems, 1 ticket.\n"), (check.ExitCode, check.Output));
        Assert.StartsWith("Running .conductor/tracks/mine.track.json", run.Output, StringComparison.Ordinal);
        Assert.Equal(0, run.ExitCode);
    }

    [Fact]
    public async Task A_track_that_nothing_is_called_is_refused_with_those_there_are()
    {
        using var workspace = new CliWorkspace(OneTicket);
        workspace.Write(".conductor/tracks/mine.track.json", OneTicket);

        CliResult result = await workspace.InvokeAsync("check", "yours", "--workspace", ".");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("There is no track file yours in ", result.Error, StringComparison.Ordinal);
        Assert.EndsWith("and no track of that id. There is .conductor/tracks/mine.track.json.\n", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_small_file_whose_skeleton_would_be_larger_is_shown_whole()
    {
        using var workspace = new CliWorkspace(OneTicket);
        workspace.Write("A.cs", "class A\n{\n    int Long()\n    {\n        return 1;\n    }\n}\n");

        CliResult result = await workspace.InvokeAsync("view", "A.cs", "--level", "skeleton");

        Assert.Equal(await File.ReadAllTextAsync(workspace.PathOf("A.cs"), TestContext.Current.CancellationToken), result.Output);
        Assert.Contains("The whole file: it takes no more tokens than its skeleton.", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task View_shows_a_file_at_the_level_asked_for_with_its_tokens()
    {
        using var workspace = new CliWorkspace(OneTicket);
        workspace.Write("A.cs", $"class A\n{{\n    int Long()\n    {{\n        int sum = 0;\n{string.Concat(Enumerable.Repeat("        for (int i = 0; i < 10; i++) { sum += i; }\n", 20))}        return sum;\n    }}\n}}\n");

        CliResult full = await workspace.InvokeAsync("view", "A.cs", "--level", "full");
        CliResult json = await workspace.InvokeAsync("view", "A.cs", "--level", "skeleton", "--json");

        Assert.Equal(await File.ReadAllTextAsync(workspace.PathOf("A.cs"), TestContext.Current.CancellationToken), full.Output);
        JsonElement view = JsonSerializer.Deserialize<JsonElement>(json.Output);
        Assert.Equal("skeleton", view.GetProperty("level").GetString());
        Assert.Equal(1, view.GetProperty("elidedBodies").GetInt32());
        Assert.DoesNotContain("sum +=", view.GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mistyped_option_of_a_view_is_no_file()
    {
        using var workspace = new CliWorkspace("[]");
        workspace.Write("A.cs", "class A { }\n");

        CliResult result = await workspace.InvokeAsync("view", "--lvel", "skeleton", "A.cs");

        Assert.Contains("There is no option --lvel. Did you mean --level? A file of that name is given as ./--lvel.", result.Error, StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }

    [Fact]
    public async Task A_budget_that_is_too_small_for_any_view_ends_with_1_and_says_so()
    {
        using var workspace = new CliWorkspace(OneTicket);
        workspace.Write("A.cs", "class A\n{\n    int One() => 1;\n}\n");

        CliResult result = await workspace.InvokeAsync("view", "A.cs", "--budget", "1");

        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.Contains("The budget of 1 tokens is too small for any view of A.cs", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("inner/Alone.cs", "inner", "Of other files in ")]
    [InlineData("Outside.cs", "inner", "so nothing around it was looked at: go to the folder that it belongs to")]
    [InlineData("track.json", ".", "What is around it is told of C# files only.")]
    public async Task View_with_around_says_why_there_is_nothing_to_tell(string file, string folder, string said)
    {
        using var workspace = new CliWorkspace(OneTicket);
        workspace.Write("inner/Alone.cs", "class Alone\n{\n    public int One() => 1;\n}\n");
        workspace.Write("Outside.cs", "class Outside\n{\n    public int One() => 1;\n}\n");

        CliResult result = await workspace.InvokeInAsync(folder, "view", workspace.PathOf(file), "--around");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains(said, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_cannot_be_viewed_is_named_and_the_others_are_shown()
    {
        using var workspace = new CliWorkspace(OneTicket);

        CliResult result = await workspace.InvokeAsync("view", "missing.cs", "track.json");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("missing.cs cannot be read: there is no such file. Check the path.\n", result.Error, StringComparison.Ordinal);
        Assert.Contains("Write a file.", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("missing.json", "missing.json cannot be read: there is no such file. Check the path.\n")]
    [InlineData("nowhere/missing.json", "nowhere/missing.json cannot be read: there is no such file. Check the path.\n")]
    [InlineData(".", ". cannot be read: it is a folder. Name a file in it.\n")]
    public async Task A_file_that_cannot_be_checked_is_named_with_the_reason(string path, string said)
    {
        using var workspace = new CliWorkspace(OneTicket);

        CliResult result = await workspace.InvokeAsync("check", path);

        Assert.Equal((1, said, ""), (result.ExitCode, result.Error, result.Output));
    }

    [Theory]
    [InlineData("status")]
    [InlineData("log")]
    [InlineData("usage")]
    public async Task Without_a_journal_there_is_nothing_to_show_and_nothing_is_created(string command)
    {
        using var workspace = new CliWorkspace(OneTicket);

        CliResult result = await workspace.InvokeAsync(command);

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("Nothing has been run", result.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(workspace.PathOf(".conductor")));
    }

    [Fact]
    public async Task Status_log_and_usage_tell_of_a_run()
    {
        using var workspace = new CliWorkspace(OneTicket);
        await workspace.RunTrackAsync("--approve", "all");

        CliResult status = await workspace.InvokeAsync("status", "track");
        CliResult log = await workspace.InvokeAsync("log");
        CliResult usage = await workspace.InvokeAsync("usage", "track.json");

        Assert.Contains("track.json: done, 1 of 1 tickets are done", status.Output, StringComparison.Ordinal);
        Assert.Contains("T-1 attempt 1 ended: completed: It is written.", log.Output, StringComparison.Ordinal);
        Assert.Matches(@"Tier 3 \(Worker\)\s+2\s+220\s+40\s+15", usage.Output);
    }

    [Fact]
    public async Task Usage_shows_what_models_thought_with_only_where_a_provider_told()
    {
        using var silent = new CliWorkspace(OneTicket);
        await silent.RunTrackAsync("--approve", "all");
        using var told = new CliWorkspace(OneTicket, CliWorkspace.WritesAndFinishes.Replace("\"cachedInputTokens\": 40", "\"reasoningTokens\": 6", StringComparison.Ordinal));
        await told.RunTrackAsync("--approve", "all");

        CliResult table = await told.InvokeAsync("usage");
        CliResult json = await told.InvokeAsync("usage", "--json");

        Assert.DoesNotContain("reasoning", (await silent.InvokeAsync("usage")).Output, StringComparison.Ordinal);
        Assert.Matches(@"tier\s+calls\s+input\s+cached\s+output\s+reasoning", table.Output);
        Assert.Matches(@"Tier 3 \(Worker\)\s+2\s+220\s+0\s+15\s+6", table.Output);
        Assert.Equal(6, JsonElement.Parse(json.Output).GetProperty("summary").GetProperty("total").GetProperty("reasoningTokens").GetInt64());
    }

    [Fact]
    public async Task The_log_as_JSON_is_the_journal_line_by_line()
    {
        using var workspace = new CliWorkspace(OneTicket);
        await workspace.RunTrackAsync("--approve", "all");

        CliResult log = await workspace.InvokeAsync("log", "--json");

        Assert.Equal(Enumerable.Range(1, log.Events.Count), log.Events.Select(entry => entry.GetProperty("sequence").GetInt32()));
        Assert.Equal(["toolProposed", "approvalRequested", "approvalDecided", "toolDecided", "toolStarted", "toolFinished"], log.Events
            .Select(entry => entry.GetProperty("event").GetString() ?? "")
            .Where(name => name.StartsWith("tool", StringComparison.Ordinal) || name.StartsWith("approval", StringComparison.Ordinal))
            .Skip(2)
            .Take(6));
    }

    [Fact]
    public async Task A_track_the_journal_does_not_know_is_an_error()
    {
        using var workspace = new CliWorkspace(OneTicket);

        CliResult result = await workspace.InvokeAsync("usage", "other.json");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("no track other.json", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_of_commands_has_arguments_that_may_be_left_out_in_brackets()
    {
        using var workspace = new CliWorkspace(OneTicket);

        string help = (await workspace.InvokeAsync("--help")).Output;

        Assert.Matches(@"(?m)^  resume \[<track>\] +Go on ", help);
        Assert.Matches(@"(?m)^  record \[<track>\] +Write ", help);
        Assert.Matches(@"(?m)^  check <track.json> +Check ", help);
        Assert.Single(help.Split('\n').SkipWhile(line => line != "Commands:").Skip(1).Where(line => line.Length > 2 && line[2] != ' ').Select(line => Regex.Match(line, "[^ ]  +").Index + Regex.Match(line, "[^ ]  +").Length).Distinct());
    }

    [Fact]
    public async Task The_version_is_three_numbers()
    {
        using var workspace = new CliWorkspace(OneTicket);

        CliResult result = await workspace.InvokeAsync("--version");

        Assert.Equal(0, result.ExitCode);
        Assert.Matches(@"^\d+\.\d+\.\d+\n$", result.Output);
    }
}
