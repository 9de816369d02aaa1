using System.Text.Json;
using Conductor.Server.Protocol;
using Conductor.Server.Tests.Rpc;
using Xunit;

namespace Conductor.Server.Tests.Features.Tickets;

public sealed class NotificationTests : RpcTestBase
{
    [Fact]
    public async Task A_blocked_tickets_question_comes_whole_and_as_it_was_written()
    {
        string question = $"Which of these?\n{string.Join('\n', Enumerable.Range(1, 100).Select(number => $"{number}. a choice"))}";
        Workspace.WriteTrack(new { id = "A", description = "First." });
        Workspace.WriteScript(("A", [TestWorkspace.Block(question)]));
        await StartRunAsync();
        await SpawnAsync("A");

        TicketInfo blocked = await TicketIsAsync("A", TicketStateName.Blocked);

        Assert.Equal(question, blocked.Detail);
    }

    [Fact]
    public async Task A_workers_output_comes_without_gaps_and_ends_with_done()
    {
        Workspace.WriteTrack(new { id = "A", description = "First." });
        Workspace.WriteScriptOfCalls(TestWorkspace.Call("list_files", new { }), TestWorkspace.Call("run_command", new { command = "echo hello" }));
        await StartRunAsync(ApprovalModeName.Never);
        await SpawnAsync("A");
        await Received.WaitForAsync<WorkerOutput>(output => output.Status == "done");

        IReadOnlyList<WorkerOutput> pieces = Received.All<WorkerOutput>();
        Assert.Equal(Enumerable.Range(0, pieces.Count), pieces.Select(piece => (int)piece.Sequence));
        Assert.Single(pieces.Select(piece => piece.StreamId).Distinct());
        Assert.Equal("done", pieces[^1].Status);
        string said = string.Concat(pieces.Select(piece => piece.Text));
        Assert.StartsWith("── attempt 1 ──", said, StringComparison.Ordinal);
        Assert.Contains("Working.", said, StringComparison.Ordinal);
        Assert.Contains("hello", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_output_names_each_call_by_what_matters_and_a_blocked_worker_gets_no_check_mark()
    {
        Workspace.WriteTrack(new { id = "A", description = "First." });
        Workspace.WriteScript(("A",
        [
            new { text = "\n\nI look.\n\nThen I write.\n\n\n", toolCalls = new[] { TestWorkspace.Call("write_file", new { path = "a.txt", content = "long\ntext" }) } },
            TestWorkspace.Block("Which colour?"),
        ]));
        await StartRunAsync(ApprovalModeName.Never);
        await SpawnAsync("A");
        await Received.WaitForAsync<WorkerOutput>(output => output.Status == "done");

        string said = string.Concat(Received.All<WorkerOutput>().Select(piece => piece.Text));
        string result = Assert.Single(said.Split('\n'), line => line.StartsWith('✓'));
        Assert.Equal(
            $"── attempt 1 ──\nI look.\n\nThen I write.\n▸ write_file a.txt\n{result}\nWorking.\n▸ finish blocked\n■ blocked: Which colour?\n── blocked ──\n", said);
        Assert.Equal(said, await LogAsync("A"));
    }

    [Fact]
    public async Task The_whole_text_can_be_asked_for_again_after_a_restart()
    {
        Workspace.WriteTrack(new { id = "A", description = "First." });
        Workspace.WriteScriptOfCalls(TestWorkspace.Call("run_command", new { command = "echo hello" }));
        await StartRunAsync(ApprovalModeName.Never);
        await SpawnAsync("A");
        await RunIsAsync(RunStatusName.Done);
        string before = await LogAsync("A");

        await StartAsync();
        await OpenAsync();

        Assert.Contains("hello", before, StringComparison.Ordinal);
        Assert.Equal(before, await LogAsync("A"));
    }

    [Fact]
    public async Task A_change_tells_only_the_tickets_that_changed()
    {
        Workspace.WriteTrack(new { id = "A", description = "First." }, new { id = "B", description = "Second." }, new { id = "C", description = "Third.", depends_on = new[] { "A" } });
        await StartAsync();
        await OpenAsync();

        CommandResult skipped = await TicketAsync("skip", "A");
        TrackChanged changed = await Received.WaitForAsync<TrackChanged>(told => told.Revision == skipped.Revision);

        Assert.Equal(["A", "C"], changed.Tickets.Select(ticket => ticket.Id).Order());
        Assert.Null(changed.Order);
    }

    [Fact]
    public async Task Editing_one_ticket_in_its_file_tells_that_one_and_no_order()
    {
        Workspace.WriteTrack(new { id = "A", description = "First." }, new { id = "B", description = "Second." }, new { id = "C", description = "Third." });
        await StartAsync();
        TrackSnapshot before = await OpenAsync();

        Workspace.WriteTrack(new { id = "A", description = "First." }, new { id = "B", description = "Second.", status = "completed" }, new { id = "C", description = "Third." });
        await Client.TellAsync("workspace/didChangeWatchedFiles", new DidChangeWatchedFilesParams([new FileEvent(new Uri(Workspace.At(Main)).AbsoluteUri, 2)]));
        TrackChanged changed = await Received.WaitForAsync<TrackChanged>(told => told.Revision > before.Revision);

        TicketInfo ticket = Assert.Single(changed.Tickets);
        Assert.Equal(("B", TicketStateName.Completed), (ticket.Id, ticket.State));
        Assert.Empty(changed.Removed);
        Assert.Null(changed.Order);
    }

    [Fact]
    public async Task A_change_is_as_large_in_a_large_track_as_in_a_small_one()
    {
        Assert.Equal(await BytesOfOneChangeAsync(20), await BytesOfOneChangeAsync(2000), tolerance: 40);
    }

    [Fact]
    public async Task Usage_is_the_sum_of_what_the_calls_reported()
    {
        Workspace.WriteTrack(new { id = "A", description = "First." }, new { id = "B", description = "Second." });
        Workspace.WriteScriptOfCalls(TestWorkspace.Call("list_files", new { }));
        await StartRunAsync(ApprovalModeName.Never);
        await SpawnAsync("A");
        await SpawnAsync("B");
        TrackChanged done = await RunIsAsync(RunStatusName.Done);

        UsageReport report = await Client.AskAsync<UsageReport>("conductor/usage/get", new UsageParams());

        Assert.Equal(new UsageFigures(400, 40, 20, 4), report.Summary.Total);
        Assert.Equal(report.Summary.Total, done.Usage.Total);
        Assert.Equal(["A", "B"], report.Rows.Select(row => row.TicketId));
        Assert.Equal(report.Summary.Total.InputTokens, report.Rows.Sum(row => row.Usage.InputTokens));
        Assert.Equal((3, "Tier 3 (Worker)"), report.Summary.Tiers.Select(tier => (tier.Tier, tier.Name)).Single());
        Assert.False(report.Summary.HasEstimates);
        Assert.Null(report.PricesAsOf);
    }

    [Fact]
    public async Task A_change_of_a_track_that_was_never_run_names_the_model_of_its_snapshot()
    {
        Workspace.WriteTrack(new { id = "A", description = "First." });
        await StartAsync(Workspace.Settings() with { Model = "demo" });
        TrackSnapshot opened = await OpenAsync();

        CommandResult skipped = await TicketAsync("skip", "A");
        TrackChanged changed = await Received.WaitForAsync<TrackChanged>(told => told.Revision == skipped.Revision);

        Assert.Equal(("Demo (offline)", "Demo (offline)"), (opened.ModelLabel, changed.ModelLabel));
    }

    [Fact]
    public async Task When_another_model_is_set_tracks_that_were_never_run_show_it_and_a_running_one_keeps_its_own()
    {
        Workspace.WriteTrack(new { id = "A", description = "First." });
        Workspace.Write(".conductor/tracks/other.track.json", """[{ "id": "A", "description": "First." }]""");
        Workspace.WriteScript(("A", [TestWorkspace.EndlessTurn]));
        await StartRunAsync();
        TrackSnapshot idle = await OpenAsync(".conductor/tracks/other.track.json");
        TrackSnapshot running = await GetAsync();

        var settings = new { conductor = new ConductorSettings(Model: "demo") };
        await Client.TellAsync("workspace/didChangeConfiguration", new DidChangeConfigurationParams(JsonSerializer.SerializeToElement(settings, WireJson.Options)));
        TrackChanged changed = await Received.WaitForAsync<TrackChanged>(told => told.ModelLabel == "Demo (offline)");

        Assert.Equal((idle.TrackId, idle.Revision), (changed.TrackId, changed.Revision));
        Assert.Empty(changed.Tickets);
        Assert.Equal(running.ModelLabel, (await GetAsync()).ModelLabel);
        Assert.NotEqual("Demo (offline)", running.ModelLabel);
    }

    private async Task<int> BytesOfOneChangeAsync(int tickets)
    {
        Workspace.WriteTrack([.. Enumerable.Range(0, tickets).Select(number => new { id = $"T-{number:0000}", description = "One of many." })]);
        Workspace.WriteScriptOfCalls();
        await StartRunAsync(autoQueue: false);
        CommandResult asked = await TicketAsync("approve", "T-0007");
        TrackChanged changed = await Received.WaitForAsync<TrackChanged>(told => told.Revision == asked.Revision);
        await TrackAsync("cancel");
        return JsonSerializer.Serialize(changed, WireJson.Options).Length;
    }
}
