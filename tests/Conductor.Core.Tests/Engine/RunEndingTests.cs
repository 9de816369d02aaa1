using Conductor.Core.Tickets;
using Xunit;

namespace Conductor.Core.Tests.Engine;

public sealed class RunEndingTests
{
    [Fact]
    public void A_run_of_accepted_tickets_is_done_and_has_nothing_to_say() =>
        Ends(Scenario.Running(Make.Ticket("A"), Make.Ticket("B")).When(new TrackCommand.SkipTicket("B", "Not needed.")).Spawn("A").Complete("A"), RunStatus.Done, "");

    [Fact]
    public void A_blocked_run_says_who_is_blocked_why_and_how_many_wait() =>
        Ends(
            Scenario.Running(Make.Ticket("A"), Make.Ticket("B", "A"), Make.Ticket("C", "B")).Spawn("A").End("A", new TicketOutcome.Blocked("needsDecision", "Which one?")),
            RunStatus.Blocked,
            "A is blocked: Which one? 2 tickets wait for it.");

    [Fact]
    public void One_ticket_that_waits_for_one_is_told_in_the_singular() =>
        Ends(
            Scenario.Running(Make.Ticket("A"), Make.Ticket("B", "A")).Spawn("A").End("A", new TicketOutcome.Blocked("needsDecision", "Which one?")),
            RunStatus.Blocked,
            "A is blocked: Which one? 1 ticket waits for it.");

    [Fact]
    public void Failed_beats_blocked() =>
        Ends(
            Scenario.Running(Make.Ticket("A"), Make.Ticket("B"), Make.Ticket("C", "B")).Spawn("A", "B")
                .End("A", new TicketOutcome.Blocked("needsAccess", "No access")).End("B", new TicketOutcome.Failed("It broke")),
            RunStatus.Failed,
            "B failed: It broke. A is blocked: No access. 1 ticket waits for them.");

    [Fact]
    public void A_cancelled_ticket_leaves_a_blocked_run() =>
        Ends(Scenario.Running(Make.Ticket("A")).When(new TrackCommand.CancelTicket("A", "Stop it.")), RunStatus.Blocked, "A was cancelled: Stop it.");

    [Fact]
    public void No_more_than_five_are_named()
    {
        Scenario track = Scenario.Running([.. Enumerable.Range(1, 7).Select(index => Make.Ticket($"T-{index}"))]);
        for (int index = 1; index <= 7; index++)
        {
            track.When(new TrackCommand.CancelTicket($"T-{index}", "Stop."));
        }

        Assert.EndsWith("T-5 was cancelled: Stop. And 2 more.", track.State.Run.Detail, StringComparison.Ordinal);
    }

    private static void Ends(Scenario track, RunStatus status, string detail)
    {
        Assert.Equal(status, track.State.Run.Status);
        Assert.Equal(detail, track.State.Run.Detail);
    }
}
