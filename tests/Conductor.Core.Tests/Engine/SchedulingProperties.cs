using Conductor.Core.Engine;
using Conductor.Core.Tickets;
using Xunit;

namespace Conductor.Core.Tests.Engine;

public sealed class SchedulingProperties
{
    [Fact]
    public void No_attempt_is_prepared_or_started_before_every_dependency_is_accepted_or_waived() => Simulations.EachEvent(step =>
    {
        string? id = step.Happened switch
        {
            TrackEvent.AttemptPrepared prepared => prepared.TicketId,
            TrackEvent.AttemptStarted started => started.TicketId,
            _ => null,
        };
        if (id is not null)
        {
            TicketState ticket = step.Before.Tickets[id];
            Assert.All(ticket.Definition.DependsOn, dependency => Assert.True(IndexCheck.IsMet(step.Before, ticket, dependency), $"{id} waits for {dependency}."));
        }
    });

    [Fact]
    public void Workers_never_outnumber_the_parallel_limit_or_the_slots() => Simulations.EachTurn(turn =>
    {
        int limit = turn.Decision.State.Run.Options?.CapWithin(turn.Slots) ?? 0;
        Assert.InRange(turn.Decision.State.RunningCount, 0, Math.Max(limit, 0));
    });

    [Fact]
    public void A_free_slot_leaves_no_approved_or_suspended_ticket_waiting() => Simulations.EachTurn(turn =>
    {
        TrackState state = turn.Decision.State;
        if (IsMoving(state) && turn.Decision.Refusal is null && HasFreeSlot(turn))
        {
            Assert.DoesNotContain(state.Active, key => state.Tickets[key.TicketId].Attempt?.Phase is AttemptPhase.Queued or AttemptPhase.Suspended);
        }
    });

    [Fact]
    public void A_free_slot_leaves_no_ready_ticket_without_a_gate_up_to_the_gates_kept_open() => Simulations.EachTurn(turn =>
    {
        TrackState state = turn.Decision.State;
        if (IsMoving(state) && turn.Decision.Refusal is null && HasFreeSlot(turn) && state.Run.Options is { AutoQueue: true } options)
        {
            int open = state.Active.Count(key => state.Tickets[key.TicketId].Attempt?.Phase is AttemptPhase.Preparing or AttemptPhase.AwaitingSpawn);
            bool isLeftIdle = (!state.Ready.IsEmpty && !(options.StepMode && options.HoldStepTickets)) || (!state.ReadyInStepMode.IsEmpty && !options.HoldStepTickets);
            Assert.False(isLeftIdle && open < Scheduler.MostOpenGates, "A ticket that could start has no gate.");
        }
    });

    [Fact]
    public void What_a_person_asked_for_is_prepared_in_the_same_turn() => Simulations.EachTurn(turn =>
        Assert.True(!IsMoving(turn.Decision.State) || turn.Decision.Refusal is not null || turn.Decision.State.Requested.IsEmpty));

    [Fact]
    public void Attempts_are_prepared_and_started_in_the_order_of_ready_tickets() => Simulations.EachEvent(step =>
    {
        TrackState before = step.Before;
        if (step.Happened is TrackEvent.AttemptPrepared prepared && !before.Tickets[prepared.TicketId].IsRequested)
        {
            bool stepToo = before.Run.Options is { HoldStepTickets: false };
            ReadyKey first = (stepToo ? before.Ready.Union(before.ReadyInStepMode) : before.Ready)[0];
            Assert.Equal(first.TicketId, prepared.TicketId);
        }

        if (step.Happened is TrackEvent.AttemptStarted started && before.Run.Status == RunStatus.Running)
        {
            Assert.Equal(before.Active.First(key => before.Tickets[key.TicketId].Attempt?.Phase == AttemptPhase.Queued).TicketId, started.TicketId);
            Assert.DoesNotContain(before.Active, key => before.Tickets[key.TicketId].Attempt?.Phase == AttemptPhase.Suspended);
        }
    });

    [Fact]
    public void An_attempt_number_is_never_used_twice_for_one_ticket() => Simulations.EachTrack(track =>
    {
        List<(string, int)> attempts = [.. track.History.OfType<TrackEvent.AttemptPrepared>().Select(prepared => (prepared.TicketId, prepared.Attempt))];
        Assert.Equal(attempts.Count, attempts.Distinct().Count());
    });

    [Fact]
    public void A_pause_leaves_no_worker_and_a_resume_brings_them_back() => Simulations.EachEvent(step =>
    {
        if (step.Happened is TrackEvent.RunPaused)
        {
            Assert.Equal(0, step.After.RunningCount);
            Assert.Equal(step.Before.Active, step.After.Active);
        }
    });

    [Fact]
    public void Nothing_is_prepared_while_a_run_is_paused_or_ending() => Simulations.EachEvent(step =>
    {
        if (step.Happened is TrackEvent.AttemptPrepared)
        {
            Assert.True(IsMoving(step.Before));
        }
    });

    private static bool IsMoving(TrackState state) => state.Run is { Status: RunStatus.Running, Stopping: null };

    private static bool HasFreeSlot(Turn turn)
    {
        TrackState state = turn.Decision.State;
        return state.RunningCount < (state.Run.Options?.CapWithin(turn.Slots) ?? 0);
    }
}
