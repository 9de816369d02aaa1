using System.Collections.Immutable;
using Conductor.Core.Approvals;
using Conductor.Core.Usage;

namespace Conductor.Core.Tickets;

/// <summary>(state, event) → state. Pure: replaying a track's events gives the state it had live.</summary>
public static class TrackEvolution
{
    /// <summary>Applies one event that happened at the moment of the one before it, as far as anyone measures.</summary>
    public static TrackState Apply(TrackState state, TrackEvent happened) => Apply(state, happened, state.At);

    /// <summary>Applies one event. An event about an attempt that is over changes nothing but the revision and the ledger.</summary>
    /// <param name="at">When it happened. A clock that was put back counts as one that stood.</param>
    public static TrackState Apply(TrackState state, TrackEvent happened, DateTimeOffset at)
    {
        DateTimeOffset now = at > state.At ? at : state.At;

        // A pause that befell the run is recorded when it is found. Nobody has worked since the last that was recorded before it.
        bool isFound = happened is TrackEvent.RunPaused { Cause: PauseCause.Interruption or PauseCause.Unrecorded };
        state = isFound || now == state.At ? state : state with { At = now };
        TrackState next = happened switch
        {
            TrackEvent.TicketsDefined defined => DefinitionMerge.Apply(state, defined),
            TrackEvent.RunStarted started => Start(state, started.Options),
            TrackEvent.RunPaused paused => Pause(state, paused),
            TrackEvent.RunResumed => state with { Run = state.Run with { Status = RunStatus.Running, Detail = "", Shortage = null, UnpricedTicket = null } },
            TrackEvent.BudgetRaised raised => Raise(state, raised),
            TrackEvent.BudgetWarned warned => Warn(state, warned),
            TrackEvent.RunStopping stopping => state with { Run = state.Run with { Stopping = stopping } },
            TrackEvent.TicketsHeld held => Hold(state, held),
            TrackEvent.RunEnded ended => Release(state with { Run = state.Run with { Status = ended.Status, Detail = ended.Detail, Stopping = null } }),
            TrackEvent.IntegrationBegun begun => state with { Integration = begun.Branch },
            TrackEvent.IntegrationMerged merged => state with { Integration = state.Integration is { } branch ? branch with { Onto = merged.Onto, MergedTip = merged.Tip } : null },
            TrackEvent.WorkLanded landed => TicketEvolution.Apply(WithTip(state, landed.Commit), happened),
            TrackEvent.LandingReverted reverted => TicketEvolution.Apply(WithTip(state, reverted.Commit), happened),
            TrackEvent.TicketReset => TicketEvolution.Apply(Release(state), happened),
            TrackEvent.ApprovalRequested requested => Request(state, requested.Request),
            TrackEvent.ApprovalDecided decided => Decide(state, decided),
            TrackEvent.ApprovalWithdrawn withdrawn => Close(state, withdrawn.ApprovalId, withdrawn.TicketId),
            TrackEvent.ModelAnswered answered => Book(state, answered),
            _ => TicketEvolution.Apply(state, happened),
        };
        return next with { Revision = state.Revision + 1, At = now };
    }

    /// <summary>The ticket's attempt, if it is the one the event is about.</summary>
    internal static (TicketState Ticket, AttemptState Attempt)? Find(TrackState state, string ticketId, int attempt) =>
        state.Tickets.TryGetValue(ticketId, out TicketState? ticket) && ticket.Attempt is { } current && current.Number == attempt ? (ticket, current) : null;

    /// <summary>A run that begins has spent nothing. A live one keeps what it has spent, and what was added unless it is given another budget.</summary>
    private static TrackState Start(TrackState state, RunOptions options)
    {
        state = Release(state);
        bool isLive = state.Run.IsAlive;
        bool keepsBudget = isLive && state.Run.Options?.Budget == options.Budget;
        Meter meter = isLive ? state.Meter : Meter.Zero with { WorkingSince = state.WorkingCount > 0 ? state.At : null };
        return state with
        {
            Run = new RunState { Status = RunStatus.Running, Options = options },
            RunUsage = isLive ? state.RunUsage : default,
            Meter = keepsBudget ? meter : meter with { Raised = Budget.None },
        };
    }

    private static TrackState WithTip(TrackState state, string commit) => state with { Integration = state.Integration is { } branch ? branch with { Tip = commit } : null };

    private static TrackState Hold(TrackState state, TrackEvent.TicketsHeld held)
    {
        state = state with { Run = state.Run with { Held = state.Run.Held.Union(held.TicketIds) } };
        return held.TicketIds.Aggregate(state, (before, id) => before.Tickets.TryGetValue(id, out TicketState? ticket) ? before.With(ticket with { Hold = held.Reason }) : before);
    }

    /// <summary>Something has changed about why tickets are held: they are tried again.</summary>
    private static TrackState Release(TrackState state)
    {
        TrackState released = state.Run.Held.Aggregate(
            state, (before, id) => before.Tickets.GetValueOrDefault(id) is { Hold: not null } ticket ? before.With(ticket with { Hold = null }) : before);
        return released.Run.Held.IsEmpty ? released : released with { Run = released.Run with { Held = released.Run.Held.Clear() } };
    }

    private static TrackState Raise(TrackState state, TrackEvent.BudgetRaised raised)
    {
        if (raised.ForTicket is null)
        {
            return state with { Meter = state.Meter with { Raised = state.Meter.Raised.Add(raised.Added) }, Run = WithoutWarning(state.Run) };
        }

        return state.Tickets.TryGetValue(raised.ForTicket, out TicketState? ticket)
            ? (state with { Run = WithoutWarning(state.Run) }).With(ticket with { Meter = ticket.Meter with { Raised = ticket.Meter.Raised.Add(raised.Added) } })
            : state;
    }

    private static TrackState Warn(TrackState state, TrackEvent.BudgetWarned warned)
    {
        state = state.Run.Status == RunStatus.Running ? state with { Run = state.Run with { Detail = warned.Detail } } : state;
        if (warned.ForTicket is null)
        {
            return state with { Meter = Warned(state.Meter, warned) };
        }

        return state.Tickets.TryGetValue(warned.ForTicket, out TicketState? ticket) ? state.With(ticket with { Meter = Warned(ticket.Meter, warned) }) : state;
    }

    private static Meter Warned(Meter meter, TrackEvent.BudgetWarned warned) => meter with { Warned = meter.Warned.SetItem(warned.Kind, warned.Limit) };

    /// <summary>What a running run says of itself is a warning of a budget, which holds no more.</summary>
    private static RunState WithoutWarning(RunState run) => run.Status == RunStatus.Running ? run with { Detail = "" } : run;

    private static TrackState Pause(TrackState state, TrackEvent.RunPaused paused)
    {
        foreach (ReadyKey key in state.Active)
        {
            TicketState ticket = state.Tickets[key.TicketId];
            if (ticket.Attempt is { } attempt)
            {
                AttemptPhase phase = attempt.Phase switch
                {
                    AttemptPhase.Running => AttemptPhase.Suspended,
                    AttemptPhase.Landing => AttemptPhase.Submitted,
                    var other => other,
                };
                bool resumes = attempt.IsResumeRequested && !paused.Cause.IsMeant();
                state = state.With(ticket with
                {
                    Attempt = attempt with { Phase = phase, IsResumeRequested = resumes, Reserved = AttemptState.NothingReserved, Waiting = null },
                });
            }
        }

        return state with { Run = state.Run with { Status = RunStatus.Paused, PauseCause = paused.Cause, Detail = paused.Detail ?? "", Shortage = paused.Shortage, UnpricedTicket = paused.UnpricedTicket } };
    }

    private static TrackState Request(TrackState state, ApprovalRequest request)
    {
        state = state with { OpenApprovals = state.OpenApprovals.SetItem(request.ApprovalId, request) };
        if (Find(state, request.TicketId, request.Attempt) is not var (ticket, attempt))
        {
            return state;
        }

        attempt = request switch
        {
            ApprovalRequest.Spawn spawn => attempt with { Phase = AttemptPhase.AwaitingSpawn, Spawn = spawn.Proposal, SpawnAsks = attempt.SpawnAsks + 1 },
            ApprovalRequest.Tool tool when attempt.Calls.TryGetValue(tool.Proposal.CallId, out ToolCallState? call) =>
                attempt with { Calls = attempt.Calls.SetItem(tool.Proposal.CallId, call with { ApprovalId = tool.ApprovalId, Asks = call.Asks + 1 }) },
            ApprovalRequest.Landing => attempt with { LandingAsks = attempt.LandingAsks + 1 },
            ApprovalRequest.InDoubt doubt when attempt.Calls.TryGetValue(doubt.Interrupted.Call.CallId, out ToolCallState? call) => attempt with
            {
                Calls = attempt.Calls.SetItem(doubt.Interrupted.Call.CallId, call with { DoubtGate = doubt, DoubtAsks = call.DoubtAsks + 1 }),
            },
            _ => attempt,
        };
        return state.With(ticket with { Attempt = attempt with { OpenApprovals = attempt.OpenApprovals.Add(request.ApprovalId) } });
    }

    private static TrackState Decide(TrackState state, TrackEvent.ApprovalDecided decided)
    {
        ApprovalRequest? request = state.OpenApprovals.GetValueOrDefault(decided.ApprovalId);
        state = Close(state, decided.ApprovalId, decided.TicketId);
        state = state.WithDecided(decided.ApprovalId, decided.Decision);
        if (decided.Decision.Choice == ApprovalChoice.Abort || Find(state, decided.TicketId, decided.Attempt) is not var (ticket, attempt))
        {
            return state;
        }

        bool isApproved = decided.Decision.Choice == ApprovalChoice.Approve;
        bool resumes = state.Run.Status == RunStatus.Paused && !state.Run.PauseCause.IsMeant();
        attempt = attempt with { IsResumeRequested = attempt.IsResumeRequested || resumes };
        return request switch
        {
            ApprovalRequest.Spawn spawn when isApproved => state.With(ticket with
            {
                Attempt = attempt with
                {
                    Phase = AttemptPhase.Queued,
                    SpawnEdited = decided.Decision.IsEdited,
                    Spawn = spawn.Proposal.Edited(decided.Decision.Prompt, decided.Decision.Context),
                },
            }),
            ApprovalRequest.Landing when isApproved => state.With(ticket with { Attempt = attempt with { MayLand = true } }),
            ApprovalRequest.Tool tool => state.With(ticket with
            {
                Attempt = attempt,
                Rules = isApproved && decided.Decision.ForTicket ? ticket.Rules.Add(ApprovalRule.For(tool.Proposal)) : ticket.Rules,
            }),
            ApprovalRequest.InDoubt => state.With(ticket with { Attempt = attempt }),
            _ => state,
        };
    }

    private static TrackState Close(TrackState state, string approvalId, string ticketId)
    {
        state = state with { OpenApprovals = state.OpenApprovals.Remove(approvalId) };
        return state.Tickets.TryGetValue(ticketId, out TicketState? ticket) && ticket.Attempt is { } attempt
            ? state.With(ticket with { Attempt = attempt with { OpenApprovals = attempt.OpenApprovals.Remove(approvalId) } })
            : state;
    }

    private static TrackState Book(TrackState state, TrackEvent.ModelAnswered answered)
    {
        var key = new UsageKey(answered.Tier, answered.TicketId, answered.Attempt, answered.Model);
        TokenUsage usage = UsageLedger.ToBook(answered.Usage, answered.Estimated, answered.Model);
        state = state with { Usage = state.Usage.Book(key, answered.Usage, answered.Estimated), RunUsage = state.RunUsage + usage };
        if (!state.Tickets.TryGetValue(answered.TicketId, out TicketState? ticket))
        {
            return state;
        }

        ticket = ticket with { Usage = ticket.Usage + usage };
        if (ticket.Attempt is { } attempt && attempt.Number == answered.Attempt)
        {
            ImmutableList<AttemptStep> steps = answered.Messages is { } messages
                ? attempt.Steps.Add(new AttemptStep.ModelTurn(answered.Turn, messages, answered.Finish))
                : attempt.Steps;
            ticket = ticket with { Attempt = attempt with { Steps = steps, Waiting = answered.Tier == Tier.Worker ? null : attempt.Waiting, Reserved = attempt.Reserved.Remove(answered.Tier) } };
        }

        return state.With(ticket);
    }
}
