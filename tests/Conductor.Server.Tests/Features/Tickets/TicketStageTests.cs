using Conductor.Server.Protocol;
using Conductor.Server.Tests.Rpc;
using Xunit;

namespace Conductor.Server.Tests.Features.Tickets;

public sealed class TicketStageTests : RpcTestBase
{
    [Fact]
    public async Task A_ticket_whose_worker_has_called_it_done_is_told_to_be_proving_while_its_acceptance_runs()
    {
        Workspace.WriteTrack(new { id = "A", description = "First.", acceptance = new[] { "true" } });
        Workspace.WriteScriptOfCalls();
        await StartRunAsync(ApprovalModeName.Never);
        await SpawnAsync("A");

        TrackChanged proving = await Received.WaitForAsync<TrackChanged>(changed => changed.Tickets.Any(ticket => ticket.Stage == TicketStageName.Proving));
        TicketInfo done = await TicketIsAsync("A", TicketStateName.Completed);

        Assert.Equal(TicketStateName.Running, proving.Tickets.Single().State);
        Assert.Null(done.Stage);
    }
}
