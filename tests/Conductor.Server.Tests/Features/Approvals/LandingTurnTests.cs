using Conductor.Core.Approvals;
using Conductor.Core.Landing;
using Conductor.Core.Tests.Engine;
using Conductor.Core.Tickets;
using Conductor.Server.Features.Approvals;
using Conductor.Server.Protocol;
using Xunit;

namespace Conductor.Server.Tests.Features.Approvals;

public sealed class LandingTurnTests
{
    [Fact]
    public void Landing_gates_compare_as_the_engine_lands_what_may_land()
    {
        string[] ids = ["late", "first", "urgent", "long"];
        Scenario track = Scenario.Of(Make.Ticket("late") with { Priority = -1 }, Make.Ticket("first"), Make.Ticket("urgent") with { Priority = 3 }, Make.Ticket("long"), Make.Ticket("after", "long"))
            .When(new TrackCommand.StartRun(Make.Automatic with { Isolation = Isolation.Worktree, MaxParallel = 8 }));
        foreach (string id in ids)
        {
            track.When(new TrackCommand.RecordWorkingTree(id, 1, new WorkingTree(id, $"of/{id}", "base"))).Spawn(id).When(new TrackCommand.SubmitWork(id, 1, new SubmittedWork("Done.", id)));
        }

        IEnumerable<ApprovalInfo> gates = track.State.OpenApprovals.Values.OfType<ApprovalRequest.Landing>().Select(gate => ApprovalMapping.ToInfo(track.State, gate, label => label));

        Assert.Equal(["urgent", "long", "first", "late"], gates.OrderBy(gate => gate.Landing?.Turn, new ByNumbers()).Select(gate => gate.TicketId));
        Assert.Equal(["urgent", "long", "first", "late"], track.State.Active.Select(key => key.TicketId));
    }

    private sealed class ByNumbers : IComparer<IReadOnlyList<int>?>
    {
        public int Compare(IReadOnlyList<int>? x, IReadOnlyList<int>? y) =>
            (x ?? []).Zip(y ?? [], (one, other) => one.CompareTo(other)).FirstOrDefault(order => order != 0);
    }
}
