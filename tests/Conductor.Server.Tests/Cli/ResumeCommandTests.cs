using Conductor.Core.Approvals;
using Conductor.Core.Tickets;
using Conductor.Server.Features.Tickets;
using Conductor.Server.Hosting;
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
    public async Task A_run_whose_process_ended_goes_on_and_the_gate_left_open_is_answered()
    {
        using var workspace = new CliWorkspace(OneTicket);
        await EndProcessAtToolGateAsync(workspace);

        CliResult result = await workspace.InvokeAsync("resume", "--approve", "all", "--script-log", "calls.log");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(["0", "1"], workspace.ScriptCalls.Select(call => call[(call.IndexOf("\"turn\":", StringComparison.Ordinal) + 7)..][..1]));
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
