using System.Collections.Immutable;
using System.Globalization;
using Conductor.Core.Tickets;

namespace Conductor.Core.Engine;

/// <summary>One reason why a ticket is not running.</summary>
/// <param name="Kind">waitsFor, approval, model, scope, noSlot, runNotStarted, runTicket, paused, person, preparing, or an outcome's word.</param>
/// <param name="Text">What holds it, in words for a person.</param>
/// <param name="Action">What clears it.</param>
/// <param name="RelatedTicketId">The ticket this is about, or null.</param>
public sealed record Reason(string Kind, string Text, string Action, string? RelatedTicketId = null);

/// <summary>Explains why a ticket is not running, from the same facts the scheduler decides on.</summary>
public static class Explanation
{
    private const string ToWaitNoLonger = "To wait no longer, cancel the ticket, change its model and retry it.";

    /// <summary>Every reason, the nearest first; empty when a worker is at it.</summary>
    public static ImmutableArray<Reason> For(TrackState state, TicketState ticket)
    {
        var reasons = ImmutableArray.CreateBuilder<Reason>();
        string id = ticket.Definition.Id;
        if (ticket.Outcome is { } outcome)
        {
            reasons.AddRange(Staleness.Of(state, ticket));
            reasons.Add(new Reason(outcome.Status, $"{id} is {outcome.Status}{Because(outcome)}", outcome.IsAccepted ? "Retry it to run it again." : "Retry it, skip it, or mark it as done."));
            return reasons.ToImmutable();
        }

        if (ticket.Attempt is { } attempt)
        {
            AddAttempt(reasons, state, id, attempt);
            return reasons.ToImmutable();
        }

        foreach (string dependency in UnmetDependencies(state, ticket))
        {
            reasons.Add(WaitsFor(state, id, dependency));
        }

        if (ticket.Definition.IsForPerson)
        {
            reasons.Add(new Reason("person", $"It is assigned to {ticket.Definition.AssignedTo}.", "Do it, then mark it as done."));
        }
        else
        {
            AddRun(reasons, state, ticket);
        }

        return reasons.ToImmutable();
    }

    /// <summary>Dependencies that are neither accepted nor waived, as written.</summary>
    public static IEnumerable<string> UnmetDependencies(TrackState state, TicketState ticket) =>
        ticket.Definition.DependsOn.Where(dependency =>
            state.Tickets.GetValueOrDefault(dependency)?.Outcome?.IsAccepted != true && !ticket.Waived.Contains(dependency));

    /// <summary>How a person lets a ticket start without what it waits for, as the editor's menu calls it.</summary>
    public static string Waive(string ticketId) => $"choose \"Run without a Dependency…\" on {ticketId}";

    private static Reason WaitsFor(TrackState state, string ticketId, string dependency)
    {
        TicketState blocker = state.Tickets[dependency];
        return blocker.Outcome is { } outcome
            ? new Reason("waitsFor", $"{ticketId} waits for {dependency}, which is {outcome.Status}{Because(outcome)}", $"Retry or skip {dependency}, or {Waive(ticketId)}.", dependency)
            : new Reason("waitsFor", $"{ticketId} waits for {dependency}, which is not done.", $"Finish or skip {dependency}, or {Waive(ticketId)}.", dependency);
    }

    private static void AddRun(ImmutableArray<Reason>.Builder reasons, TrackState state, TicketState ticket)
    {
        RunState run = state.Run;
        if (run.Status == RunStatus.Paused)
        {
            reasons.Add(Paused(run));
        }
        else if (run.Status != RunStatus.Running)
        {
            reasons.Add(new Reason("runNotStarted", "The track is not running.", "Run the track, or run this ticket."));
        }
        else if (ticket.Hold is { } hold)
        {
            reasons.Add(new Reason("model", $"The provider of its model refuses every call: {hold}", "Put that right, then run the ticket, or retry the one that failed."));
        }
        else if (ticket.IsReady)
        {
            reasons.Add(TicketPhases.Of(state, ticket) == TicketPhase.AwaitingRun
                ? new Reason("runTicket", "It waits for you to run it.", "Run the ticket.")
                : Scheduler.ConflictOf(state, ticket.Definition.Id) is { } conflict ? SharesPaths(state, conflict)
                : new Reason("noSlot", "Other tickets are ahead of it.", $"Decide the open approvals, wait for a worker to finish, or {HaveMoreWorkers(state)}."));
        }
    }

    private static void AddAttempt(ImmutableArray<Reason>.Builder reasons, TrackState state, string ticketId, AttemptState attempt)
    {
        foreach (string _ in attempt.OpenApprovals)
        {
            reasons.Add(new Reason("approval", $"{ticketId} waits for your decision.", "Review the approval."));
        }

        if (state.Run.Status == RunStatus.Paused && attempt.Phase != AttemptPhase.Running)
        {
            reasons.Add(Paused(state.Run));
        }

        if (attempt.LandingProblem is { } problem)
        {
            reasons.Add(new Reason("landing", $"Its work did not land: {problem.Detail}", "Decide at its landing gate what is to be done."));
        }
        else if (attempt.Phase == AttemptPhase.Landing)
        {
            reasons.Add(new Reason("landing", "Its work is being merged and proven on the merged tree.", "It is done when that has passed. To stop it, cancel the ticket; its work is kept."));
        }
        else if (attempt is { Phase: AttemptPhase.Submitted, MayLand: true })
        {
            reasons.Add(new Reason("landing", "Its work is to land, one after the other.", "It lands by itself when it is its turn."));
        }

        if (attempt.ParkedUntil > state.At && attempt.Waiting is { } parked)
        {
            reasons.Add(new Reason(
                "model",
                $"{ticketId} waits for {parked.Provider}: {parked.Message} Its place is given to a ticket of another provider meanwhile.",
                $"It goes on by itself when the wait is over and a worker's place is free. {ToWaitNoLonger}"));
            return;
        }

        if (attempt is { Phase: AttemptPhase.Running, Waiting: { } wait })
        {
            reasons.Add(new Reason("model", $"{ticketId} waits for {wait.Provider}: {wait.Message}", ClearsWait(wait)));
        }

        if (attempt.Phase == AttemptPhase.Preparing)
        {
            reasons.Add(new Reason("preparing", "Its prompt is being composed.", "Its gate opens as soon as that is done. If it does not, cancel the ticket and run it again."));
        }
        else if (attempt.Phase is AttemptPhase.Queued or AttemptPhase.Suspended && state.Run.Status == RunStatus.Running && Scheduler.ConflictOf(state, ticketId) is { } conflict)
        {
            reasons.Add(SharesPaths(state, conflict));
        }
        else if (attempt.Phase is AttemptPhase.Queued or AttemptPhase.Suspended && state.Run.Status == RunStatus.Running)
        {
            string why = attempt.Phase == AttemptPhase.Queued ? "It is approved, and all workers are busy." : "It goes on from its history, and all workers are busy.";
            reasons.Add(new Reason("noSlot", why, $"Wait for a worker to finish, or {HaveMoreWorkers(state)}."));
        }
    }

    /// <summary>It waits for another ticket that may change the same paths.</summary>
    private static Reason SharesPaths(TrackState state, ScopeConflict conflict)
    {
        string other = conflict.TicketId;
        string stands = state.Tickets[other].Attempt?.Phase switch
        {
            AttemptPhase.Running => "is at work",
            AttemptPhase.Suspended => "has begun",
            AttemptPhase.AwaitingSpawn => "waits for your decision",
            _ => "comes before it",
        };
        (string text, string clear) = conflict switch
        {
            { Mine: { } mine, Theirs: { } theirs } =>
                ($"It may change {mine}, and {other}, which {stands}, may change {(mine == theirs ? "the same" : theirs)}.", "narrow \"writes\" of one of them"),
            { Mine: null } => ($"It does not say what it changes, so it runs alone, and {other} {stands}.", "give it \"writes\""),
            _ => ($"{other}, which {stands}, does not say what it changes, so nothing runs beside it.", $"give {other} \"writes\""),
        };
        return new Reason("scope", text, $"Wait until {other} is done, or {clear}.", other);
    }

    private static string ClearsWait(ModelWait wait) => wait.Kind switch
    {
        ModelWait.Consent => "Allow the model's use, and it goes on by itself. To use another one, cancel the ticket, change its model and retry it.",
        ModelWait.Budget => "It goes on by itself. To wait no longer, add to the budget.",
        _ => $"It goes on by itself. {ToWaitNoLonger}",
    };

    /// <summary>What lets more workers run: the setting does nothing for a run that has a number of its own.</summary>
    private static string HaveMoreWorkers(TrackState state) => state.Run.Options?.MaxParallel is { } most && state.RunningCount >= most
        ? string.Create(CultureInfo.InvariantCulture, $"run the track again (this run was asked for with {most} at a time)")
        : "allow more workers at a time";

    private static Reason Paused(RunState run) => run.PauseCause switch
    {
        PauseCause.Interruption => new Reason("paused", "The run was interrupted when its process ended.", "Resume the run."),
        PauseCause.Unrecorded => new Reason("paused", $"What happens in the run cannot be recorded. {run.Detail}".TrimEnd(), "Then resume the run."),
        PauseCause.Budget when run.Shortage is null => new Reason("paused", run.Detail, "Resume the run once its price is known."),
        PauseCause.Budget => new Reason("paused", run.Detail, "Add budget and continue."),
        _ => new Reason("paused", "The run is paused.", "Resume the run."),
    };

    private static string Because(TicketOutcome outcome) => outcome switch
    {
        TicketOutcome.Blocked blocked => $": {blocked.Reason}",
        TicketOutcome.Failed failed => $": {failed.Error}",
        TicketOutcome.Cancelled cancelled => $": {cancelled.Reason}",
        _ => ".",
    };
}
