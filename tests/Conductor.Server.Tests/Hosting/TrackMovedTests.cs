using Conductor.Core.Landing;
using Conductor.Core.Tests.Engine;
using Conductor.Core.Tickets;
using Conductor.Server.Hosting;
using Xunit;

namespace Conductor.Server.Tests.Hosting;

public sealed class TrackMovedTests
{
    private static readonly WorkingTree First = new(".conductor/worktrees/x/a-1", "conductor/x/t/A", "base");

    [Fact]
    public void The_tree_of_an_attempt_that_has_ended_is_its_own_though_the_next_one_has_begun()
    {
        Scenario track = Scenario.Of(Make.Ticket("A"))
            .When(new TrackCommand.RecordIntegration(new IntegrationBranch("conductor/x/integration", "base", "main", "base")))
            .When(new TrackCommand.StartRun(new RunOptions { AutoQueue = true, Model = "demo", Isolation = Isolation.Worktree }))
            .When(new TrackCommand.RecordWorkingTree("A", 1, First))
            .Spawn("A");
        TrackState before = track.State;
        track.When(new TrackCommand.EndAttempt("A", 1, new TicketOutcome.Blocked("needsDecision", "Which?"), null)).When(new TrackCommand.RetryTicket("A", "This.", "demo"));
        track.When(new TrackCommand.RecordWorkingTree("A", 2, First with { Folder = ".conductor/worktrees/x/a-2" }));

        var moved = new TrackMoved("x", before, track.State, [], 1, IsOurs: true);

        Assert.Equal(First, moved.TreeOf("A", 1));
        Assert.Equal(2, track.State.Tickets["A"].Attempt?.Number);
        Assert.Null(moved.TreeOf("A", 3));
    }
}
