using System.Text.Json;
using Conductor.Server.Protocol;
using Conductor.Server.Tests.Rpc;
using StreamJsonRpc;
using Xunit;

namespace Conductor.Server.Tests.Features.Tickets;

public sealed class TicketActsTests : RpcTestBase
{
    public TicketActsTests()
    {
        Workspace.WriteTrack(new { id = "A", description = "First." }, new { id = "B", description = "Second.", depends_on = new[] { "A" } });
        Workspace.WriteScriptOfCalls();
    }

    [Fact]
    public async Task Skipping_a_ticket_frees_those_that_wait_for_it()
    {
        await StartAsync();
        await OpenAsync();

        await TicketAsync("skip", "A", "Not needed any more.");

        IReadOnlyList<TicketInfo> tickets = (await GetAsync()).Tickets;
        Assert.Equal([TicketStateName.Skipped, TicketStateName.Ready], tickets.Select(ticket => ticket.State));
        Assert.Equal("Not needed any more.", tickets[0].Detail);
    }

    [Fact]
    public async Task Marking_done_hands_the_note_on_to_the_tickets_that_waited()
    {
        await StartRunAsync(autoQueue: false);

        await TicketAsync("markDone", "A", "Did it by hand.");
        await TicketAsync("approve", "B");

        Assert.Contains("Did it by hand.", (await GateAsync("B", ApprovalKind.Spawn)).Prompt, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_waived_dependency_does_not_hold_its_ticket()
    {
        await StartAsync();
        await OpenAsync();

        await Client.AskAsync<CommandResult>("conductor/ticket/waive", new WaiveParams(Main, "B", "A"));

        Assert.Equal(TicketStateName.Ready, (await GetAsync()).Tickets[1].State);
    }

    [Fact]
    public async Task Running_a_ticket_that_waits_is_refused_as_not_ready()
    {
        await StartAsync();
        await OpenAsync();

        RemoteInvocationException refused = await Client.RefusedAsync("conductor/ticket/approve", new TicketParams(Main, "B"));

        Assert.Equal(ErrorCodes.NotReady, refused.ErrorCode);
    }

    [Fact]
    public async Task A_message_reaches_the_worker_before_its_next_model_call()
    {
        Workspace.WriteScript(("A", [TestWorkspace.Turn(TestWorkspace.Call("write_file", new { path = "a.txt", content = "x" })), TestWorkspace.Finish()]));
        await StartRunAsync();
        await SpawnAsync("A");
        ApprovalInfo gate = await GateAsync("A", ApprovalKind.Tool);

        await Client.AskAsync<CommandResult>("conductor/ticket/message", new MessageParams(Main, "A", "Mind the tests."));
        await ApproveAsync(gate);
        await TicketIsAsync("A", TicketStateName.Completed);

        Assert.Contains("» message: Mind the tests.", await LogAsync("A"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_without_a_worker_is_refused()
    {
        await StartAsync();
        await OpenAsync();

        RemoteInvocationException refused = await Client.RefusedAsync("conductor/ticket/message", new MessageParams(Main, "A", "Hello?"));

        Assert.Equal(ErrorCodes.WrongState, refused.ErrorCode);
    }

    [Fact]
    public async Task Explaining_names_every_reason_and_what_clears_it()
    {
        await StartAsync();
        await OpenAsync();

        TicketExplanation explanation = await Client.AskAsync<TicketExplanation>("conductor/ticket/explain", new TicketParams(Main, "B"));

        Assert.Contains(explanation.Reasons, reason => reason is { Kind: "waitsFor", RelatedTicketId: "A" });
        Assert.All(explanation.Reasons, reason => Assert.NotEmpty(reason.Action));
    }

    [Theory]
    [InlineData("conductor/ticket/explain")]
    [InlineData("conductor/ticket/changes")]
    [InlineData("conductor/ticket/skip")]
    [InlineData("conductor/worker/log")]
    public async Task An_unknown_ticket_is_refused(string method)
    {
        await StartAsync();
        await OpenAsync();

        RemoteInvocationException refused = await Client.RefusedAsync(method, new TicketParams(Main, "Z"));

        Assert.Equal(ErrorCodes.UnknownTicket, refused.ErrorCode);
    }

    [Fact]
    public async Task An_unknown_track_is_refused()
    {
        await StartAsync();

        RemoteInvocationException refused = await Client.RefusedAsync("conductor/track/get", new TrackParams("nothing"));

        Assert.Equal(ErrorCodes.UnknownTrack, refused.ErrorCode);
    }

    [Fact]
    public async Task A_failing_acceptance_command_goes_back_once_and_then_blocks()
    {
        Workspace.WriteTrack(new { id = "A", description = "First.", acceptance = new[] { "test -f proof" } });
        Workspace.WriteScript(("A", [TestWorkspace.Finish("First try."), TestWorkspace.Finish("Second try.")]));
        await StartRunAsync(ApprovalModeName.Never);
        ApprovalInfo gate = await GateAsync("A", ApprovalKind.Spawn);
        Assert.Equal(["test -f proof"], gate.Spawn?.Acceptance);

        await ApproveAsync(gate);
        TicketInfo blocked = await TicketIsAsync("A", TicketStateName.Blocked);

        Assert.Equal("acceptance", blocked.OutcomeKind);
        Assert.Equal(2, Workspace.ModelCalls().Length);
    }

    [Fact]
    public async Task A_worker_that_fails_does_not_take_the_run_down()
    {
        Workspace.WriteTrack(new { id = "A", description = "First." }, new { id = "B", description = "Second." });
        Workspace.WriteScript(("B", [TestWorkspace.Finish()]));
        await StartRunAsync();
        await SpawnAsync("A");
        TicketInfo failed = await TicketIsAsync("A", TicketStateName.Failed);
        await SpawnAsync("B");

        TrackChanged ended = await RunIsAsync(RunStatusName.Failed);

        Assert.Contains("The script has no turn 1", failed.Detail, StringComparison.Ordinal);
        Assert.Contains("A", ended.StatusDetail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_key_stops_the_run_with_what_to_do()
    {
        Workspace.WriteTrack(new { id = "A", description = "First." }, new { id = "B", description = "Second." });
        Workspace.WriteScript(("*", [new { error = new { kind = "auth" } }]));
        await StartRunAsync();
        await SpawnAsync("A");

        TrackChanged ended = await RunIsAsync(RunStatusName.Failed);

        Assert.Contains("key was refused", ended.StatusDetail, StringComparison.Ordinal);
        Assert.Single(Workspace.ModelCalls(), line => JsonElement.Parse(line).GetProperty("ticket").GetString() == "A");
    }
}
