using System.Collections.Immutable;
using Conductor.Core.Landing;
using Conductor.Core.Tickets;

namespace Conductor.Core.Engine;

/// <summary>What a ticket is doing; derived on each look, never stored.</summary>
public enum TicketPhase
{
    /// <summary>Waits for other tickets.</summary>
    Waiting,

    /// <summary>Could start.</summary>
    Ready,

    /// <summary>Waits for Run Ticket in a live run.</summary>
    AwaitingRun,

    /// <summary>Assigned to a person; waits for Mark as Done.</summary>
    AwaitingPerson,

    /// <summary>Its prompt is being composed.</summary>
    Preparing,

    /// <summary>Its spawn gate is open.</summary>
    AwaitingSpawn,

    /// <summary>Approved; waits for a slot.</summary>
    Queued,

    /// <summary>A worker has it, or will have it again as soon as its provider lets it.</summary>
    Running,

    /// <summary>A worker has it and waits for a tool decision.</summary>
    AwaitingTool,

    /// <summary>Its worker is stopped and goes on when the run is resumed.</summary>
    Suspended,

    /// <summary>Its work waits for a person before it lands.</summary>
    AwaitingLanding,

    /// <summary>Its work did not land, because others have changed the same; a person says what to do.</summary>
    Conflict,

    /// <summary>Its work is being merged and proven, or waits for its turn.</summary>
    Landing,

    /// <summary>Accepted with a result.</summary>
    Completed,

    /// <summary>Needs a person.</summary>
    Blocked,

    /// <summary>Something broke.</summary>
    Failed,

    /// <summary>Stopped by a person.</summary>
    Cancelled,

    /// <summary>Not needed.</summary>
    Skipped,
}

/// <summary>What a person can do with a ticket now.</summary>
public enum TicketAct
{
    /// <summary>Run Ticket.</summary>
    Run,

    /// <summary>Stop it.</summary>
    Cancel,

    /// <summary>Another attempt.</summary>
    Retry,

    /// <summary>Not needed.</summary>
    Skip,

    /// <summary>A person did it.</summary>
    MarkDone,

    /// <summary>It is stale, and still holds.</summary>
    Confirm,

    /// <summary>Tell its worker something.</summary>
    Message,

    /// <summary>Answer what blocked it, and retry.</summary>
    Answer,

    /// <summary>Answer its open gate.</summary>
    ReviewApproval,

    /// <summary>Look at what it changed.</summary>
    ReviewChanges,

    /// <summary>Take back what it changed.</summary>
    Revert,

    /// <summary>Have again what was taken back.</summary>
    UndoRevert,

    /// <summary>Set the key that its model's provider lacked or refused; then retry.</summary>
    SetKey,

    /// <summary>Allow the use of its model, which its worker waits for.</summary>
    AllowModel,

    /// <summary>Choose another model, since there is none of its model's name; then retry.</summary>
    ChooseModel,
}

/// <summary>Derives phase and possible acts of a ticket. One place decides what menus and buttons offer.</summary>
public static class TicketPhases
{
    /// <summary>The ticket's phase in this state.</summary>
    public static TicketPhase Of(TrackState state, TicketState ticket) => ticket switch
    {
        { Attempt: { } attempt } => attempt.Phase switch
        {
            AttemptPhase.Preparing => TicketPhase.Preparing,
            AttemptPhase.AwaitingSpawn => TicketPhase.AwaitingSpawn,
            AttemptPhase.Queued => TicketPhase.Queued,
            AttemptPhase.Suspended when attempt.ParkedUntil > state.At => TicketPhase.Running,
            AttemptPhase.Landing => TicketPhase.Landing,
            AttemptPhase.Submitted when attempt.MayLand => TicketPhase.Landing,
            AttemptPhase.Submitted => attempt.LandingProblem is { Kind: LandingProblemKind.Conflict } ? TicketPhase.Conflict : TicketPhase.AwaitingLanding,
            AttemptPhase.Running => attempt.OpenApprovals.IsEmpty ? TicketPhase.Running : TicketPhase.AwaitingTool,
            _ => attempt.OpenApprovals.IsEmpty ? TicketPhase.Suspended : TicketPhase.AwaitingTool,
        },
        { Outcome: { } outcome } => outcome switch
        {
            TicketOutcome.Completed => TicketPhase.Completed,
            TicketOutcome.Blocked => TicketPhase.Blocked,
            TicketOutcome.Failed => TicketPhase.Failed,
            TicketOutcome.Cancelled => TicketPhase.Cancelled,
            _ => TicketPhase.Skipped,
        },
        { UnmetDependencies: > 0 } => TicketPhase.Waiting,
        { Definition.IsForPerson: true } => TicketPhase.AwaitingPerson,
        _ => WaitsForRun(state, ticket) ? TicketPhase.AwaitingRun : TicketPhase.Ready,
    };

    /// <summary>What can be done with it, in the order menus show it.</summary>
    public static ImmutableArray<TicketAct> Acts(TrackState state, TicketState ticket)
    {
        TicketPhase phase = Of(state, ticket);
        var acts = ImmutableArray.CreateBuilder<TicketAct>();
        AddIf(phase is TicketPhase.Ready or TicketPhase.AwaitingRun && state.Run is { Stopping: null, Status: not RunStatus.Paused }, TicketAct.Run);
        AddIf(ticket.Attempt is { OpenApprovals.IsEmpty: false }, TicketAct.ReviewApproval);
        AddIf(phase is TicketPhase.Blocked && state.Run.Stopping is null, TicketAct.Answer);
        AddIf(ticket.Outcome is TicketOutcome.Failed { Cause: TicketOutcome.KeyCause }, TicketAct.SetKey);
        AddIf(ticket.Outcome is TicketOutcome.Failed { Cause: TicketOutcome.ModelCause }, TicketAct.ChooseModel);
        AddIf(ticket.Outcome is not null && state.Run.Stopping is null, TicketAct.Retry);
        AddIf(Staleness.CanConfirm(state, ticket), TicketAct.Confirm);
        AddIf(ticket.Attempt is { Phase: AttemptPhase.Running or AttemptPhase.Suspended }, TicketAct.Message);
        AddIf(phase == TicketPhase.AwaitingPerson || (ticket.Outcome is { IsAccepted: false } && !WaitsForOthers(ticket)), TicketAct.MarkDone);
        AddIf(!ticket.Files.IsEmpty, TicketAct.ReviewChanges);
        AddIf(WhyNotRevert(isUndo: false) is null, TicketAct.Revert);
        AddIf(WhyNotRevert(isUndo: true) is null, TicketAct.UndoRevert);
        AddIf(ticket.Outcome is not { IsAccepted: true }, TicketAct.Skip);
        AddIf(ticket.Attempt is not null, TicketAct.Cancel);
        AddIf(ticket.Attempt?.Waiting is { Kind: ModelWait.Consent }, TicketAct.AllowModel);
        return acts.ToImmutable();

        Refusal? WhyNotRevert(bool isUndo) =>
            LandingDecisions.RevertsLanding(ticket) ? LandingDecisions.WhyNotRevert(state, ticket, isUndo) : RevertDecisions.WhyNot(state, ticket, isUndo);

        void AddIf(bool possible, TicketAct act)
        {
            if (possible)
            {
                acts.Add(act);
            }
        }
    }

    private static bool WaitsForOthers(TicketState ticket) => ticket is { Definition.IsForPerson: true, UnmetDependencies: > 0 };

    private static bool WaitsForRun(TrackState state, TicketState ticket) =>
        state.Run is { Status: RunStatus.Running, Options: { } options }
        && !ticket.IsRequested
        && Scheduler.Holds(options, ticket.Definition);
}
