using Conductor.Core.Approvals;
using Conductor.Core.Tickets;
using Conductor.Server.Cli;
using Conductor.Server.Features.Tickets;
using Conductor.Server.Hosting;
using Conductor.Server.Storage;
using Spectre.Console.Testing;
using Xunit;

namespace Conductor.Server.Tests.Cli;

public sealed class ResumeCommandTests
{
    private const string OneTicket = """[{ "id": "T-1", "description": "Write a file." }]""";

    private static readonly string NeverAnswers = CliWorkspace.WritesAndFinishes.Replace("\"text\": \"\",", "\"text\": \"\", \"delayMs\": 600000,", StringComparison.Ordinal);

    [Fact]
    public async Task The_first_interrupt_pauses_with_4_and_says_how_to_go_on()
    {
        using var workspace = new CliWorkspace(OneTicket, NeverAnswers) { InterruptAt = "T-1 ▸ write_file" };

        CliResult result = await workspace.RunTrackAsync("--approve", "all");

        Assert.Equal(4, result.ExitCode);
        Assert.Contains("conductor resume track.json", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_paused_run_goes_on_with_its_own_model_and_options_and_asks_nothing_twice()
    {
        using var workspace = new CliWorkspace(OneTicket, NeverAnswers) { InterruptAt = "T-1 ▸ write_file" };
        await workspace.RunTrackAsync("--approve", "all", "--step");
        workspace.Write("script.json", CliWorkspace.WritesAndFinishes);

        CliResult result = await workspace.InvokeAsync("resume", "--approve", "all", "--script-log", "later.log", "--jsonl");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal("made", File.ReadAllText(workspace.PathOf("out.txt")));
        Assert.DoesNotContain("\"turn\":0", File.ReadAllText(workspace.PathOf("later.log")), StringComparison.Ordinal);
        Assert.True(result.Events[0].GetProperty("resumed").GetBoolean());
        Assert.True(result.Events[0].GetProperty("stepMode").GetBoolean());
    }

    [Fact]
    public async Task A_paused_run_that_is_run_again_goes_on_with_its_own_models()
    {
        using var workspace = new CliWorkspace(OneTicket, NeverAnswers) { InterruptAt = "T-1 ▸ write_file" };
        await workspace.RunTrackAsync("--approve", "all", "--thinking", "high");
        workspace.Write("script.json", CliWorkspace.WritesAndFinishes);

        CliResult again = await workspace.InvokeAsync("run", "track.json", "--approve", "all", "--script-log", "later.log", "--jsonl");

        Assert.Equal((0, ""), (again.ExitCode, again.Error));
        Assert.Equal("script:script.json", again.Events[0].GetProperty("model").GetString());
        Assert.Equal("high", (await JournaledTracks.ReadAsync(new WorkspaceFolder(workspace.Root)))[0].State.Run.Options?.Thinking);
    }

    [Theory]
    [InlineData("run", "other.json", "--model", "script:script.json")]
    [InlineData("resume", "other.json")]
    public async Task In_a_plain_folder_a_file_that_a_stopped_ticket_of_another_track_changed_is_not_written_over(params string[] goesOn)
    {
        using var workspace = new CliWorkspace(OneTicket, NeverAnswers) { InterruptAt = "T-1 ▸ write_file" };
        workspace.Write("other.json", """[{ "id": "T-9", "description": "Write the same file." }]""");
        if (goesOn[0] == "resume")
        {
            workspace.Write("script.json", """{ "*": [{ "text": "", "delayMs": 600000 }] }""");
            workspace.InterruptAt = "T-9";
            await workspace.InvokeAsync("run", "other.json", "--model", "script:script.json", "--approve", "all");
            workspace.Write("script.json", NeverAnswers);
            workspace.InterruptAt = "T-1 ▸ write_file";
        }

        await workspace.RunTrackAsync("--approve", "all");
        workspace.Write("script.json", CliWorkspace.WritesAndFinishes.Replace("\"made\"", "\"of another\"", StringComparison.Ordinal));
        CliResult result = await workspace.InvokeAsync([.. goesOn, "--approve", "all"]);

        Assert.Equal("made", File.ReadAllText(workspace.PathOf("out.txt")));
        Assert.Contains("belongs to T-1 (of track.json)", (await workspace.InvokeAsync("log", "other.json", "--approvals")).Output + result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_whose_process_ended_goes_on_and_the_gate_left_open_is_answered()
    {
        using var workspace = new CliWorkspace(OneTicket);
        await EndProcessAtToolGateAsync(workspace);

        CliResult result = await workspace.InvokeAsync("resume", "--approve", "all", "--script-log", "calls.log");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(["0", "1"], workspace.ScriptCalls.Select(call => call[(call.IndexOf("\"turn\":", StringComparison.Ordinal) + 7)..][..1]));
    }

    [Theory]
    [InlineData("", "--qa off --thinking high")]
    [InlineData("--thinking default", "--qa off --thinking default")]
    public async Task A_resumed_run_keeps_who_explains_and_how_much_models_think_unless_it_is_told_otherwise(string typed, string kept)
    {
        using var workspace = new CliWorkspace(
            OneTicket, """{ "*": [{ "text": "", "toolCalls": [{ "name": "list_files", "arguments": {} }] }, { "error": { "kind": "auth" } }] }""");
        CliResult paused = await workspace.RunTrackAsync("--approve", "all", "--budget-calls", "1", "--qa", "off", "--thinking", "high");

        CliResult result = await workspace.InvokeAsync(["resume", "--approve", "all", "--budget-calls", "+4", .. typed.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

        Assert.Contains("Go on with: conductor resume track.json --budget-calls +2 --approve all", paused.Output, StringComparison.Ordinal);
        Assert.Contains($"conductor run track.json --model script:script.json {kept} --budget-calls 5 --approve all", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_track_that_ended_is_not_resumed()
    {
        using var workspace = new CliWorkspace(OneTicket);
        await workspace.RunTrackAsync("--approve", "all");

        CliResult result = await workspace.InvokeAsync("resume", "track.json", "--approve", "all");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("is done", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_to_resume_is_said_also_where_nobody_can_be_asked()
    {
        using var workspace = new CliWorkspace(OneTicket);

        CliResult result = await workspace.InvokeAsync("resume");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("There is nothing to resume", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_context_document_stays_the_one_the_run_was_started_with()
    {
        using var workspace = new CliWorkspace(
            """[{ "id": "T-1", "description": "Write a file." }, { "id": "T-2", "description": "Another.", "depends_on": ["T-1"] }]""", NeverAnswers)
        { InterruptAt = "T-1 ▸ write_file" };
        workspace.Write("house.md", "House rules.");
        await workspace.RunTrackAsync("--approve", "all", "--context", "house.md");
        workspace.Write("script.json", CliWorkspace.WritesAndFinishes);

        CliResult result = await workspace.InvokeAsync("resume", "--approve", "all", "--jsonl");

        Assert.Contains(result.EventsNamed("approval_requested"), gate => gate.TryGetProperty("context", out var context) && context.GetString() == "House rules.");
    }

    [Theory]
    [InlineData("all")]
    [InlineData("none")]
    public async Task What_is_in_doubt_stays_in_doubt_where_nobody_is_asked_and_blocks_its_ticket_with_2(string approve)
    {
        using var workspace = new CliWorkspace(OneTicket);
        await EndProcessInToolCallAsync(workspace);

        CliResult result = await workspace.InvokeAsync("resume", "--approve", approve, "--jsonl");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(result.EventsNamed("approval_requested"), gate => gate.GetProperty("kind").GetString() == "inDoubt"
            && gate.GetProperty("doubt").GetProperty("file").GetString() == "asBefore");
        Assert.Contains(result.EventsNamed("approval_resolved"), answer => answer.GetProperty("kind").GetString() == "inDoubt");
        Assert.Contains(result.EventsNamed("ticket_changed"), ticket => ticket.TryGetProperty("outcomeKind", out var kind) && kind.GetString() == "inDoubt"
            && ticket.GetProperty("detail").GetString()?.Contains("out.txt is as it was before the call.", StringComparison.Ordinal) == true);
        Assert.False(File.Exists(workspace.PathOf("out.txt")));
    }

    [Fact]
    public async Task A_person_at_the_terminal_sees_what_is_known_and_has_the_call_made_again()
    {
        using var console = new TestConsole().Interactive();
        console.Input.PushTextWithEnter("again");
        using var workspace = new CliWorkspace(OneTicket) { Person = console };
        await EndProcessInToolCallAsync(workspace);

        CliResult result = await workspace.InvokeAsync("resume");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal("made", File.ReadAllText(workspace.PathOf("out.txt")));
        Assert.Contains("not known whether it has happened", console.Output.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.Contains("out.txt is as it was before the call.", console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_person_at_the_terminal_says_that_the_call_was_done_and_with_what_result()
    {
        using var console = new TestConsole().Interactive();
        console.Input.PushTextWithEnter("done");
        console.Input.PushTextWithEnter("I wrote it myself.");
        using var workspace = new CliWorkspace(OneTicket) { Person = console };
        await EndProcessInToolCallAsync(workspace);

        CliResult result = await workspace.InvokeAsync("resume");

        Assert.Equal(0, result.ExitCode);
        Assert.False(File.Exists(workspace.PathOf("out.txt")));
        Assert.Contains("I wrote it myself.", (await workspace.InvokeAsync("log")).Output, StringComparison.Ordinal);
    }

    /// <summary>Leaves the workspace as a process that died in the middle of a call does: it had begun, and there is no result.</summary>
    private static async Task EndProcessInToolCallAsync(CliWorkspace workspace)
    {
        await EndProcessAtToolGateAsync(workspace);
        await using var journal = new Journal(new WorkspaceFolder(workspace.Root).Journal);
        TrackState state = journal.Read("track.json").Aggregate(TrackState.Empty, (before, entry) => TrackEvolution.Apply(before, entry.Event));
        ApprovalRequest.Tool gate = Assert.IsType<ApprovalRequest.Tool>(Assert.Single(state.OpenApprovals).Value);
        var approved = new ApprovalDecision(ApprovalChoice.Approve, "person");
        TrackEvent[] begun =
        [
            new TrackEvent.ApprovalDecided(gate.ApprovalId, gate.TicketId, 1, approved),
            new TrackEvent.ToolDecided(gate.TicketId, 1, gate.Proposal.CallId, approved),
            new TrackEvent.ToolStarted(gate.TicketId, 1, gate.Proposal.CallId, gate.Proposal.Arguments),
        ];
        await journal.AppendAsync([.. begun.Select(happened => new JournalEntry(0, "track.json", DateTimeOffset.UnixEpoch, happened))]);
    }

    /// <summary>Leaves the workspace as a process that ended does: a run alive, a worker at a tool gate, nobody at work.</summary>
    private static async Task EndProcessAtToolGateAsync(CliWorkspace workspace)
    {
        var gates = new GateSignal();
        await using var first = new ConductorWorkspace(new WorkspaceOptions(
            workspace.Root, WorkspaceSettings.Default with { Model = "script:script.json" }, TimeProvider.System, _ => { }, ScriptLogFile: workspace.PathOf("calls.log")));
        first.AddObserver(gates);
        var library = new TrackLibrary(first, new TrackDocuments(first.Folder));
        TrackActor actor = Assert.IsType<TrackOpening.Opened>(await library.OpenAsync("track.json")).Actor;
        await actor.SendAsync(new TrackCommand.StartRun(new RunOptions { AutoQueue = true, HoldStepTickets = false, Model = "script:script.json" }));
        string spawn = await gates.Spawn.Task.WaitAsync(TestContext.Current.CancellationToken);
        await actor.SendAsync(new TrackCommand.Decide(spawn, new ApprovalDecision(ApprovalChoice.Approve, "person"), null));
        await gates.Tool.Task.WaitAsync(TestContext.Current.CancellationToken);
    }

    private sealed class GateSignal : ITrackObserver
    {
        public TaskCompletionSource<string> Spawn { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource<string> Tool { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void OnMoved(TrackMoved moved)
        {
            foreach (TrackEvent.ApprovalRequested asked in moved.Entries.Select(entry => entry.Event).OfType<TrackEvent.ApprovalRequested>())
            {
                (asked.Request is ApprovalRequest.Spawn ? Spawn : Tool).TrySetResult(asked.Request.ApprovalId);
            }
        }
    }
}
