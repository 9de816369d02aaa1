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

    /// <summary>Ready tickets that are passed over at a time because what they write is taken, before no more are looked at.</summary>
    internal const int MostPassedOver = 64;

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

        int passedOver = StartWorkers(decision, slots, onlyRequested: run.Status == RunStatus.Paused);
        if (run.Status == RunStatus.Running)
        {
            LandingDecisions.StartNext(decision);
            Prepare(decision, options, passedOver);
            EndIfNothingCanRun(decision);
        }
        else if (decision.State is { IsAllAccepted: true, Active.IsEmpty: true })
        {
            decision.Add(new TrackEvent.RunEnded(RunStatus.Done, RunEnding.Of(decision.State).Detail));
        }
    }

    /// <summary>When time alone moves the track on, if nothing else does before; null for never.</summary>
    public static DateTimeOffset? NextMoment(TrackState state, DateTimeOffset now) => (Budgets.NextMoment(state), Parking.NextMoment(state, now)) switch
    {
        ({ } budget, { } parked) => budget < parked ? budget : parked,
        var (budget, parked) => budget ?? parked,
    };

    /// <summary>Whether an attempt waits only because the workspace has no free slot.</summary>
    public static bool WantsSlot(TrackState state, DateTimeOffset now) =>
        state.Run is { Status: RunStatus.Running, Stopping: null, Options: { } options }
        && state.RunningCount < options.CapWithin(int.MaxValue)
        && InOrderOfStart(state).Any(attempt => attempt is { Phase: AttemptPhase.Suspended or AttemptPhase.Queued, Conflict: null } && !Parking.IsParked(state, attempt.Key, now));

    /// <summary>Whether a ready ticket waits for Run Ticket under these options.</summary>
    internal static bool Holds(RunOptions options, TicketDefinition ticket) =>
        !options.AutoQueue || ((ticket.StepMode || options.StepMode) && options.HoldStepTickets);

    /// <summary>What a ticket waits for, of those that may change the same paths: one that is at work, or comes before it. Null when it waits for none.</summary>
    internal static ScopeConflict? ConflictOf(TrackState state, string ticketId)
    {
        if (state.Run.Options is not { } options)
        {
            return null;
        }

        if (state.Tickets[ticketId].Attempt is not null)
        {
            return InOrderOfStart(state).FirstOrDefault(attempt => attempt.Key.TicketId == ticketId).Conflict;
        }

        var locks = new WriteLocks(state, options);
        foreach (ReadyKey key in state.Active.Concat(ReadyInOrder(state, options)))
        {
            ScopeConflict? conflict = locks.Take(key.TicketId);
            if (key.TicketId == ticketId)
            {
                return conflict;
            }
        }

        return null;
    }

    /// <summary>Ready tickets that may be prepared under these options. What a person asked for goes before the rest.</summary>
    internal static IEnumerable<ReadyKey> ReadyInOrder(TrackState state, RunOptions options)
    {
        bool byItself = options.AutoQueue && !(options.StepMode && options.HoldStepTickets);
        bool inStepMode = options is { AutoQueue: true, HoldStepTickets: false };
        return state.Requested.Concat((byItself, inStepMode) switch
        {
            (true, true) => Merged(state.Ready, state.ReadyInStepMode),
            (true, false) => state.Ready,
            (false, true) => state.ReadyInStepMode,
            _ => [],
        });
    }

    private static IEnumerable<ReadyKey> Merged(IEnumerable<ReadyKey> left, IEnumerable<ReadyKey> right)
    {
        using IEnumerator<ReadyKey> ones = left.GetEnumerator();
        using IEnumerator<ReadyKey> others = right.GetEnumerator();
        bool hasOne = ones.MoveNext();
        bool hasOther = others.MoveNext();
        while (hasOne || hasOther)
        {
            if (hasOne && (!hasOther || ones.Current < others.Current))
            {
                yield return ones.Current;
                hasOne = ones.MoveNext();
            }
            else
            {
                yield return others.Current;
                hasOther = others.MoveNext();
            }
        }
    }

    /// <summary>Slots that the track holds, and those that the workspace lets it take beside them.</summary>
    private static int SlotsOf(DecisionBuilder decision) => decision.FreeSlots + decision.State.RunningCount;

    /// <summary>
    /// Attempts with work behind or before them, as they come to a worker: suspended ones first, then approved ones, each in the order of ready tickets.
    /// Those at work stand at the head. Each with what it waits for of what the others write.
    /// </summary>
    /// <param name="onlyRequested">Approved ones count only when a person asked for them.</param>
    private static IEnumerable<(ReadyKey Key, AttemptPhase Phase, ScopeConflict? Conflict)> InOrderOfStart(TrackState state, bool onlyRequested = false)
    {
        var locks = new WriteLocks(state, state.Run.Options ?? new RunOptions());
        foreach (AttemptPhase phase in (AttemptPhase[])[AttemptPhase.Running, AttemptPhase.Landing, AttemptPhase.Submitted, AttemptPhase.Suspended, AttemptPhase.Queued])
        {
            foreach (ReadyKey key in state.Active)
            {
                if (state.Tickets[key.TicketId].Attempt is { } attempt && attempt.Phase == phase && (phase != AttemptPhase.Queued || !onlyRequested || attempt.IsResumeRequested))
                {
                    yield return (key, phase, locks.Take(key.TicketId));
                }
            }
        }
    }

    /// <summary>Gives slots to attempts that wait for one, in their order.</summary>
    /// <returns>How many approved ones wait for no slot, but for others that write the same.</returns>
    private static int StartWorkers(DecisionBuilder decision, int slots, bool onlyRequested)
    {
        int passedOver = 0;
        foreach ((ReadyKey key, AttemptPhase phase, ScopeConflict? conflict) in InOrderOfStart(decision.State, onlyRequested))
        {
            if (decision.State.Tickets[key.TicketId].Attempt is not { Spawn: { } spawn, Phase: AttemptPhase.Suspended or AttemptPhase.Queued } attempt || (onlyRequested && !attempt.IsResumeRequested))
            {
                continue;
            }

            if (conflict is not null)
            {
                passedOver += phase == AttemptPhase.Queued ? 1 : 0;
            }
            else if (!Parking.IsParked(decision.State, key, decision.Context.Now) && (slots > 0 || (!onlyRequested && Parking.MakeRoom(decision, key))))
            {
                slots = Math.Max(0, slots - 1);
                decision.Add(phase == AttemptPhase.Suspended
                    ? new TrackEvent.AttemptResumed(key.TicketId, attempt.Number)
                    : new TrackEvent.AttemptStarted(key.TicketId, attempt.Number, ContentHash.Of(spawn.Prompt, spawn.Context)));
            }
        }

        return passedOver;
    }

    /// <summary>
    /// Opens gates ahead of the slots, but composes nothing more while approved tickets already wait for one: their prompts would be
    /// stale by the time they start. So would those of tickets that write what others, begun before them, may change. What a person asked for is prepared at once.
    /// </summary>
    /// <param name="passedOver">Approved tickets that wait for no slot.</param>
    private static void Prepare(DecisionBuilder decision, RunOptions options, int passedOver)
    {
        TrackState before = decision.State;
        if (before.Requested.IsEmpty && !ReadyInOrder(before, options).Any())
        {
            return;
        }

        int open = 0;
        int queued = -passedOver;
        var locks = new WriteLocks(before, options);
        foreach (ReadyKey key in before.Active)
        {
            AttemptPhase? phase = before.Tickets[key.TicketId].Attempt?.Phase;
            open += phase is AttemptPhase.Preparing or AttemptPhase.AwaitingSpawn ? 1 : 0;
            queued += phase == AttemptPhase.Queued ? 1 : 0;
            locks.Take(key.TicketId);
        }

        foreach (ReadyKey key in ReadyInOrder(before, options))
        {
            TicketState ticket = before.Tickets[key.TicketId];
            if (!ticket.IsRequested && (queued > 0 || passedOver >= MostPassedOver || open >= Math.Max(MostOpenGates, options.MaxParallel ?? SlotsOf(decision))))
            {
                return;
            }

            if (locks.Take(key.TicketId) is not null && !ticket.IsRequested)
            {
                passedOver++;
                continue;
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
            else if (attempt is { Phase: AttemptPhase.Submitted })
            {
                AttemptEnding.EndIfActive(decision, key.TicketId, LandingDecisions.LeftUnlanded(attempt, stopping.Reason));
            }
            else if (attempt is not null and not { Phase: AttemptPhase.Running or AttemptPhase.Landing })
            {
                AttemptEnding.Withdraw(decision, key.TicketId, attempt, stopping.Reason);
            }
        }

        if (decision.State.Active.IsEmpty)
        {
            decision.Add(new TrackEvent.RunEnded(stopping.EndsAs, stopping.Reason));
        }
    }

    private static void EndIfNothingCanRun(DecisionBuilder decision)
    {
        TrackState state = decision.State;
        bool personCanMoveIt = !state.ReadyForPerson.IsEmpty || !state.ReadyInStepMode.IsEmpty || !state.Ready.IsEmpty;
        if (!state.Active.IsEmpty || personCanMoveIt || !state.Requested.IsEmpty)
        {
            return;
        }

        (RunStatus status, string detail) = RunEnding.Of(state);
        decision.Add(new TrackEvent.RunEnded(status, detail));
    }
}
