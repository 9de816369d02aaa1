using System.Text.Json;
using Conductor.Server.Protocol;
using Conductor.Server.Tests.Rpc;
using StreamJsonRpc;
using Xunit;

namespace Conductor.Server.Tests.Features.Approvals;

public sealed class ToolGateTests : RpcTestBase
{
    private static object Write(string path, string content = "new\n") => TestWorkspace.Call("write_file", new { path, content });

    [Fact]
    public async Task A_file_that_a_ticket_of_another_track_is_about_to_write_is_that_tickets()
    {
        const string other = ".conductor/tracks/other.track.json";
        Workspace.WriteScriptOfCalls(TestWorkspace.Call("write_file", new { path = "shared.txt", content = "mine\n" }));
        Workspace.WriteTrack(new { id = "A", description = "Do A." });
        Workspace.Write(other, """[{ "id": "B", "description": "Do B." }]""");
        await StartAsync(maxParallel: 2);
        await OpenAsync();
        await OpenAsync(other);
        await RunAsync();
        await SpawnAsync("A");
        await GateAsync("A", ApprovalKind.Tool);

        await RunAsync(trackId: other);
        await SpawnAsync("B", trackId: other);

        Assert.StartsWith($"It writes a file that A (of {Main}) has changed", (await GateAsync("B", ApprovalKind.Tool, trackId: other)).Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_gate_that_was_open_when_the_engine_ended_can_be_answered_before_the_new_one_is_asked_anything_else()
    {
        Workspace.WriteTrack(new { id = "A", description = "First." });
        Workspace.WriteScriptOfCalls(Write("a.txt"));
        await StartRunAsync();
        await SpawnAsync("A");
        ApprovalInfo gate = await GateAsync("A", ApprovalKind.Tool);

        await StartAsync();
        DecideResult answer = await ApproveAsync(gate);

        Assert.False(answer.AlreadyDecided);
        await TicketIsAsync("A", TicketStateName.Completed);
    }

    [Theory]
    [InlineData(ApprovalModeName.Always, 3)]
    [InlineData(ApprovalModeName.Risky, 1)]
    [InlineData(ApprovalModeName.Never, 0)]
    public async Task The_mode_says_which_calls_ask(ApprovalModeName mode, int gates)
    {
        Workspace.WriteTrack(new { id = "A", description = "First." });
        Workspace.WriteScriptOfCalls(TestWorkspace.Call("list_files", new { }), Write("a.txt"));
        await StartRunAsync(mode);
        await SpawnAsync("A");

        await ApproveToolsUntilDoneAsync(gates);

        Assert.Equal("new\n", Workspace.Read("a.txt"));
        Assert.Equal(gates, ToolGates().Count);
    }

    [Fact]
    public async Task In_step_mode_every_call_asks_whatever_the_mode()
    {
        Workspace.WriteTrack(new { id = "A", description = "First.", step_mode = true });
        Workspace.WriteScriptOfCalls(TestWorkspace.Call("list_files", new { }));
        await StartRunAsync(ApprovalModeName.Never);
        await TicketAsync("approve", "A");
        await SpawnAsync("A");

        await ApproveToolsUntilDoneAsync(2);

        Assert.Equal(["list_files", "finish"], ToolGates().Select(gate => gate.Tool?.Name));
    }

    [Fact]
    public async Task A_file_change_is_shown_before_and_after_and_edited_arguments_are_what_runs()
    {
        Workspace.Write("a.txt", "old\n");
        Workspace.WriteTrack(new { id = "A", description = "First." });
        Workspace.WriteScriptOfCalls(Write("a.txt"));
        await StartRunAsync();
        await SpawnAsync("A");
        ApprovalInfo gate = await GateAsync("A", ApprovalKind.Tool);
        Assert.Equal(("a.txt", "old\n", "new\n"), (gate.Tool?.Path, gate.Tool?.Before, gate.Tool?.After));

        await DecideAsync(new DecideParams(gate.ApprovalId, DecisionName.Approve, gate.ShownHash, Arguments: JsonElement.Parse("""{"path":"a.txt","content":"mine\n"}""")));
        await RunIsAsync(RunStatusName.Done);

        Assert.Equal("mine\n", Workspace.Read("a.txt"));
        Assert.Contains("a person changed this call", await LogAsync("A"), StringComparison.Ordinal);
        TicketChanges changes = await Client.AskAsync<TicketChanges>("conductor/ticket/changes", new TicketParams(Main, "A"));
        Assert.Equal(new FileChangeInfo("a.txt", "old\n", IsKept: true), Assert.Single(changes.Files));
    }

    [Theory]
    [InlineData("sub/config", ".git/config")]
    [InlineData(".env", ".env")]
    [InlineData("out/a.txt", "leads out of the workspace")]
    [InlineData("../a.txt", "../a.txt")]
    public async Task Edited_arguments_that_lead_to_a_protected_path_or_out_of_the_workspace_are_refused_and_the_gate_stays_open(string path, string said)
    {
        Directory.CreateDirectory(Workspace.At(".git"));
        Directory.CreateSymbolicLink(Workspace.At("sub"), ".git");
        Directory.CreateSymbolicLink(Workspace.At("out"), Path.GetTempPath());
        Workspace.WriteTrack(new { id = "A", description = "First." });
        Workspace.WriteScriptOfCalls(Write("a.txt"));
        await StartRunAsync();
        await SpawnAsync("A");
        ApprovalInfo gate = await GateAsync("A", ApprovalKind.Tool);

        RemoteInvocationException refused = await Client.RefusedAsync("conductor/approval/decide", new DecideParams(
            gate.ApprovalId, DecisionName.Approve, gate.ShownHash, Arguments: JsonSerializer.SerializeToElement(new { path, content = "x" })));

        Assert.Equal(ErrorCodes.InvalidDecision, refused.ErrorCode);
        Assert.Contains(said, refused.Message, StringComparison.Ordinal);
        Assert.Equal(gate.ApprovalId, Assert.Single(await ApprovalsAsync()).ApprovalId);
    }

    [Theory]
    [InlineData("""{"path":"a.txt","content":"x","mode":"644"}""", "no argument 'mode'")]
    [InlineData("""{"command":"rm -r ."}""", "'path' is missing")]
    [InlineData("""{"path":"a.txt","content":7}""", "'content' must be a text")]
    [InlineData("""["a.txt"]""", "one JSON object")]
    public async Task Edited_arguments_that_do_not_belong_to_the_call_are_refused_with_what_is_wrong_and_the_gate_stays_open(string arguments, string said)
    {
        Workspace.WriteTrack(new { id = "A", description = "First." });
        Workspace.WriteScriptOfCalls(Write("a.txt"));
        await StartRunAsync();
        await SpawnAsync("A");
        ApprovalInfo gate = await GateAsync("A", ApprovalKind.Tool);

        RemoteInvocationException refused = await Client.RefusedAsync("conductor/approval/decide", new DecideParams(
            gate.ApprovalId, DecisionName.Approve, gate.ShownHash, Arguments: JsonElement.Parse(arguments)));

        Assert.Equal(ErrorCodes.InvalidDecision, refused.ErrorCode);
        Assert.Contains(said, refused.Message, StringComparison.Ordinal);
        Assert.Equal(gate.ApprovalId, Assert.Single(await ApprovalsAsync()).ApprovalId);
    }

    [Fact]
    public async Task A_file_that_changes_before_the_approved_call_is_made_is_asked_again_with_what_it_was_then()
    {
        Workspace.Write("a.txt", "old\n");
        Workspace.WriteTrack(new { id = "A", description = "First." });
        Workspace.WriteScriptOfCalls(Write("a.txt"));
        await StartRunAsync();
        await SpawnAsync("A");
        ApprovalInfo gate = await GateAsync("A", ApprovalKind.Tool);
        Workspace.Write("a.txt", "theirs\n");

        await ApproveAsync(gate);
        ApprovalInfo again = await Received.WaitForAsync<ApprovalInfo>(asked => asked.Overtaken is not null);
        Assert.Equal("theirs\n", Workspace.Read("a.txt"));
        await ApproveAsync(again);
        await RunIsAsync(RunStatusName.Done);

        Assert.Equal((gate.ApprovalId + ":2", "old\n", "theirs\n"), (again.ApprovalId, again.Overtaken?.Before, again.Tool?.Before));
        Assert.StartsWith("a.txt has changed since you decided.", again.Why, StringComparison.Ordinal);
        Assert.Equal("new\n", Workspace.Read("a.txt"));
        Assert.Contains("asked again", await LogAsync("A"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_workers_that_write_one_file_the_later_one_is_asked_again_with_what_the_first_has_made_of_it()
    {
        Workspace.Write("a.txt", "old\n");
        Workspace.WriteTrack(new { id = "A", description = "First." }, new { id = "B", description = "Second." });
        Workspace.WriteScript(
            ("A", [TestWorkspace.Turn(TestWorkspace.Call("write_file", new { path = "a.txt", content = "A's\n" })), TestWorkspace.Finish()]),
            ("B", [TestWorkspace.Turn(TestWorkspace.Call("write_file", new { path = "a.txt", content = "B's\n" })), TestWorkspace.Finish()]));
        await StartRunAsync(maxParallel: 2);
        await SpawnAsync("A");
        await SpawnAsync("B");
        ApprovalInfo first = await GateAsync("A", ApprovalKind.Tool);
        ApprovalInfo second = await GateAsync("B", ApprovalKind.Tool);

        await ApproveAsync(first);
        await TicketIsAsync("A", TicketStateName.Completed);
        await ApproveAsync(second);
        ApprovalInfo again = await Received.WaitForAsync<ApprovalInfo>(asked => asked.TicketId == "B" && asked.Overtaken is not null);
        Assert.Equal(("old\n", "A's\n", "A's\n"), (again.Overtaken?.Before, again.Tool?.Before, Workspace.Read("a.txt")));
        await ApproveAsync(again);
        await RunIsAsync(RunStatusName.Done);

        Assert.Equal("B's\n", Workspace.Read("a.txt"));
    }

    [Fact]
    public async Task A_call_that_is_not_in_doubt_cannot_be_settled()
    {
        Workspace.WriteTrack(new { id = "A", description = "First." });
        Workspace.WriteScriptOfCalls(Write("a.txt"));
        await StartRunAsync();
        await SpawnAsync("A");
        ApprovalInfo gate = await GateAsync("A", ApprovalKind.Tool);

        RemoteInvocationException refused = await Client.RefusedAsync("conductor/approval/decide", new DecideParams(gate.ApprovalId, DecisionName.RunAgain, gate.ShownHash));

        Assert.Equal(ErrorCodes.InvalidDecision, refused.ErrorCode);
        Assert.Contains("Nothing is in doubt", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_that_are_tightened_while_a_worker_runs_count_from_its_next_call()
    {
        Workspace.WriteTrack(new { id = "A", description = "First." });
        Workspace.WriteScriptOfCalls(Write(".env"), Write("a.infra"), Write("b.txt"));
        await StartRunAsync(ApprovalModeName.Never);
        await SpawnAsync("A");
        ApprovalInfo first = await GateAsync("A", ApprovalKind.Tool);

        await ChangeSettingsAsync(new ConductorSettings(NeverAutoApprove: ["*.infra"]));
        await ApproveAsync(first);
        ApprovalInfo second = await Received.WaitForAsync<ApprovalInfo>(gate => gate.Tool?.Path == "a.infra");
        await ChangeSettingsAsync(new ConductorSettings(ApprovalModeName.Always));
        await ApproveAsync(second);
        ApprovalInfo third = await Received.WaitForAsync<ApprovalInfo>(gate => gate.Tool?.Path == "b.txt");

        Assert.Equal((true, false), (second.Tool?.IsProtected, third.Tool?.IsProtected));
    }

    [Fact]
    public async Task A_rejections_reason_reaches_the_worker_and_nothing_is_changed()
    {
        Workspace.WriteTrack(new { id = "A", description = "First." });
        Workspace.WriteScriptOfCalls(Write("a.txt"));
        await StartRunAsync();
        await SpawnAsync("A");
        ApprovalInfo gate = await GateAsync("A", ApprovalKind.Tool);

        await DecideAsync(new DecideParams(gate.ApprovalId, DecisionName.Reject, Reason: "Use b.txt."));
        await RunIsAsync(RunStatusName.Done);

        Assert.False(File.Exists(Workspace.At("a.txt")));
        Assert.Contains("Use b.txt.", await LogAsync("A"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Approving_for_the_ticket_is_remembered_until_it_ends()
    {
        Workspace.WriteTrack(new { id = "A", description = "First." });
        Workspace.WriteScriptOfCalls(Write("a.txt", "1"), Write("a.txt", "2"), Write("b.txt", "3"));
        await StartRunAsync();
        await SpawnAsync("A");
        ApprovalInfo gate = await GateAsync("A", ApprovalKind.Tool);

        await DecideAsync(new DecideParams(gate.ApprovalId, DecisionName.Approve, gate.ShownHash, Rule: "ticket"));
        ApprovalInfo other = await Received.WaitForAsync<ApprovalInfo>(next => next.Tool?.Path == "b.txt");
        await ApproveAsync(other);
        await RunIsAsync(RunStatusName.Done);

        Assert.Equal(["a.txt", "b.txt"], ToolGates().Select(next => next.Tool?.Path));
        Assert.Equal("2", Workspace.Read("a.txt"));
    }

    [Fact]
    public async Task A_protected_path_asks_even_when_nothing_else_does()
    {
        Workspace.WriteTrack(new { id = "A", description = "First." });
        Workspace.WriteScriptOfCalls(Write(".env"), Write("a.txt"));
        await StartRunAsync(ApprovalModeName.Never);
        await SpawnAsync("A");

        await ApproveToolsUntilDoneAsync(1);

        ApprovalInfo gate = Assert.Single(ToolGates());
        Assert.Equal((".env", true), (gate.Tool?.Path, gate.Tool?.IsProtected));
    }

    [Fact]
    public async Task A_write_outside_the_tickets_globs_asks()
    {
        Workspace.WriteTrack(new { id = "A", description = "First.", writes = new[] { "src/**" } });
        Workspace.WriteScriptOfCalls(Write("src/a.txt"), Write("b.txt"));
        await StartRunAsync(ApprovalModeName.Never);
        await SpawnAsync("A");

        await ApproveToolsUntilDoneAsync(1);

        Assert.Equal("b.txt", Assert.Single(ToolGates()).Tool?.Path);
    }

    [Fact]
    public async Task Calls_of_one_answer_ask_at_once_and_run_in_their_order()
    {
        Workspace.WriteTrack(new { id = "A", description = "First." });
        Workspace.WriteScript(("*", [TestWorkspace.Turn(Write("a.txt", "1"), Write("a.txt", "2")), TestWorkspace.Finish()]));
        await StartRunAsync();
        await SpawnAsync("A");
        await Received.WaitForAsync<ApprovalInfo>(gate => gate.Tool?.After == "2");

        foreach (ApprovalInfo gate in Enumerable.Reverse(await ApprovalsAsync()))
        {
            await ApproveAsync(gate);
        }

        await RunIsAsync(RunStatusName.Done);
        Assert.Equal("2", Workspace.Read("a.txt"));
    }

    [Fact]
    public async Task A_gate_answered_while_the_run_is_paused_counts_when_it_goes_on()
    {
        Workspace.WriteTrack(new { id = "A", description = "First." });
        Workspace.WriteScriptOfCalls(Write("a.txt"));
        await StartRunAsync();
        await SpawnAsync("A");
        ApprovalInfo gate = await GateAsync("A", ApprovalKind.Tool);
        await TrackAsync("pause");

        await ApproveAsync(gate);
        Assert.False(File.Exists(Workspace.At("a.txt")));
        await TrackAsync("resume");
        await RunIsAsync(RunStatusName.Done);

        Assert.Equal("new\n", Workspace.Read("a.txt"));
        Assert.Equal(2, Workspace.ModelCalls().Length);
    }

    private Task ChangeSettingsAsync(ConductorSettings settings) => Client.TellAsync(
        "workspace/didChangeConfiguration", new DidChangeConfigurationParams(JsonSerializer.SerializeToElement(new { conductor = settings }, WireJson.Options)));

    private List<ApprovalInfo> ToolGates() => [.. Received.All<ApprovalInfo>().Where(gate => gate.Kind == ApprovalKind.Tool)];

    private async Task ApproveToolsUntilDoneAsync(int gates)
    {
        for (int answered = 0; answered < gates; answered++)
        {
            int next = answered;
            await Received.WaitForAsync<ApprovalInfo>(_ => ToolGates().Count > next);
            await ApproveAsync(ToolGates()[next]);
        }

        await RunIsAsync(RunStatusName.Done);
    }
}
