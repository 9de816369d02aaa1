using Conductor.Core.Approvals;
using Conductor.Core.Landing;
using Conductor.Core.Usage;

namespace Conductor.Core.Tickets;

/// <summary>The part of <see cref="TrackEvolution"/> that is about one ticket.</summary>
internal static class TicketEvolution
{
    /// <summary>Applies an event about one ticket; an unknown ticket or a finished attempt changes nothing.</summary>
    public static TrackState Apply(TrackState state, TrackEvent happened) => happened switch
    {
        TrackEvent.TicketRequested requested => Change(state, requested.TicketId, ticket => ticket with { IsRequested = true, Hold = null }),
        TrackEvent.TicketReset reset => Change(state, reset.TicketId, ticket => ticket with
        {
            Outcome = null,
            PreviousOutcome = ticket.Outcome ?? ticket.PreviousOutcome,
            Notes = reset.Note is null ? ticket.Notes : ticket.Notes.Add(reset.Note),
            Notice = null,
        }),
        TrackEvent.TicketSettled settled => Change(state, settled.TicketId, ticket => ticket with { Outcome = settled.Outcome, IsRequested = false, Attempt = null, BuiltOn = null }),
        TrackEvent.TicketConfirmed confirmed => Change(state, confirmed.TicketId, ticket => ticket with { BuiltOn = BuiltOn.Now(state, ticket) }),
        TrackEvent.DependencyWaived waived => Change(state, waived.TicketId, ticket => Waive(state, ticket, waived.Dependency)),
        TrackEvent.AttemptPrepared prepared => Change(state, prepared.TicketId, ticket => ticket with
        {
            Attempt = new AttemptState(prepared.Attempt, AttemptPhase.Preparing, prepared.Definition),
            Attempts = prepared.Attempt,
            IsRequested = false,
            Evidence = [],
        }),
        TrackEvent.AttemptEnded ended when TrackEvolution.Find(state, ended.TicketId, ended.Attempt) is var (ticket, attempt) => state.With(ticket with
        {
            Attempt = null,
            Outcome = ended.Outcome,
            Rules = [],
            Notice = null,

            // Blocked before it began, what has landed could not be brought in, or its tree is gone.
            Unlanded = ticket.Unlanded is { } left && attempt.IsResolving && (ended.Outcome is TicketOutcome.Failed || attempt.HasBegunToResolve) ? left with { IsInConflict = true } : ticket.Unlanded,
        }),
        TrackEvent.AttemptWithdrawn withdrawn when TrackEvolution.Find(state, withdrawn.TicketId, withdrawn.Attempt) is var (ticket, _) =>
            state.With(ticket with { Attempt = null }),
        TrackEvent.AcceptanceRan ran => Change(state, ran.TicketId, ticket => ran.Attempt == ticket.Attempts ? ticket with { Evidence = Evidence.With(ticket, ran) } : ticket),
        TrackEvent.FileChanged changed => Files(state, changed.TicketId, changed),
        TrackEvent.TreeRecorded recorded => Files(state, recorded.TicketId, recorded),
        TrackEvent.FilesChanged changed => Files(state, changed.TicketId, changed),
        TrackEvent.RevertStarted started => Files(state, started.TicketId, started),
        TrackEvent.ChangesReverted reverted => Files(state, reverted.TicketId, reverted),
        TrackEvent.MessageSent sent => Attempt(state, sent.TicketId, sent.Attempt, attempt => attempt with { Undelivered = attempt.Undelivered.Add(sent.Text) }),
        TrackEvent.WorkerTold told => Attempt(state, told.TicketId, told.Attempt, attempt => attempt with
        {
            Steps = attempt.Steps.Add(new AttemptStep.Told(told.Kind, told.Text)),
            Undelivered = told.Kind == "message" ? attempt.Undelivered.Remove(told.Text) : attempt.Undelivered,
        }),
        TrackEvent.AttemptStarted started when TrackEvolution.Find(state, started.TicketId, started.Attempt) is var (ticket, attempt) =>
            state.With(ticket with
            {
                Attempt = Run(attempt),
                Files = attempt.Tree is null && ticket.FilesTree is not null ? Anew(ticket.Files) : ticket.Files,
                FilesTree = attempt.Tree,
                Unlanded = attempt.Tree is { } tree ? new UnlandedTree(attempt.Number, tree) : null,
                IsDiscarded = false,
                BuiltOn = BuiltOn.Now(state, ticket),
                Begun = ticket.Begun.Contains(started.Attempt) ? ticket.Begun : ticket.Begun.Add(started.Attempt),
            }),
        TrackEvent.AttemptParked parked => Attempt(state, parked.TicketId, parked.Attempt, attempt => attempt with { Phase = AttemptPhase.Suspended, Reserved = AttemptState.NothingReserved }),
        TrackEvent.AttemptResumed resumed => Attempt(state, resumed.TicketId, resumed.Attempt, Run),
        TrackEvent.AttemptStale stale when TrackEvolution.Find(state, stale.TicketId, stale.Attempt) is var (ticket, attempt) =>
            state.With(ticket with { Attempt = attempt with { Phase = AttemptPhase.Preparing, Reserved = AttemptState.NothingReserved }, Notice = null }),
        TrackEvent.ModelCallStarted started => Attempt(state, started.TicketId, started.Attempt, attempt => attempt with
        {
            Waiting = started.Tier == Tier.Worker ? null : attempt.Waiting,
            Reserved = started.Reserved is { } reserved ? attempt.Reserved.SetItem(started.Tier, reserved) : attempt.Reserved,
        }),
        TrackEvent.ModelCallFailed failed => Attempt(state, failed.TicketId, failed.Attempt, attempt => attempt with
        {
            Waiting = failed.Tier == Tier.Worker ? ModelWait.Of(failed) : attempt.Waiting,
            Reserved = attempt.Reserved.Remove(failed.Tier),
        }),
        TrackEvent.ConversationShortened shortened => Attempt(state, shortened.TicketId, shortened.Attempt, attempt => attempt with
        {
            Steps = attempt.Steps.Add(new AttemptStep.Shortened(shortened.CallIds)),
        }),
        TrackEvent.ToolProposed proposed => Attempt(state, proposed.TicketId, proposed.Attempt, attempt => attempt with
        {
            Calls = attempt.Calls.SetItem(proposed.Call.CallId, new ToolCallState(proposed.Call) { Asks = attempt.Calls.GetValueOrDefault(proposed.Call.CallId)?.Asks ?? 0 }),
        }),
        TrackEvent.ToolOvertaken overtaken => Call(state, overtaken.TicketId, overtaken.Attempt, overtaken.CallId, call =>
            call.MayRunAgain ? call with { MayRunAgain = false } : call with { Decision = null }),
        TrackEvent.ToolDecided decided => Call(state, decided.TicketId, decided.Attempt, decided.CallId, call => Decide(call, decided.Decision)),
        TrackEvent.ToolStarted started => Call(state, started.TicketId, started.Attempt, started.CallId, call => call with
        {
            StartedWith = started.Arguments,
            Planned = started.Change,
            ProcessId = null,
            WasLeftRunning = false,
            IsStillRunning = false,
            MayRunAgain = false,
        }),
        TrackEvent.CommandStarted started => Call(state, started.TicketId, started.Attempt, started.CallId, call => call with { ProcessId = started.ProcessId }),
        TrackEvent.CommandEnded ended => Call(state, ended.TicketId, ended.Attempt, ended.CallId, call => call with { WasLeftRunning = true, IsStillRunning = false }),
        TrackEvent.CommandStillRunning left => Call(state, left.TicketId, left.Attempt, left.CallId, call => call with { IsStillRunning = true }),
        // What an earlier attempt changed stands in another tree, or has landed.
        TrackEvent.TreeReady ready when TrackEvolution.Find(state, ready.TicketId, ready.Attempt) is var (ticket, attempt) => state.With(ticket with
        {
            Attempt = attempt with { Tree = ready.Tree, Earlier = ready.Earlier },
            Files = attempt.Tree is null ? Anew(ticket.Files) : ticket.Files,
            FilesTree = ready.Tree,
            Unlanded = new UnlandedTree(ready.Attempt, ready.Tree),
            IsDiscarded = false,
        }),
        TrackEvent.WorkLanded landed => Change(state, landed.TicketId, ticket => ticket with
        {
            Landed = new LandedWork(landed.Commit, landed.Tree),
            Unlanded = ticket.Unlanded is { } tree && tree.Attempt != landed.Attempt ? tree : null,
        }),
        TrackEvent.LandingReverted reverted => Change(state, reverted.TicketId, ticket => ticket.Landed is { } work
            ? ticket with { Landed = work with { RevertedBy = reverted.IsUndo ? null : reverted.Commit } } : ticket),
        TrackEvent.TreeRemoved removed when state.Departed.TryGetValue(removed.TicketId, out TicketState? past) =>
            state with { Departed = state.Departed.SetItem(removed.TicketId, WithoutTree(past, removed)) },
        TrackEvent.TreeRemoved removed => Change(state, removed.TicketId, ticket => WithoutTree(ticket, removed)),
        TrackEvent.WorkSubmitted submitted => Attempt(state, submitted.TicketId, submitted.Attempt, attempt => attempt with
        {
            Phase = AttemptPhase.Submitted,
            Work = submitted.Work,
            MayLand = submitted.LandsByItself,
            LandingProblem = null,
            Reserved = AttemptState.NothingReserved,
        }),
        TrackEvent.WorkReturned returned when TrackEvolution.Find(state, returned.TicketId, returned.Attempt) is var (ticket, attempt) => state.With(ticket with
        {
            Evidence = [],
            Attempt = attempt with
            {
                Phase = AttemptPhase.Suspended,
                Work = null,
                MayLand = false,
                LandingProblem = null,
                Steps = attempt.Steps.Add(new AttemptStep.Told(returned.Kind, returned.Text)),
            },
        }),
        TrackEvent.LandingStarted landing when TrackEvolution.Find(state, landing.TicketId, landing.Attempt) is var (ticket, attempt) => state.With(ticket with
        {
            Evidence = Evidence.InItsOwnTree(ticket),
            Attempt = attempt with { Phase = AttemptPhase.Landing },
        }),
        TrackEvent.LandingStopped stopped => Attempt(state, stopped.TicketId, stopped.Attempt, attempt => attempt with
        {
            Phase = AttemptPhase.Submitted,
            Work = stopped.Work ?? attempt.Work,
            MayLand = false,
            LandingProblem = stopped.Problem,
        }),
        TrackEvent.ToolFinished finished => Attempt(state, finished.TicketId, finished.Attempt, attempt => Finish(attempt, finished)),
        _ => state,
    };

    /// <summary>What it had changed there cannot be looked at or taken back any more.</summary>
    private static TicketState WithoutTree(TicketState ticket, TrackEvent.TreeRemoved removed) => ticket.Unlanded?.Attempt != removed.Attempt
        ? ticket
        : ticket with { Unlanded = null, IsDiscarded = removed.KeptAs is not null, Files = Anew(ticket.Files), FilesTree = null };

    /// <summary>Of what was kept for good nothing is forgotten.</summary>
    private static TicketFiles Anew(TicketFiles before) => new() { SafeTrees = before.SafeTrees, Reverts = before.Reverts };

    private static AttemptState Run(AttemptState attempt) => attempt with { Phase = AttemptPhase.Running, IsResumeRequested = false, Waiting = null };

    /// <summary>What is said of a call in doubt leaves the approval it started with as it is.</summary>
    private static ToolCallState Decide(ToolCallState call, ApprovalDecision decision) => decision.Choice switch
    {
        ApprovalChoice.RunAgain => call with { Doubt = decision, MayRunAgain = true },
        ApprovalChoice.TreatAsDone or ApprovalChoice.TreatAsFailed => call with { Doubt = decision },
        _ => call with { Decision = decision },
    };

    /// <summary>A call that was never proposed has a result too, where it could not be made.</summary>
    private static AttemptState Finish(AttemptState attempt, TrackEvent.ToolFinished finished) => attempt with
    {
        Calls = attempt.Calls.TryGetValue(finished.CallId, out ToolCallState? call)
            ? attempt.Calls.SetItem(finished.CallId, call with { IsFinished = true })
            : attempt.Calls,
        Steps = attempt.Steps.Add(new AttemptStep.ToolResult(finished.CallId, finished.Result, finished.Failed)),
    };

    private static TicketState Waive(TrackState state, TicketState ticket, string dependency)
    {
        bool wasUnmet = !ticket.Waived.Contains(dependency)
            && state.Tickets.TryGetValue(dependency, out TicketState? target)
            && target.Outcome?.IsAccepted != true;
        return ticket with { Waived = ticket.Waived.Add(dependency), UnmetDependencies = ticket.UnmetDependencies - (wasUnmet ? 1 : 0) };
    }

    private static TrackState Files(TrackState state, string ticketId, TrackEvent happened) =>
        Change(state, ticketId, ticket => ticket with { Files = ticket.Files.With(happened) });

    private static TrackState Change(TrackState state, string ticketId, Func<TicketState, TicketState> change) =>
        state.Tickets.TryGetValue(ticketId, out TicketState? ticket) ? state.With(change(ticket)) : state;

    private static TrackState Attempt(TrackState state, string ticketId, int number, Func<AttemptState, AttemptState> change) =>
        TrackEvolution.Find(state, ticketId, number) is var (ticket, attempt) ? state.With(ticket with { Attempt = change(attempt) }) : state;

    private static TrackState Call(TrackState state, string ticketId, int number, string callId, Func<ToolCallState, ToolCallState> change) =>
        Attempt(state, ticketId, number, attempt => attempt.Calls.TryGetValue(callId, out ToolCallState? call)
            ? attempt with { Calls = attempt.Calls.SetItem(callId, change(call)) }
            : attempt);
}
