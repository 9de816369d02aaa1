using Conductor.Core.Engine;
using Conductor.Core.Landing;
using Conductor.Core.Tickets;
using Xunit;

namespace Conductor.Core.Tests.Engine;

public sealed class LandingProperties
{
    [Fact]
    public void Landings_are_serial() => Simulations.EachEvent(step =>
    {
        if (step.Happened is TrackEvent.LandingStarted)
        {
            Assert.DoesNotContain(step.Before.Active, key => step.Before.Tickets[key.TicketId].Attempt?.Phase == AttemptPhase.Landing);
        }
    });

    [Fact]
    public void Work_lands_only_when_a_person_said_so_or_nobody_was_to_be_asked() => Simulations.EachEvent(step =>
    {
        if (step.Happened is TrackEvent.LandingStarted landing)
        {
            Assert.True(step.Before.Tickets[landing.TicketId].Attempt is { Phase: AttemptPhase.Submitted, MayLand: true, OpenApprovals.IsEmpty: true });
        }
    });

    [Fact]
    public void A_ticket_with_a_tree_of_its_own_is_completed_only_by_landing_or_by_a_person() => Simulations.EachEvent(step =>
    {
        if (step.Happened is TrackEvent.AttemptEnded { Outcome: TicketOutcome.Completed { Summary: not "Done by hand." and var summary } } ended
            && !summary.StartsWith("Marked completed in the track file.", StringComparison.Ordinal)
            && step.Before.Tickets[ended.TicketId].Attempt is { Tree: not null } attempt && attempt.Number == ended.Attempt)
        {
            Assert.Equal(AttemptPhase.Landing, attempt.Phase);
        }
    });

    [Fact]
    public void The_branch_stands_at_what_landed_last() => Simulations.EachEvent(step =>
    {
        if (step.Happened is TrackEvent.WorkLanded landed)
        {
            Assert.Equal(landed.Commit, step.After.Integration?.Tip);
        }
        else if (step.Happened is TrackEvent.LandingReverted reverted)
        {
            Assert.Equal(reverted.Commit, step.After.Integration?.Tip);
        }
        else if (step.Happened is not TrackEvent.IntegrationBegun)
        {
            Assert.Equal(step.Before.Integration?.Tip, step.After.Integration?.Tip);
        }
    });

    [Fact]
    public void What_was_built_on_landed_work_is_stale_exactly_while_that_is_taken_back() => Simulations.EachEvent(step =>
    {
        if (step.Happened is TrackEvent.LandingReverted { IsUndo: false } reverted)
        {
            Assert.Equal(0, step.After.Tickets[reverted.TicketId].Work);
            Assert.All(
                step.After.Tickets.Values.Where(ticket => ticket.Outcome is TicketOutcome.Completed && ticket.BuiltOn?.GetValueOrDefault(reverted.TicketId) > 0),
                ticket => Assert.Contains(reverted.TicketId, ticket.StaleBecause));
        }
        else if (step.Happened is TrackEvent.LandingReverted undone && step.After.Tickets[undone.TicketId] is { Outcome.IsAccepted: true, Files.IsTakenBack: false } ticket)
        {
            Assert.Equal(ticket.AcceptedAt, ticket.Work);
        }
    });

    [Fact]
    public void What_has_landed_can_be_taken_back_or_had_again_but_never_both() => Simulations.EachEvent(step =>
    {
        foreach (TicketState ticket in step.After.Tickets.Values.Where(ticket => LandingDecisions.RevertsLanding(ticket)))
        {
            var acts = TicketPhases.Acts(step.After, ticket);
            Assert.Equal(ticket.Landed is { RevertedBy: null } && !IsLanding(step.After), acts.Contains(TicketAct.Revert));
            Assert.Equal(ticket.Landed is { RevertedBy: not null } && !IsLanding(step.After), acts.Contains(TicketAct.UndoRevert));
        }
    });

    [Fact]
    public void Work_that_waits_to_land_holds_no_slot_and_keeps_its_paths() => Simulations.EachEvent(step =>
    {
        if (step.Happened is TrackEvent.WorkSubmitted submitted && step.After.Tickets[submitted.TicketId].Attempt?.Number == submitted.Attempt)
        {
            Assert.Equal(step.Before.RunningCount - 1, step.After.RunningCount);
        }
    });

    [Fact]
    public void Work_that_a_person_sends_back_goes_to_its_worker_with_their_words() => Simulations.EachEvent(step =>
    {
        if (step.Happened is TrackEvent.WorkReturned returned)
        {
            AttemptState? attempt = step.After.Tickets[returned.TicketId].Attempt;
            Assert.Equal(new AttemptStep.Told(returned.Kind, returned.Text), attempt?.Steps[^1]);
            Assert.Null(attempt?.Work);
        }
    });

    [Fact]
    public void Every_landing_that_stops_asks_a_person() => Simulations.EachTurn(turn =>
    {
        if (turn.Decision.Events.OfType<TrackEvent.LandingStopped>().FirstOrDefault() is { } stopped && turn.Decision.State.Tickets[stopped.TicketId].Attempt is { } attempt)
        {
            Assert.NotEmpty(attempt.OpenApprovals);
        }
    });

    private static bool IsLanding(TrackState state) => state.Active.Any(key => state.Tickets[key.TicketId].Attempt?.Phase == AttemptPhase.Landing);
}
