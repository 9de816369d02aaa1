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
    public void A_free_slot_leaves_no_approved_or_suspended_ticket_waiting_but_for_the_paths_of_another() => Simulations.EachTurn(turn =>
    {
        TrackState state = turn.Decision.State;
        if (IsMoving(state) && turn.Decision.Refusal is null && HasFreeSlot(turn))
        {
            List<string> started = [.. AtWork(state), .. InPhase(state, AttemptPhase.Suspended)];
            Assert.All(InPhase(state, AttemptPhase.Suspended).Where(id => !IsParked(turn, id)), id => Assert.Contains(started.TakeWhile(other => other != id), other => SharesPaths(state, id, other)));
            List<string> all = [.. started, .. InPhase(state, AttemptPhase.Queued)];
            Assert.All(InPhase(state, AttemptPhase.Queued), id => Assert.Contains(all.TakeWhile(other => other != id), other => SharesPaths(state, id, other)));
        }
    });

    [Fact]
    public void A_free_slot_leaves_no_ready_ticket_without_a_gate_up_to_the_gates_kept_open_but_for_the_paths_of_another() => Simulations.EachTurn(turn =>
    {
        TrackState state = turn.Decision.State;
        if (IsMoving(state) && turn.Decision.Refusal is null && HasFreeSlot(turn) && state.Run.Options is { AutoQueue: true } options)
        {
            int open = state.Active.Count(key => state.Tickets[key.TicketId].Attempt?.Phase is AttemptPhase.Preparing or AttemptPhase.AwaitingSpawn);
            List<string> before = [.. state.Active.Select(key => key.TicketId)];
            foreach (string id in InOrder(state, options))
            {
                Assert.True(open >= Scheduler.MostOpenGates || before.Exists(other => SharesPaths(state, id, other)), $"{id} could start and has no gate.");
                before.Add(id);
            }
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
            List<string> earlier = [.. InOrder(before, before.Run.Options!).TakeWhile(id => id != prepared.TicketId)];
            List<string> active = [.. before.Active.Select(key => key.TicketId)];
            Assert.DoesNotContain(active.Concat(earlier), other => SharesPaths(before, prepared.TicketId, other));
            Assert.All(earlier, id => Assert.Contains(active.Concat(earlier.TakeWhile(other => other != id)), other => SharesPaths(before, id, other)));
        }

        if (step.Happened is TrackEvent.AttemptStarted started && before.Run.Status == RunStatus.Running)
        {
            List<string> earlier = [.. InPhase(before, AttemptPhase.Suspended).Where(id => !(before.Tickets[id].Attempt?.ParkedUntil > step.After.At)), .. InPhase(before, AttemptPhase.Queued).TakeWhile(id => id != started.TicketId)];
            List<string> held = [.. AtWork(before), .. InPhase(before, AttemptPhase.Suspended).Except(earlier)];
            foreach (string id in earlier)
            {
                // One whose provider asks to wait gets no slot that another gave away for that.
                Assert.True(held.Exists(other => SharesPaths(before, id, other)) || IsParkedBeside(before, id), $"{started.TicketId} started before {id}.");
                held.Add(id);
            }
        }
    });

    [Fact]
    public void Tickets_that_may_change_the_same_paths_are_never_at_work_together() => Simulations.EachEvent(step =>
    {
        if (step.Happened is TrackEvent.AttemptStarted or TrackEvent.AttemptResumed)
        {
            string begun = ((IAttemptEvent)step.Happened).TicketId;
            Assert.DoesNotContain(AtWork(step.After), id => id != begun && SharesPaths(step.After, begun, id));
        }
    });

    [Fact]
    public void Only_a_worker_that_waits_for_its_provider_gives_its_slot_away_and_only_to_a_ticket_of_another_one() => Simulations.EachTurn(turn =>
    {
        foreach ((TrackEvent happened, int index) in turn.Decision.Events.Select((happened, index) => (happened, index)))
        {
            if (happened is TrackEvent.AttemptParked parked)
            {
                TicketState ticket = turn.Before.Tickets[parked.TicketId];
                Assert.True(turn.Decision.Events[index + 1] is TrackEvent.AttemptStarted or TrackEvent.AttemptResumed);
                string gets = ((IAttemptEvent)turn.Decision.Events[index + 1]).TicketId;
                Assert.NotEqual(ModelOf(turn, parked.TicketId), ModelOf(turn, gets));
                Assert.Null(ticket.Outcome);
            }
        }
    });

    [Fact]
    public void A_worker_without_its_slot_goes_on_when_its_wait_is_over() => Simulations.EachEvent(step =>
    {
        if (step.Happened is TrackEvent.AttemptResumed resumed)
        {
            Assert.False(step.Before.Tickets[resumed.TicketId].Attempt?.ParkedUntil > step.After.At);
        }
    });

    [Fact]
    public void A_ticket_that_waits_for_paths_says_for_whose() => Simulations.EachTurn(turn =>
    {
        TrackState state = turn.Decision.State;
        if (IsMoving(state) && turn.Decision.Refusal is null && HasFreeSlot(turn))
        {
            Assert.All(InPhase(state, AttemptPhase.Queued), id => Assert.Contains(
                Explanation.For(state, state.Tickets[id]), reason => reason.Kind == "scope" && SharesPaths(state, id, reason.RelatedTicketId!)));
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

    private static List<string> InPhase(TrackState state, AttemptPhase phase) =>
        [.. state.Active.Select(key => key.TicketId).Where(id => state.Tickets[id].Attempt?.Phase == phase)];

    private static bool IsParkedBeside(TrackState state, string id) => InPhase(state, AttemptPhase.Suspended)
        .Exists(other => other != id && state.Tickets[other].Attempt?.ParkedUntil is not null && state.Tickets[other].Attempt?.Spawn?.Model == state.Tickets[id].Attempt?.Spawn?.Model);

    private static bool IsParked(Turn turn, string id) => turn.Decision.State.Tickets[id].Attempt?.ParkedUntil > turn.Decision.State.At;

    private static string? ModelOf(Turn turn, string id) => turn.Decision.State.Tickets[id].Attempt?.Spawn?.Model;

    private static List<string> AtWork(TrackState state) =>
        [.. InPhase(state, AttemptPhase.Running), .. InPhase(state, AttemptPhase.Landing), .. InPhase(state, AttemptPhase.Submitted)];

    private static IEnumerable<string> InOrder(TrackState state, RunOptions options) =>
        (options switch
        {
            { AutoQueue: false } => [],
            { HoldStepTickets: false } => state.Ready.Union(state.ReadyInStepMode),
            { StepMode: true } => [],
            _ => state.Ready,
        }).Select(key => key.TicketId);

    /// <summary>The naive answer, for the few scopes that simulated persons write.</summary>
    private static bool SharesPaths(TrackState state, string left, string right)
    {
        System.Collections.Immutable.ImmutableArray<string> mine = WritesOf(state.Tickets[left]);
        System.Collections.Immutable.ImmutableArray<string> theirs = WritesOf(state.Tickets[right]);
        return mine.IsEmpty || theirs.IsEmpty
            ? state.Run.Options?.UnscopedAlone == true
            : mine.Any(one => theirs.Any(other => one[0] == other[0] && (one == other || one.EndsWith("**", StringComparison.Ordinal) || other.EndsWith("**", StringComparison.Ordinal))));
    }

    private static System.Collections.Immutable.ImmutableArray<string> WritesOf(TicketState ticket) => ticket.Attempt?.Definition.Writes ?? ticket.Definition.Writes;

    private static bool HasFreeSlot(Turn turn)
    {
        TrackState state = turn.Decision.State;
        return state.RunningCount < (state.Run.Options?.CapWithin(turn.Slots) ?? 0);
    }
}
