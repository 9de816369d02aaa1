using Conductor.Core.Engine;
using Conductor.Core.Tickets;
using Xunit;

namespace Conductor.Core.Tests.Engine;

public sealed class RunEndProperties
{
    [Fact]
    public void Every_run_ends_when_its_host_and_people_are_fair() => Simulations.EachTrack(track => Assert.False(track.State.Run.IsAlive));

    [Fact]
    public void A_run_ends_as_its_tickets_say() => Simulations.EachEvent(step =>
    {
        if (step.Happened is not TrackEvent.RunEnded ended)
        {
            return;
        }

        Assert.Empty(step.Before.Active);
        Assert.Empty(step.Before.OpenApprovals);
        if (step.Before.Run.Stopping is { } stopping)
        {
            Assert.Equal(stopping.EndsAs, ended.Status);
            return;
        }

        bool anyFailed = step.Before.Tickets.Values.Any(ticket => ticket.Outcome is TicketOutcome.Failed);
        RunStatus expected = step.Before.IsAllAccepted ? RunStatus.Done : anyFailed ? RunStatus.Failed : RunStatus.Blocked;
        Assert.Equal(expected, ended.Status);
        bool isSilent = ended.Status == RunStatus.Done && !step.Before.Tickets.Values.Any(ticket => ticket.IsStale);
        Assert.Equal(isSilent, ended.Detail.Length == 0);
        Assert.DoesNotContain(step.Before.Tickets.Values, ticket => ticket.IsReady);
    });

    [Fact]
    public void A_live_run_always_has_something_under_way_or_waiting_for_a_person() => Simulations.EachTurn(turn =>
    {
        TrackState state = turn.Decision.State;
        if (state.Run.Status == RunStatus.Running)
        {
            Assert.False(state.Active.IsEmpty && state.Ready.IsEmpty && state.ReadyInStepMode.IsEmpty && state.ReadyForPerson.IsEmpty && state.Requested.IsEmpty);
        }
    });

    [Fact]
    public void Every_ticket_that_no_worker_is_at_says_why_and_what_to_do() => Simulations.EachTurn(turn =>
    {
        TrackState state = turn.Decision.State;
        foreach (TicketState ticket in state.Tickets.Values)
        {
            TicketPhase phase = TicketPhases.Of(state, ticket);
            var reasons = Explanation.For(state, ticket);
            bool works = phase == TicketPhase.Running && ticket.Attempt?.Waiting is null;
            Assert.True(reasons.IsEmpty == works, $"{ticket.Definition.Id} is {phase} and has {reasons.Length} reasons.");
            Assert.DoesNotContain(reasons, reason => reason.Text.Length == 0 || reason.Action.Length == 0);
        }
    });

    [Fact]
    public void Every_act_that_is_offered_is_accepted() => Simulations.EachTurn(turn =>
    {
        TrackState state = turn.Decision.State;
        foreach (TicketState ticket in state.Tickets.Values)
        {
            foreach (TicketAct act in TicketPhases.Acts(state, ticket))
            {
                if (Command(ticket, act) is { } command)
                {
                    Refusal? refusal = TrackDecider.Decide(state, command, new DecisionContext(Make.Noon, 1, default)).Refusal;
                    Assert.True(refusal is null, $"{act} is offered for {ticket.Definition.Id}, but: {refusal?.Message}");
                }
            }
        }
    });

    private static TrackCommand? Command(TicketState ticket, TicketAct act)
    {
        string id = ticket.Definition.Id;
        return act switch
        {
            TicketAct.Run => new TrackCommand.RequestTicket(id, "demo"),
            TicketAct.Cancel => new TrackCommand.CancelTicket(id, "Stop."),
            TicketAct.Retry or TicketAct.Answer => new TrackCommand.RetryTicket(id, "Yes.", "demo"),
            TicketAct.Skip => new TrackCommand.SkipTicket(id, "Not needed."),
            TicketAct.MarkDone => new TrackCommand.MarkTicketDone(id, "Done."),
            TicketAct.Message => new TrackCommand.SendMessage(id, "Mind the tests."),
            _ => null,
        };
    }
}
