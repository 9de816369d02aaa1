using System.Text.Json;
using Conductor.Server.Storage;
using Conductor.Server.Tests.Rpc;
using Conductor.Workers.Models;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Conductor.Server.Tests.Cli;

public sealed class RunCommandTests
{
    private const string OneTicket = """[{ "id": "T-1", "description": "Write a file." }]""";

    private const string Blocks = """
        { "*": [{ "text": "", "toolCalls": [{ "name": "finish", "arguments": { "verdict": "blocked", "summary": "-", "kind": "needsDecision", "reason": "Which one?" } }] }] }
        """;

    [Fact]
    public async Task A_run_whose_tickets_are_all_accepted_ends_with_0_and_its_files_are_written()
    {
        using var workspace = new CliWorkspace(OneTicket);

        CliResult result = await workspace.RunTrackAsync("--approve", "all");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal("made", File.ReadAllText(workspace.PathOf("out.txt")));
        Assert.Contains("Done: 1 of 1 tickets are done.", result.Output, StringComparison.Ordinal);
        Assert.Contains("220 in (40 cached), 15 out", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Approving_nothing_rejects_the_worker_and_ends_blocked_with_2()
    {
        using var workspace = new CliWorkspace(OneTicket);

        CliResult result = await workspace.RunTrackAsync("--approve", "none");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("--approve none", result.Output, StringComparison.Ordinal);
        Assert.Empty(workspace.ScriptCalls);
    }

    [Fact]
    public async Task A_second_run_tries_again_what_ended_without_success()
    {
        using var workspace = new CliWorkspace(OneTicket);
        await workspace.RunTrackAsync("--approve", "none");

        CliResult result = await workspace.RunTrackAsync("--approve", "all");

        Assert.Equal(0, result.ExitCode);
        Assert.True(File.Exists(workspace.PathOf("out.txt")));
    }

    [Fact]
    public async Task A_protected_path_is_never_approved_by_all_and_the_worker_gets_the_reason()
    {
        using var workspace = new CliWorkspace(OneTicket, CliWorkspace.WritesAndFinishes.Replace("out.txt", ".env", StringComparison.Ordinal));

        CliResult result = await workspace.RunTrackAsync("--approve", "all", "--jsonl");

        JsonElement rejected = Assert.Single(result.EventsNamed("approval_resolved"), resolved => resolved.GetProperty("decision").GetString() == "reject");
        Assert.Contains("protected", rejected.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Equal("--approve all", rejected.GetProperty("by").GetString());
        Assert.False(File.Exists(workspace.PathOf(".env")));
    }

    [Fact]
    public async Task A_blocked_ticket_ends_the_run_with_2_and_its_question()
    {
        using var workspace = new CliWorkspace(OneTicket, Blocks);

        CliResult result = await workspace.RunTrackAsync("--approve", "all");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("T-1 is blocked: Which one?", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ApprovalRequested")]
    [InlineData("ApprovalDecided")]
    [InlineData("ModelAnswered")]
    [InlineData("ToolFinished")]
    public async Task A_run_that_cannot_be_recorded_any_more_ends_with_3_and_says_how_to_go_on(string from)
    {
        using var workspace = new CliWorkspace(OneTicket);
        RefuseToRecord(workspace, from);

        CliResult result = await workspace.RunTrackAsync("--approve", "all", "--jsonl").WaitAsync(Notifications.Limit, TestContext.Current.CancellationToken);

        Assert.Equal(3, result.ExitCode);
        JsonElement end = Assert.Single(result.EventsNamed("run_finished"));
        Assert.Equal("failed", end.GetProperty("status").GetString());
        Assert.Contains("check the disk", end.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Contains("database or disk is full", end.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Contains("conductor resume track.json", end.GetProperty("next").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ticket_whose_model_does_not_exist_is_rejected_at_its_gate_before_its_worker_starts()
    {
        using var workspace = new CliWorkspace("""[{ "id": "T-1", "description": "Write a file.", "model": "demi" }]""");

        CliResult result = await workspace.RunTrackAsync("--approve", "all");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("T-1 is blocked: There is no model 'demi'. Did you mean demo? The models that exist are demo", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_ticket_ends_the_run_with_3()
    {
        using var workspace = new CliWorkspace(OneTicket, """{ "*": [{ "error": { "kind": "auth" } }] }""");

        CliResult result = await workspace.RunTrackAsync("--approve", "all");

        Assert.Equal(3, result.ExitCode);
    }

    [Fact]
    public async Task A_refused_key_leaves_tickets_of_another_provider_to_go_on_and_begins_no_other_of_its_own()
    {
        using var workspace = new CliWorkspace(
            """[{ "id": "T-1", "description": "One." }, { "id": "T-2", "description": "Two." }, { "id": "T-3", "description": "Three.", "model": "demo" }]""",
            """{ "*": [{ "error": { "kind": "auth" } }] }""");
        workspace.Write(DemoModel.ScriptFile(workspace.Root), CliWorkspace.WritesAndFinishes);

        CliResult result = await workspace.RunTrackAsync("--approve", "all", "--max-parallel", "1", "--jsonl");

        Assert.Equal(3, result.ExitCode);
        Assert.Single(workspace.ScriptCalls);
        Assert.Equal("made", await File.ReadAllTextAsync(workspace.PathOf("out.txt"), TestContext.Current.CancellationToken));
        Assert.Contains("1 ticket with a model of the same provider was not begun.", Assert.Single(result.EventsNamed("run_finished")).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ticket_of_a_person_ends_the_run_instead_of_waiting_for_ever()
    {
        using var workspace = new CliWorkspace("""[{ "id": "T-1", "description": "Sign it.", "assigned_to": "@ana" }, { "id": "T-2", "description": "Go on.", "depends_on": ["T-1"] }]""");

        CliResult result = await workspace.RunTrackAsync("--approve", "all", "--jsonl");

        Assert.Equal(2, result.ExitCode);
        JsonElement end = Assert.Single(result.EventsNamed("run_finished"));
        Assert.Equal("blocked", end.GetProperty("status").GetString());
        Assert.Contains("T-1 waits for @ana", end.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_person_has_done_since_is_read_from_the_file_when_the_run_is_resumed()
    {
        using var workspace = new CliWorkspace("""[{ "id": "T-1", "description": "Sign it.", "assigned_to": "human" }, { "id": "T-2", "description": "Go on.", "depends_on": ["T-1"] }]""");
        await workspace.RunTrackAsync("--approve", "all");
        workspace.Write("track.json", """[{ "id": "T-1", "description": "Sign it.", "assigned_to": "human", "status": "completed" }, { "id": "T-2", "description": "Go on.", "depends_on": ["T-1"] }]""");

        CliResult result = await workspace.InvokeAsync("resume", "--approve", "all");

        Assert.Equal(0, result.ExitCode);
    }

    [Fact]
    public async Task Json_lines_begin_with_run_started_and_end_with_run_finished_and_hold_every_kind()
    {
        using var workspace = new CliWorkspace(OneTicket);

        CliResult result = await workspace.RunTrackAsync("--approve", "all", "--jsonl");

        string?[] names = [.. result.Events.Select(happened => happened.GetProperty("event").GetString())];
        Assert.Equal("run_started", names[0]);
        Assert.Equal("run_finished", names[^1]);
        Assert.Superset(
            new HashSet<string?> { "ticket_changed", "approval_requested", "approval_resolved", "tool_started", "tool_finished", "model_called", "worker_output" },
            names.ToHashSet());
        Assert.All(result.Events, happened => Assert.Equal("track.json", happened.GetProperty("trackId").GetString()));
        Assert.Equal("write_file", result.EventsNamed("tool_started")[0].GetProperty("tool").GetString());
    }

    [Fact]
    public async Task A_wait_for_the_model_is_told_with_its_reason_and_its_end()
    {
        using var workspace = new CliWorkspace(OneTicket, """
            { "*": [{ "error": { "kind": "rateLimit", "retryAfterMs": 1 } }, { "toolCalls": [{ "name": "finish", "arguments": { "verdict": "completed", "summary": "Done." } }] }] }
            """);

        CliResult result = await workspace.RunTrackAsync("--approve", "all", "--jsonl");

        JsonElement failed = Assert.Single(result.EventsNamed("model_failed"));
        Assert.Equal(("rateLimit", "The script says: too many requests."), (failed.GetProperty("kind").GetString(), failed.GetProperty("message").GetString()));
        JsonElement waits = Assert.Single(result.EventsNamed("ticket_changed"), moved => moved.TryGetProperty("waiting", out _));
        Assert.Equal(failed.GetProperty("retryAt").GetDateTimeOffset(), waits.GetProperty("waiting").GetProperty("until").GetDateTimeOffset());
        Assert.Equal("Waiting for Script (script.json): T-1", waits.GetProperty("activeTier").GetString());
        Assert.Equal(0, result.ExitCode);
    }

    [Fact]
    public async Task The_end_carries_the_usage_in_total_and_per_tier()
    {
        using var workspace = new CliWorkspace(OneTicket);

        CliResult result = await workspace.RunTrackAsync("--approve", "all", "--jsonl");

        JsonElement usage = result.Events[^1].GetProperty("usage");
        Assert.Equal(220, usage.GetProperty("total").GetProperty("inputTokens").GetInt64());
        JsonElement tier = Assert.Single(usage.GetProperty("tiers").EnumerateArray());
        Assert.Equal(3, tier.GetProperty("tier").GetInt32());
        Assert.Equal(40, tier.GetProperty("usage").GetProperty("cachedInputTokens").GetInt64());
    }

    [Fact]
    public async Task The_context_document_reaches_the_worker_in_place_of_the_file_s_own()
    {
        using var workspace = new CliWorkspace(OneTicket);
        workspace.Write("house.md", "House rules: be brief.");

        CliResult result = await workspace.RunTrackAsync("--approve", "all", "--jsonl", "--context", "house.md");

        JsonElement spawn = result.EventsNamed("approval_requested")[0];
        Assert.Equal("House rules: be brief.", spawn.GetProperty("context").GetString());
    }

    [Fact]
    public async Task Step_mode_makes_a_gate_of_every_tool_call()
    {
        using var workspace = new CliWorkspace(OneTicket);

        CliResult result = await workspace.RunTrackAsync("--approve", "all", "--jsonl", "--step");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(["spawn", "tool", "tool"], result.EventsNamed("approval_requested").Select(gate => gate.GetProperty("kind").GetString()));
    }

    [Theory]
    [InlineData("run")]
    [InlineData("run", "track.json", "--approve", "sometimes")]
    [InlineData("run", "track.json", "--approve", "all", "--max-parallel", "0")]
    [InlineData("run", "track.json", "--approve", "all", "--max-parallel", "zero")]
    [InlineData("view", "track.json", "--budget", "abc")]
    [InlineData("run", "track.json", "--approve", "all", "--unknown")]
    [InlineData("run", "track.json", "--model", "script:script.json")]
    [InlineData("plan")]
    [InlineData]
    public async Task A_wrong_command_line_ends_with_64(params string[] arguments)
    {
        using var workspace = new CliWorkspace(OneTicket);

        CliResult result = await workspace.InvokeAsync(arguments);

        Assert.Equal(64, result.ExitCode);
        Assert.NotEmpty(result.Error);
        Assert.False(Directory.Exists(workspace.PathOf(".conductor")));
    }

    [Theory]
    [InlineData("There is no track file missing.json", "missing.json")]
    [InlineData("There is no model", "track.json", "--model", "acme:x")]
    [InlineData("--approve ask needs a terminal", "track.json", "--model", "script:script.json")]
    public async Task Where_nobody_can_be_asked_a_track_or_a_model_that_is_not_there_is_said_first(string said, params string[] arguments)
    {
        using var workspace = new CliWorkspace(OneTicket);

        CliResult result = await workspace.InvokeAsync(["run", .. arguments]);

        Assert.StartsWith(said, result.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(workspace.PathOf(".conductor")));
    }

    [Theory]
    [InlineData("There is no command staus. Did you mean conductor status?\nSee what there is with: conductor --help\n", "staus")]
    [InlineData("There is no command plan.\nSee what there is with: conductor --help\n", "plan", "track.json")]
    [InlineData("There is no option --verison.\nSee what there is with: conductor --help\n", "--verison")]
    public async Task An_unknown_command_is_named_with_what_may_be_meant(string said, params string[] arguments)
    {
        using var workspace = new CliWorkspace(OneTicket);

        CliResult result = await workspace.InvokeAsync(arguments);

        Assert.Equal((64, said), (result.ExitCode, result.Error.ReplaceLineEndings("\n")));
    }

    [Theory]
    [InlineData("No model is named", "run", "track.json", "--model", "")]
    [InlineData("script:FILE", "run", "track.json", "--model", "acme:x")]
    [InlineData("There is no track file", "run", "missing.json", "--model", "script:script.json")]
    [InlineData("outside the workspace", "run", "track.json", "--workspace", "inner", "--model", "script:../script.json")]
    [InlineData("There is no folder", "run", "track.json", "--workspace", "nowhere", "--model", "script:script.json")]
    [InlineData("Did you mean openai:gpt-5?", "run", "track.json", "--model", "gpt-5")]
    [InlineData("give its address in CONDUCTOR_ENDPOINT_ACME=URL.", "run", "track.json", "--model", "acme:x")]
    [InlineData("nothing to resume", "resume")]
    public async Task Bad_input_ends_with_1_and_says_what_to_do(string said, params string[] arguments)
    {
        using var workspace = new CliWorkspace(OneTicket);
        Directory.CreateDirectory(workspace.PathOf("inner"));

        CliResult result = await workspace.InvokeAsync([.. arguments, "--approve", "all"]);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(said, result.Error, StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_told_before_that_nobody_can_be_asked()
    {
        using var workspace = new CliWorkspace(OneTicket);

        CliResult result = await workspace.InvokeAsync("run", "track.json", "--workspace", "nowhere");

        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith("There is no folder ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_track_the_tracks_of_the_workspace_are_named()
    {
        using var workspace = new CliWorkspace(OneTicket);
        CliResult none = await workspace.InvokeAsync("run");
        workspace.Write(".conductor/tracks/main.track.json", OneTicket);
        workspace.Write(".conductor/tracks/other.track.json", OneTicket);

        CliResult result = await workspace.InvokeAsync("run");

        Assert.Equal((64, 64), (none.ExitCode, result.ExitCode));
        Assert.Contains("conductor run <track.json>\nThere is none in", none.Error, StringComparison.Ordinal);
        Assert.Contains("There are .conductor/tracks/main.track.json, .conductor/tracks/other.track.json.", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_track_with_problems_is_refused_with_every_problem()
    {
        using var workspace = new CliWorkspace("[\n  { \"id\": \"T-1\", \"description\": \"a\", \"depends_on\": [\"T-9\"] },\n  { \"id\": \"T-2\" }\n]");

        CliResult result = await workspace.RunTrackAsync("--approve", "all");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("track.json:2:", result.Error, StringComparison.Ordinal);
        Assert.Contains("track.json:3:", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_workspace_that_another_owner_has_ends_with_6_and_names_the_process()
    {
        using var workspace = new CliWorkspace(OneTicket);
        using WorkspaceOwnership.Lease? lease = new WorkspaceOwnership(new WorkspaceFolder(workspace.Root)).TryTake();

        CliResult result = await workspace.RunTrackAsync("--approve", "all");

        Assert.Equal(6, result.ExitCode);
        Assert.Contains($"process {Environment.ProcessId}", result.Error, StringComparison.Ordinal);
    }

    /// <summary>Makes the journal, and makes it fail as a full disk does when an event of this kind is appended.</summary>
    private static void RefuseToRecord(CliWorkspace workspace, string kind)
    {
        var folder = new WorkspaceFolder(workspace.Root);
        folder.Create();
        JournalFile.OpenForWriting(folder.Journal).Dispose();
        using var connection = new SqliteConnection($"Data Source={folder.Journal};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // The kind comes from this file.
        command.CommandText = $"create trigger full before insert on events when new.kind = '{kind}' begin select raise(abort, 'database or disk is full'); end";
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
