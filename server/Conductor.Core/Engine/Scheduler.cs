using Conductor.Core.Approvals;
using Conductor.Core.Tickets;

namespace Conductor.Core.Engine;

/// <summary>
/// Moves a run on as far as it can go now: what may start starts, what cannot go on ends the run. Looks only at tickets under way and at
/// the heads of the ready sets, so its time does not grow with the track.
/// </summary>
public static class Scheduler
{
    /// <summary>
    /// Spawn gates open at a time beyond the slots. A gate holds no slot, but each one costs a composed prompt and a place in the person's
    /// list, and the further ahead it is composed the sooner it goes stale.
    /// </summary>
    internal const int MostOpenGates = 8;

    /// <summary>Advances until nothing more can happen now.</summary>
    internal static void Advance(DecisionBuilder decision)
    {
        RunState run = decision.State.Run;
        if (!run.IsAlive || run.Options is not { } options)
        {
            return;
        }

        int slots = options.CapWithin(SlotsOf(decision)) - decision.State.RunningCount;
        if (run.Stopping is { } stopping)
        {
            Stop(decision, stopping);
            return;
        }

        StartWorkers(decision, slots, onlyRequested: run.Status == RunStatus.Paused);
        if (run.Status == RunStatus.Running)
        {
            Prepare(decision, options);
            EndIfNothingCanRun(decision, options);
        }
        else if (decision.State is { IsAllAccepted: true, Active.IsEmpty: true })
        {
            decision.Add(new TrackEvent.RunEnded(RunStatus.Done, ""));
        }
    }

    /// <summary>Whether an attempt waits only because the workspace has no free slot.</summary>
    public static bool WantsSlot(TrackState state) =>
        state.Run is { Status: RunStatus.Running, Stopping: null, Options: { } options }
        && state.RunningCount < options.CapWithin(int.MaxValue)
        && state.Active.Any(key => state.Tickets[key.TicketId].Attempt is { Phase: AttemptPhase.Queued or AttemptPhase.Suspended });

    /// <summary>Whether a ready ticket waits for Run Ticket under these options.</summary>
    internal static bool Holds(RunOptions options, TicketDefinition ticket) =>
        !options.AutoQueue || ((ticket.StepMode || options.StepMode) && options.HoldStepTickets);

    /// <summary>The next ticket that may be prepared under these options, or null. What a person asked for goes before the rest.</summary>
    internal static ReadyKey? NextToPrepare(TrackState state, RunOptions options)
    {
        if (First(state.Requested) is { } requested)
        {
            return requested;
        }

        ReadyKey? next = options.AutoQueue && !(options.StepMode && options.HoldStepTickets) ? First(state.Ready) : null;

        return options is { AutoQueue: true, HoldStepTickets: false } ? Earlier(next, First(state.ReadyInStepMode)) : next;
    }

    private static ReadyKey? First(System.Collections.Immutable.ImmutableSortedSet<ReadyKey> keys) => keys.IsEmpty ? null : keys[0];

    private static ReadyKey? Earlier(ReadyKey? left, ReadyKey? right) =>
        left is { } first && right is { } second ? (first < second ? first : second) : left ?? right;

    /// <summary>Slots that the track holds, and those that the workspace lets it take beside them.</summary>
    private static int SlotsOf(DecisionBuilder decision) => decision.FreeSlots + decision.State.RunningCount;

    /// <summary>Suspended attempts first (they have work behind them), then approved ones, each in the order of ready tickets.</summary>
    private static void StartWorkers(DecisionBuilder decision, int slots, bool onlyRequested)
    {
        foreach (AttemptPhase phase in (ReadOnlySpan<AttemptPhase>)[AttemptPhase.Suspended, AttemptPhase.Queued])
        {
            foreach (ReadyKey key in decision.State.Active)
            {
                if (slots <= 0)
                {
                    return;
                }

                if (decision.State.Tickets[key.TicketId].Attempt is { Spawn: { } spawn } attempt
                    && attempt.Phase == phase
                    && (!onlyRequested || attempt.IsResumeRequested))
                {
                    decision.Add(phase == AttemptPhase.Suspended
                        ? new TrackEvent.AttemptResumed(key.TicketId, attempt.Number)
                        : new TrackEvent.AttemptStarted(key.TicketId, attempt.Number, ContentHash.Of(spawn.Prompt, spawn.Context)));
                    slots--;
                }
            }
        }
    }

    /// <summary>
    /// Opens gates ahead of the slots, but composes nothing more while approved tickets already wait for one: their prompts would be
    /// stale by the time they start. What a person asked for is prepared at once.
    /// </summary>
    private static void Prepare(DecisionBuilder decision, RunOptions options)
    {
        int open = 0;
        int queued = 0;
        foreach (ReadyKey key in decision.State.Active)
        {
            AttemptPhase? phase = decision.State.Tickets[key.TicketId].Attempt?.Phase;
            open += phase is AttemptPhase.Preparing or AttemptPhase.AwaitingSpawn ? 1 : 0;
            queued += phase == AttemptPhase.Queued ? 1 : 0;
        }

        while (NextToPrepare(decision.State, options) is { } key)
        {
            TicketState ticket = decision.State.Tickets[key.TicketId];
            if (!ticket.IsRequested && (queued > 0 || open >= Math.Max(MostOpenGates, options.MaxParallel ?? SlotsOf(decision))))
            {
                return;
            }

            decision.Add(new TrackEvent.AttemptPrepared(key.TicketId, ticket.Attempts + 1, ticket.Definition));
            open++;
        }
    }

    /// <summary>Takes back whatever no worker has begun, and ends the run once no worker is left.</summary>
    private static void Stop(DecisionBuilder decision, TrackEvent.RunStopping stopping)
    {
        foreach (ReadyKey key in decision.State.Active)
        {
            AttemptState? attempt = decision.State.Tickets[key.TicketId].Attempt;
            if (attempt is { Phase: AttemptPhase.Suspended })
            {
                AttemptEnding.EndIfActive(decision, key.TicketId, new TicketOutcome.Cancelled(stopping.Reason));
            }
            else if (attempt is not null and not { Phase: AttemptPhase.Running })
            {
                AttemptEnding.Withdraw(decision, key.TicketId, attempt, stopping.Reason);
            }
        }

        if (decision.State.Active.IsEmpty)
        {
            decision.Add(new TrackEvent.RunEnded(stopping.EndsAs, stopping.Reason));
        }
    }

    private static void EndIfNothingCanRun(DecisionBuilder decision, RunOptions options)
    {
        TrackState state = decision.State;
        bool personCanMoveIt = !state.ReadyForPerson.IsEmpty || !state.ReadyInStepMode.IsEmpty || !state.Ready.IsEmpty;
        if (!state.Active.IsEmpty || personCanMoveIt || NextToPrepare(state, options) is not null)
        {
            return;
        }

        (RunStatus status, string detail) = RunEnding.Of(state);
        decision.Add(new TrackEvent.RunEnded(status, detail));
    }
}
