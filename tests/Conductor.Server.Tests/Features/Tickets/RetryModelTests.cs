using System.Text.Json;
using Conductor.Server.Protocol;
using Conductor.Server.Tests.Rpc;
using Xunit;

namespace Conductor.Server.Tests.Features.Tickets;

public sealed class RetryModelTests : RpcTestBase
{
    private string Other => $"script:{Workspace.At("other.json")}";

    [Theory]
    [InlineData("retry", "A")]
    [InlineData("approve", "B")]
    public async Task A_ticket_that_begins_a_run_has_the_model_that_the_settings_name_now(string verb, string ticketId)
    {
        Workspace.WriteTrack(new { id = "A", description = "First." }, new { id = "B", description = "Second.", step_mode = true });
        await StartAsync();
        await RunToItsEndAsync();

        await ChooseOtherAsync();
        await TicketAsync(verb, ticketId);

        Assert.Equal(Other, (await GateAsync(ticketId, ApprovalKind.Spawn, attempt: ticketId == "A" ? 2 : 1)).Spawn?.Model);
    }

    [Fact]
    public async Task A_retry_in_a_live_run_has_the_model_that_the_run_began_with()
    {
        Workspace.WriteTrack(new { id = "A", description = "First." }, new { id = "B", description = "Second." });
        Workspace.WriteScript(("*", [TestWorkspace.Block("Which?")]));
        await StartRunAsync();
        await SpawnAsync("A");
        await TicketIsAsync("A", TicketStateName.Blocked);

        await ChooseOtherAsync();
        await TicketAsync("retry", "A");

        Assert.Equal(Workspace.Model, (await GateAsync("A", ApprovalKind.Spawn, attempt: 2)).Spawn?.Model);
    }

    private async Task RunToItsEndAsync()
    {
        Workspace.WriteScript(("*", [TestWorkspace.Block("Which?")]));
        await OpenAsync();
        await TicketAsync("approve", "A");
        await SpawnAsync("A");
        await TicketIsAsync("A", TicketStateName.Blocked);
        await TrackAsync("cancel");
        await RunIsAsync(RunStatusName.Cancelled);
    }

    private Task ChooseOtherAsync()
    {
        File.Copy(Workspace.At("script.json"), Workspace.At("other.json"));
        return Client.TellAsync("workspace/didChangeConfiguration", new DidChangeConfigurationParams(
            JsonSerializer.SerializeToElement(new { conductor = new { model = Other } })));
    }
}
