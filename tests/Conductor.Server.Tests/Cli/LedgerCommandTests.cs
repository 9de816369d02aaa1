using System.Text.Json;
using Conductor.Server.Cli;
using Conductor.Server.Features.Approvals;
using Conductor.Server.Protocol;
using Conductor.Server.Storage;
using Spectre.Console.Testing;
using Xunit;

namespace Conductor.Server.Tests.Cli;

public sealed class LedgerCommandTests
{
    private const string OneTicket = """[{ "id": "T-1", "description": "Write a file." }]""";

    [Fact]
    public async Task A_whole_run_is_told_gate_by_gate()
    {
        using var workspace = new CliWorkspace(OneTicket);
        await workspace.RunTrackAsync("--approve", "all");

        CliResult log = await workspace.InvokeAsync("log", "--approvals");

        string[] lines = log.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(0, log.ExitCode);
        Assert.Equal(10, lines.Length);
        Assert.Matches(@"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d T-1 start a worker: Write a file\. \([\d,]+ tokens\)$", lines[0]);
        Assert.Matches(@"^    asked by    Tier 3 Worker \(script:script\.json\), attempt 1, shown [0-9a-f]{12}$", lines[1]);
        Assert.Matches(@"^    decided     \d\d:\d\d:\d\d approved by --approve all$", lines[2]);
        Assert.Matches(@"^    ran         \d\d:\d\d:\d\d as shown, [0-9a-f]{12}$", lines[3]);
        Assert.Matches(@"^    result      \d\d:\d\d:\d\d completed: It is written\.$", lines[4]);
        Assert.Matches(@"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d T-1 write_file out\.txt$", lines[5]);
        Assert.Matches(@"^    asked by    Tier 3 Worker \(script:script\.json\), attempt 1, shown [0-9a-f]{12}: It changes a file\.$", lines[6]);
        Assert.Matches(@"^    result      \d\d:\d\d:\d\d done: created out\.txt", lines[9]);
    }

    [Fact]
    public async Task What_a_person_edited_and_rejected_at_the_terminal_is_told()
    {
        using var console = new TestConsole().Interactive();
        foreach (string answer in new[] { "edit", "y", "reject", "Not today." })
        {
            console.Input.PushTextWithEnter(answer);
        }

        using var workspace = new CliWorkspace(OneTicket) { Person = console, Edit = text => text + "\nMind the spelling." };
        await workspace.RunTrackAsync();

        CliResult log = await workspace.InvokeAsync("log", "--approvals", "track");

        Assert.Matches("decided     .* approved with prompt edited by person\n    ran         .* as edited, ", log.Output);
        Assert.Matches("decided     .* rejected by person: Not today\\.\n    result      .* the worker was told: .*Not today\\.", log.Output);
    }

    [Fact]
    public async Task As_JSON_it_is_the_row_of_the_wire_line_by_line()
    {
        using var workspace = new CliWorkspace(OneTicket);
        await workspace.RunTrackAsync("--approve", "all");

        CliResult log = await workspace.InvokeAsync("log", "--approvals", "--json");

        await using var journal = new Journal(workspace.PathOf(".conductor/conductor.db"));
        Assert.Equal(
            ApprovalLedger.Of(journal.Read(trackId: null)).Select(row => JsonSerializer.Serialize(row, WireJson.Options)),
            log.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(["spawn", "tool"], log.Events.Select(row => row.GetProperty("kind").GetString()));
    }

    [Fact]
    public async Task Where_nothing_has_been_asked_it_says_so_and_prints_no_JSON()
    {
        using var workspace = new CliWorkspace("""[{ "id": "T-1", "description": "Write a file.", "assigned_to": "human" }]""");
        await workspace.RunTrackAsync("--approve", "all");

        CliResult words = await workspace.InvokeAsync("log", "--approvals");
        CliResult json = await workspace.InvokeAsync("log", "--approvals", "--json");

        Assert.Equal((0, 0, ""), (words.ExitCode, json.ExitCode, json.Output));
        Assert.StartsWith("Nothing has been asked yet", words.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_call_that_passed_is_not_told_as_one_that_was_shown()
    {
        LedgerRow passed = Example with { ApprovalId = null, Asked = Example.Asked with { ShownHash = null, Why = null }, Decided = Decided with { By = "policy:risky", RememberedFrom = "A-7" } };

        string[] lines = [.. Lines.Of(passed)];

        Assert.Equal("    asked by    Tier 3 Worker (demo), attempt 1", lines[1]);
        Assert.Equal("    passed      09:30:10 approved by policy:risky, as approved for the ticket in A-7", lines[2]);
        Assert.Equal("    ran         09:30:11 as proposed, 77be", lines[3]);
    }

    [Fact]
    public void What_ran_otherwise_than_approved_is_said_loudly() =>
        Assert.Contains("NEITHER AS SHOWN NOR AS APPROVED", string.Join('\n', Lines.Of(Example with { Ran = new LedgerRun("2026-03-01T09:30:11Z", 1, "0bad", RanAsName.Otherwise) })), StringComparison.Ordinal);

    [Fact]
    public void What_began_more_than_once_says_how_often() =>
        Assert.Contains("    ran         09:30:11 as shown, 77be, begun 2 times", Lines.Of(Example with { Ran = new LedgerRun("2026-03-01T09:30:11Z", 2, "77be", RanAsName.Proposed) }));

    [Fact]
    public void What_is_open_withdrawn_overtaken_or_in_doubt_says_so()
    {
        LedgerRow open = Example with { State = LedgerStateName.Open, Decided = null, Ran = null, Result = null };
        var closed = new LedgerClosing("2026-03-02T00:00:00Z", "It is moot.");

        Assert.Equal("    decided     not yet", Lines.Of(open).Last());
        Assert.Equal(["    decided     by nobody", "    closed      2026-03-02 00:00:00 It is moot."], Lines.Of(open with { State = LedgerStateName.Withdrawn, Closed = closed }).Skip(2));
        Assert.Equal("    asked again 2026-03-02 00:00:00 It is moot.", Lines.Of(Example with { State = LedgerStateName.Overtaken, Closed = closed, Ran = null, Result = null }).Last());
        Assert.EndsWith("asked about again below", Lines.Of(Example with { State = LedgerStateName.InDoubt, Result = null }).Last(), StringComparison.Ordinal);
    }

    [Fact]
    public void Control_characters_of_what_others_wrote_are_written_out() =>
        Assert.Contains(@"run_command ls \u001b[2J", Lines.Of(Example with { Asked = Example.Asked with { What = "run_command ls \u001b[2J" } }).First(), StringComparison.Ordinal);

    private static LedgerLines Lines { get; } = new(namesTrack: false, TimeZoneInfo.Utc);

    private static LedgerDecision Decided { get; } = new(
        DecisionName.Approve, "person", "2026-03-01T09:30:10Z", Reason: null, Edited: [], Prompt: null, Context: null, Arguments: null, Result: null, ForTicket: false, RememberedFrom: null, "77be");

    private static LedgerRow Example { get; } = new(
        14,
        "track.json",
        "T-1",
        1,
        ApprovalKind.Tool,
        "A-9",
        "call-1",
        LedgerStateName.Ran,
        new LedgerAsked("Tier 3 Worker", "demo", "2026-03-01T09:30:00Z", "It changes a file.", "write_file a.txt", "9f2c", "77be"),
        Decided,
        Closed: null,
        new LedgerRun("2026-03-01T09:30:11Z", 1, "77be", RanAsName.Proposed),
        new LedgerResult("2026-03-01T09:30:12Z", Outcome: null, Failed: false, ExitCode: null, "wrote a.txt"));
}
