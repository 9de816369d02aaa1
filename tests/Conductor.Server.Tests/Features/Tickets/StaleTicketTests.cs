using Conductor.Server.Protocol;
using Conductor.Server.Tests.Rpc;
using Xunit;

namespace Conductor.Server.Tests.Features.Tickets;

public sealed class StaleTicketTests : RpcTestBase
{
    public StaleTicketTests()
    {
        Workspace.WriteTrack(
            new { id = "A", description = "First.", status = "completed" },
            new { id = "B", description = "Second.", depends_on = new[] { "A" }, status = "completed" },
            new { id = "C", description = "Third.", depends_on = new[] { "B" } },
            new { id = "D", description = "Fourth.", depends_on = new[] { "B" }, status = "completed" });
        Workspace.WriteScriptOfCalls();
    }

    [Fact]
    public async Task A_ticket_that_was_built_on_one_that_is_tried_again_says_that_it_is_stale_and_why()
    {
        await StartRetriedAsync();

        IReadOnlyList<TicketInfo> tickets = (await GetAsync()).Tickets;
        Assert.Equal([null, "It was built on A, which is to be done again.", null, "It was built on B, which is stale itself."], tickets.Select(ticket => ticket.Stale));
        Assert.Equal([false, true, false, false], tickets.Select(ticket => ticket.Actions.Contains(TicketAction.Confirm)));
    }

    [Fact]
    public async Task Who_looks_on_is_told_of_every_ticket_that_became_stale_also_far_away()
    {
        await StartRetriedAsync();

        TrackChanged changed = await Received.WaitForAsync<TrackChanged>(change => change.TrackId == Main && change.Tickets.Any(ticket => ticket is { Id: "D", Stale: not null }));
        Assert.Equal("It was built on B, which is stale itself.", changed.Tickets.Single(ticket => ticket.Id == "D").Stale);
    }

    [Fact]
    public async Task A_person_confirms_that_it_still_holds()
    {
        await StartRetriedAsync();

        await TicketAsync("confirm", "B");

        Assert.All((await GetAsync()).Tickets, ticket => Assert.Null(ticket.Stale));
    }

    [Fact]
    public async Task The_gate_of_a_ticket_that_is_built_on_a_stale_one_says_so()
    {
        await StartRetriedAsync();

        await TicketAsync("approve", "C");

        Assert.Equal(
            "It is built on B, which is stale: retry or confirm it first, or go on as it stands.", (await GateAsync("C", ApprovalKind.Spawn)).Why);
    }

    private async Task StartRetriedAsync()
    {
        await StartRunAsync(autoQueue: false);
        await TicketAsync("retry", "A");
    }
}
