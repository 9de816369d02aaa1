using System.Text.Json;
using Conductor.Server.Protocol;
using Conductor.Server.Tests.Rpc;
using Xunit;

namespace Conductor.Server.Tests.Features.Tickets;

/// <summary>A call that made no sense and that a person mends at its gate is one like any other afterwards.</summary>
public sealed class MendedCallTests : RpcTestBase
{
    public MendedCallTests()
    {
        Workspace.WriteTrack(new { id = "A", description = "First.", step_mode = true });
        Workspace.Write("a.txt", "old\n");
    }

    [Theory]
    [InlineData("write_file", """{"path":"a.txt","content":"new\n"}""")]
    [InlineData("run_command", """{"command":"echo new > a.txt"}""")]
    public async Task What_a_mended_call_changes_is_shown_and_can_be_taken_back(string tool, string mended)
    {
        Workspace.WriteScriptOfCalls(TestWorkspace.Call(tool, new { nonsense = true }));
        await StartRunAsync(ApprovalModeName.Never);
        await TicketAsync("approve", "A");
        await SpawnAsync("A");
        ApprovalInfo gate = await GateAsync("A", ApprovalKind.Tool);

        await DecideAsync(new DecideParams(gate.ApprovalId, DecisionName.Approve, gate.ShownHash, Arguments: JsonElement.Parse(mended)));
        await ApproveAsync(await Received.WaitForAsync<ApprovalInfo>(next => next.Tool?.Name == "finish"));
        await TicketIsAsync("A", TicketStateName.Completed);

        Assert.Equal("new\n", Workspace.Read("a.txt"));
        TicketChanges changes = await Client.AskAsync<TicketChanges>("conductor/ticket/changes", new TicketParams(Main, "A"));
        Assert.Equal(new FileChangeInfo("a.txt", "old\n", IsKept: true), Assert.Single(changes.Files));
        await Client.AskAsync<RevertResult>("conductor/ticket/revert", new RevertParams(Main, "A"));
        Assert.Equal("old\n", Workspace.Read("a.txt"));
    }
}
