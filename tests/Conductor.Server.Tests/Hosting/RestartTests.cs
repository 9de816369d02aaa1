using System.Text.Json;
using Conductor.Server.Protocol;
using Conductor.Server.Tests.Rpc;
using Xunit;

namespace Conductor.Server.Tests.Hosting;

public sealed class RestartTests : RpcTestBase
{
    [Fact]
    public async Task A_finished_track_is_the_same_after_a_restart()
    {
        Workspace.WriteTrack(new { id = "A", description = "First." }, new { id = "B", description = "Second.", depends_on = new[] { "A" } });
        Workspace.WriteScriptOfCalls(TestWorkspace.Call("write_file", new { path = "a.txt", content = "x" }));
        await StartRunAsync(ApprovalModeName.Never);
        await SpawnAsync("A");
        await SpawnAsync("B");
        await RunIsAsync(RunStatusName.Done);
        string before = Json(await GetAsync());

        await StartAsync(ApprovalModeName.Never);

        Assert.Equal(before, Json(await OpenAsync()));
    }

    [Fact]
    public async Task An_interrupted_run_is_paused_and_says_what_to_do()
    {
        await InterruptAtToolGateAsync();

        await StartAsync();
        TrackSnapshot snapshot = await OpenAsync();

        Assert.Equal(RunStatusName.Paused, snapshot.Status);
        Assert.Contains("interrupted", snapshot.StatusDetail, StringComparison.Ordinal);
        Assert.Contains("Resume", snapshot.StatusDetail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_gates_are_listed_again_under_the_same_id_before_any_track_is_opened()
    {
        ApprovalInfo gate = await InterruptAtToolGateAsync();

        await StartAsync();

        ApprovalInfo again = Assert.Single(await ApprovalsAsync());
        Assert.Equal((gate.ApprovalId, gate.ShownHash), (again.ApprovalId, again.ShownHash));
    }

    [Fact]
    public async Task Resuming_goes_on_without_asking_the_model_again()
    {
        ApprovalInfo gate = await InterruptAtToolGateAsync();
        Assert.Single(Workspace.ModelCalls());

        await StartAsync();
        await OpenAsync();
        await TrackAsync("resume");
        await ApproveAsync(gate);
        await RunIsAsync(RunStatusName.Done);

        Assert.Equal([0, 1], Workspace.ModelCalls().Select(line => JsonElement.Parse(line).GetProperty("turn").GetInt32()));
        Assert.Equal("x", Workspace.Read("a.txt"));
        Assert.Equal(2, (await GetAsync()).Usage.Total.Calls);
    }

    [Fact]
    public async Task Answering_a_gate_of_an_interrupted_run_lets_that_ticket_go_on()
    {
        ApprovalInfo gate = await InterruptAtToolGateAsync();

        await StartAsync();
        await OpenAsync();
        await ApproveAsync(gate);

        Assert.Equal("Done.", (await TicketIsAsync("A", TicketStateName.Completed)).Detail);
    }

    [Fact]
    public async Task A_track_given_as_text_is_listed_after_a_restart()
    {
        await StartAsync();
        TrackSnapshot opened = await Client.AskAsync<TrackSnapshot>(
            "conductor/track/open", new OpenTrackParams(Json: JsonElement.Parse("""[{ "id": "A", "description": "First." }]"""), Description: "From text"));

        await StartAsync();
        TrackList list = await Client.AskAsync<TrackList>("conductor/track/list", new ListTracksParams());

        Assert.Equal(opened.TrackId, Assert.Single(list.Tracks).TrackId);
        Assert.Equal(Json(opened), Json(await GetAsync(opened.TrackId)));
    }

    [Fact]
    public async Task A_stop_in_the_middle_of_a_command_ends_it_and_the_journal_says_so()
    {
        string pidFile = Workspace.At("pid");
        Workspace.WriteTrack(new { id = "A", description = "First." });
        Workspace.WriteScriptOfCalls(TestWorkspace.Call("run_command", new { command = $"sleep 600 & echo $! > {pidFile}.new; mv {pidFile}.new {pidFile}; wait" }));
        await StartRunAsync(ApprovalModeName.Never);
        await SpawnAsync("A");
        int child = await ProcessFiles.PidInAsync(pidFile);

        await StartAsync(ApprovalModeName.Never);
        TrackSnapshot snapshot = await OpenAsync();
        await TrackAsync("resume");
        await RunIsAsync(RunStatusName.Done);

        Assert.False(ProcessFiles.IsAlive(child));
        Assert.Equal(RunStatusName.Paused, snapshot.Status);
        Assert.Equal(2, Workspace.ModelCalls().Length);
    }

    [Fact]
    public async Task An_interrupted_run_goes_on_by_itself_where_a_person_wants_that()
    {
        ApprovalInfo gate = await InterruptAtToolGateAsync();

        await StartAsync(Workspace.Settings() with { ResumeInterrupted = true });
        Assert.Equal(RunStatusName.Running, (await OpenAsync()).Status);
        await ApproveAsync(gate);
        await RunIsAsync(RunStatusName.Done);

        Assert.Equal("x", Workspace.Read("a.txt"));
    }

    [Fact]
    public async Task A_run_that_a_person_had_paused_does_not_go_on_by_itself()
    {
        Workspace.WriteTrack(new { id = "A", description = "First." });
        Workspace.WriteScriptOfCalls();
        await StartRunAsync();
        await GateAsync("A", ApprovalKind.Spawn);
        await TrackAsync("pause");

        await StartAsync(Workspace.Settings() with { ResumeInterrupted = true });

        Assert.Equal(RunStatusName.Paused, (await OpenAsync()).Status);
    }

    [Fact]
    public async Task Without_trust_nothing_goes_on_by_itself()
    {
        await InterruptAtToolGateAsync();

        await StartAsync(Workspace.Settings() with { ResumeInterrupted = true }, trusted: false);

        Assert.Equal(RunStatusName.Paused, (await OpenAsync()).Status);
    }

    /// <summary>Stops a server whose worker waits for a decision on its first call.</summary>
    private async Task<ApprovalInfo> InterruptAtToolGateAsync()
    {
        Workspace.WriteTrack(new { id = "A", description = "First." });
        Workspace.WriteScriptOfCalls(TestWorkspace.Call("write_file", new { path = "a.txt", content = "x" }));
        await StartRunAsync();
        await SpawnAsync("A");
        ApprovalInfo gate = await GateAsync("A", ApprovalKind.Tool);
        await StopAsync();
        return gate;
    }

    private static string Json(TrackSnapshot snapshot) => JsonSerializer.Serialize(snapshot, WireJson.Options);
}
