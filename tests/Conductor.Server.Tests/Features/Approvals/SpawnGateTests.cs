using System.Globalization;
using System.Text.Json;
using Conductor.Core.Tickets;
using Conductor.Server.Protocol;
using Conductor.Server.Storage;
using Conductor.Server.Tests.Rpc;
using StreamJsonRpc;
using Xunit;

namespace Conductor.Server.Tests.Features.Approvals;

public sealed class SpawnGateTests : RpcTestBase
{
    public SpawnGateTests()
    {
        Workspace.WriteTrack(new { id = "A", description = "First.", context_requirements = new[] { "notes.md" } });
        Workspace.Write("notes.md", "# Notes\n\nOne.\n");
        Workspace.WriteScriptOfCalls();
    }

    [Fact]
    public async Task The_gate_shows_prompt_context_model_tools_and_tokens()
    {
        await StartRunAsync();

        ApprovalInfo gate = await GateAsync("A", ApprovalKind.Spawn);

        Assert.Contains("One.", gate.Prompt, StringComparison.Ordinal);
        Assert.Equal("", gate.Context);
        Assert.Equal("Tier 3 Worker", gate.Role);
        Assert.Equal("Script (script.json)", gate.Spawn?.ModelLabel);
        Assert.Contains("run_command", gate.Spawn?.Tools ?? []);
        Assert.Equal(gate.Spawn?.TotalTokens, gate.Spawn?.Pieces.Sum(piece => piece.Tokens));
        Assert.Equal("Awaiting Approval: A", (await GetAsync()).ActiveTier);
        Assert.Equal(gate.ApprovalId, Assert.Single(await ApprovalsAsync()).ApprovalId);
    }

    [Fact]
    public async Task What_is_sent_is_what_was_approved_with_its_edits()
    {
        await StartRunAsync();
        ApprovalInfo gate = await GateAsync("A", ApprovalKind.Spawn);

        await DecideAsync(new DecideParams(gate.ApprovalId, DecisionName.Approve, gate.ShownHash, Prompt: gate.Prompt + "\nMind the gap.", Context: "House rules."));
        await RunIsAsync(RunStatusName.Done);

        await StopAsync();
        await using var journal = new Journal(Workspace.At(".conductor/conductor.db"));
        TrackEvent.AttemptStarted started = journal.Read(Main).Select(entry => entry.Event).OfType<TrackEvent.AttemptStarted>().Single();
        Assert.Equal(Core.Approvals.ContentHash.Of(gate.Prompt + "\nMind the gap.", "House rules."), started.SentHash);
    }

    [Fact]
    public async Task A_rejected_spawn_blocks_the_ticket_with_the_reason()
    {
        await StartRunAsync();
        ApprovalInfo gate = await GateAsync("A", ApprovalKind.Spawn);

        await DecideAsync(new DecideParams(gate.ApprovalId, DecisionName.Reject, Reason: "Not now."));
        TrackChanged ended = await RunIsAsync(RunStatusName.Blocked);

        TicketInfo ticket = Assert.Single((await GetAsync()).Tickets);
        Assert.Equal((TicketStateName.Blocked, "rejected", "Not now."), (ticket.State, ticket.OutcomeKind, ticket.Detail));
        Assert.Contains("A", ended.StatusDetail, StringComparison.Ordinal);
        Assert.Empty(Workspace.ModelCalls());
    }

    [Fact]
    public async Task Aborting_at_a_gate_cancels_the_run()
    {
        await StartRunAsync();
        ApprovalInfo gate = await GateAsync("A", ApprovalKind.Spawn);

        await DecideAsync(new DecideParams(gate.ApprovalId, DecisionName.Abort));

        await RunIsAsync(RunStatusName.Cancelled);
        Assert.Empty(await ApprovalsAsync());
    }

    [Fact]
    public async Task Deciding_twice_gives_the_first_decision()
    {
        await StartRunAsync();
        ApprovalInfo gate = await GateAsync("A", ApprovalKind.Spawn);

        DecideResult first = await DecideAsync(new DecideParams(gate.ApprovalId, DecisionName.Reject, Reason: "No."));
        DecideResult second = await ApproveAsync(gate);

        Assert.Equal((DecisionName.Reject, false), (first.Decision, first.AlreadyDecided));
        Assert.Equal((DecisionName.Reject, true, "person", "No."), (second.Decision, second.AlreadyDecided, second.By, second.Reason));
        Assert.InRange(DateTimeOffset.Parse(second.At ?? "", CultureInfo.InvariantCulture), DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow);
        Assert.Single(Received.All<ApprovalResolved>());
    }

    [Fact]
    public async Task A_decision_on_something_else_than_what_is_shown_is_refused_as_stale()
    {
        await StartRunAsync();
        ApprovalInfo gate = await GateAsync("A", ApprovalKind.Spawn);

        RemoteInvocationException refused = await Client.RefusedAsync("conductor/approval/decide", new DecideParams(gate.ApprovalId, DecisionName.Approve, "0000"));

        Assert.Equal(ErrorCodes.Stale, refused.ErrorCode);
        Assert.Equal(gate.ApprovalId, Assert.Single(await ApprovalsAsync()).ApprovalId);
    }

    [Fact]
    public async Task A_model_that_does_not_exist_is_said_at_the_gate_and_cannot_be_approved()
    {
        Workspace.WriteTrack(new { id = "A", description = "First.", model = "demi" });
        await StartRunAsync();
        ApprovalInfo gate = await GateAsync("A", ApprovalKind.Spawn);

        RemoteInvocationException refused = await Client.RefusedAsync("conductor/approval/decide", new DecideParams(gate.ApprovalId, DecisionName.Approve, gate.ShownHash));

        Assert.Equal(ErrorCodes.InvalidDecision, refused.ErrorCode);
        Assert.Contains("There is no model 'demi'. Did you mean demo? The models that exist are demo", refused.Message, StringComparison.Ordinal);
        Assert.Equal(refused.Message, gate.Why);
        Assert.Equal(gate.ApprovalId, Assert.Single(await ApprovalsAsync()).ApprovalId);
    }

    [Fact]
    public async Task A_model_that_is_corrected_in_the_file_opens_a_gate_that_can_be_approved()
    {
        Workspace.WriteTrack(new { id = "A", description = "First.", model = "demi" });
        await StartRunAsync();
        ApprovalInfo gate = await GateAsync("A", ApprovalKind.Spawn);

        Workspace.WriteTrack(new { id = "A", description = "First.", model = Workspace.Model });
        await OpenAsync();
        ApprovalInfo again = await Received.WaitForAsync<ApprovalInfo>(open => open.ShownHash != gate.ShownHash);
        await ApproveAsync(again);

        await TicketIsAsync("A", TicketStateName.Completed);
    }

    [Fact]
    public async Task An_unknown_approval_is_refused()
    {
        await StartRunAsync();

        RemoteInvocationException refused = await Client.RefusedAsync("conductor/approval/decide", new DecideParams("nothing", DecisionName.Reject));

        Assert.Equal(ErrorCodes.UnknownApproval, refused.ErrorCode);
    }

    [Fact]
    public async Task Files_that_changed_since_the_approval_make_the_gate_ask_again()
    {
        Workspace.WriteTrack(new { id = "A", description = "First." }, new { id = "B", description = "Second.", context_requirements = new[] { "notes.md" } });
        Workspace.WriteScript(("A", [TestWorkspace.EndlessTurn]), ("B", [TestWorkspace.Finish()]));
        await StartRunAsync();
        ApprovalInfo second = await GateAsync("B", ApprovalKind.Spawn);
        await SpawnAsync("A");
        await DecideAsync(new DecideParams(second.ApprovalId, DecisionName.Approve, second.ShownHash, Prompt: second.Prompt + "\nMine."));
        Assert.Equal(TicketStateName.Queued, (await GetAsync()).Tickets[1].State);

        Workspace.Write("notes.md", "# Notes\n\nTwo.\n");
        await TicketAsync("cancel", "A");
        ApprovalInfo again = await Received.WaitForAsync<ApprovalInfo>(gate => gate.TicketId == "B" && gate.ApprovalId != second.ApprovalId);

        Assert.Contains("Two.", again.Prompt, StringComparison.Ordinal);
        Assert.Equal(second.Prompt + "\nMine.", again.Spawn?.EarlierPrompt);
        Assert.NotNull(again.Why);
        await ApproveAsync(again);
        await TicketIsAsync("B", TicketStateName.Completed);
    }

    [Fact]
    public async Task A_ticket_that_asks_for_something_else_after_a_pause_before_its_first_answer_is_asked_again()
    {
        Workspace.WriteTrack(new { id = "A", description = "First." }, new { id = "B", description = "Second.", depends_on = new[] { "A" } });
        Workspace.WriteScript(("A", [TestWorkspace.Finish()]), ("B", [TestWorkspace.EndlessTurn]));
        await StartRunAsync();
        await SpawnAsync("A");
        await SpawnAsync("B");
        await Received.WaitForAsync<TrackChanged>(changed => changed.ActiveTier == "Tier 3 (Worker): B" && changed.Tickets.Count == 0);
        await TrackAsync("pause");
        Workspace.WriteTrack(new { id = "B", description = "Second." });
        await OpenAsync();
        Workspace.WriteScriptOfCalls();

        await TrackAsync("resume");
        ApprovalInfo again = await GateAsync("B", ApprovalKind.Spawn, attempt: 2);

        Assert.DoesNotContain("Results of the tickets", again.Prompt, StringComparison.Ordinal);
        Assert.Null(Assert.Single((await GetAsync()).Tickets).Notice);
        await ApproveAsync(again);
        await TicketIsAsync("B", TicketStateName.Completed);
    }

    [Fact]
    public async Task A_retry_puts_the_note_and_the_last_outcome_into_the_next_prompt()
    {
        Workspace.WriteScript(("A", [TestWorkspace.Block("Which colour?")]));
        await StartRunAsync();
        await SpawnAsync("A");
        await RunIsAsync(RunStatusName.Blocked);
        Workspace.WriteScriptOfCalls();

        await TicketAsync("retry", "A", "Blue, please.");
        ApprovalInfo gate = await GateAsync("A", ApprovalKind.Spawn, attempt: 2);

        Assert.Contains("Blue, please.", gate.Prompt, StringComparison.Ordinal);
        Assert.Contains("Which colour?", gate.Prompt, StringComparison.Ordinal);
        await ApproveAsync(gate);
        await RunIsAsync(RunStatusName.Done);
        Assert.Equal([1, 2], Workspace.ModelCalls().Select(line => JsonElement.Parse(line).GetProperty("attempt").GetInt32()));
    }
}
