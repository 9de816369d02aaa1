using Conductor.Core.Tickets;
using Conductor.Core.Usage;

namespace Conductor.Core.Engine;

/// <summary>Decides what budgets hold up: which calls are made, when a run pauses for one, and how it goes on.</summary>
internal static class BudgetDecisions
{
    /// <summary>
    /// Reserves what a call may take and begins it, or pauses the run because a budget does not last for it, or because one of money cannot be
    /// kept without a price. While calls of other workers are under way nothing is decided yet: they may take less of the run's budget, and a
    /// pause would cut them after they were paid for. A call of tier 4 is made or left out at once: an explanation is a kindness, so it neither
    /// waits nor pauses a run whose time is not up.
    /// </summary>
    public static Refusal? BeginCall(DecisionBuilder decision, TrackCommand.BeginModelCall begin, AttemptState attempt)
    {
        TrackState state = decision.State;
        TokenUsage estimate = begin.Estimate ?? new TokenUsage(0, 0, 0, Calls: 1);

        // A call that is made again takes the place of the one before.
        TokenUsage others = attempt.ReservedExcept(begin.Tier);
        TicketState ticket = state.Tickets[begin.TicketId];
        (string? TicketId, decimal Money)? unpriced = LimitWithoutPrice(state, ticket, estimate);
        if (TimeIsUp(decision) is var (timed, late))
        {
            Pause(decision, timed, late);
        }
        else if (unpriced is var (limited, sum) && begin.Tier == Tier.Qa)
        {
            return new Refusal(RefusalCode.LeftOut, BudgetWords.NoPrice(limited, sum, begin.Model));
        }
        else if (begin.Tier == Tier.Qa && Shortage() is var (_, missing))
        {
            return new Refusal(RefusalCode.LeftOut, BudgetWords.LeftOut(missing));
        }
        else if (WhyWait(state, ticket, begin.Tier, estimate) is { } waits)
        {
            return waits;
        }
        else if (unpriced is var (whose, money))
        {
            // To make it would be to spend nobody knows how much of a limited sum.
            decision.Add(new TrackEvent.RunPaused(PauseCause.Budget, BudgetWords.NoPrice(whose, money, begin.Model), UnpricedTicket: whose));
        }
        else if (Shortage() is var (standing, shortage))
        {
            Pause(decision, standing, shortage);
        }
        else
        {
            decision.Add(new TrackEvent.ModelCallStarted(begin.TicketId, begin.Attempt, begin.Turn, begin.Tier, begin.Model, begin.Estimate));
        }

        return null;

        (BudgetStanding Standing, BudgetShortage Shortage)? Shortage() =>
            ShortageOf(Budgets.OfTicket(ticket, decision.Context.Now), estimate, attempt.ReservedTotal, others)
            ?? ShortageOf(Budgets.OfRun(state, decision.Context.Now), estimate, attempt.ReservedTotal, others);
    }

    /// <summary>Why a call is to be asked for again when a call of another worker is over; null when that is not what holds it up.</summary>
    public static Refusal? WhyWait(TrackState state, TicketState ticket, Tier tier, TokenUsage estimate)
    {
        if (ticket.Attempt is not { } attempt)
        {
            return null;
        }

        string id = ticket.Definition.Id;
        TokenUsage others = attempt.ReservedExcept(tier);
        if (LimitWithoutPrice(state, ticket, estimate) is var (whose, money))
        {
            return WaitToPause(state, id, $"{BudgetWords.Name(whose, BudgetKind.Money, money)} cannot be kept for its next call, because its model has no known price");
        }

        if (ShortageOf(Budgets.OfTicket(ticket, state.At), estimate, attempt.ReservedTotal, others) is var (_, own))
        {
            return WaitToPause(state, id, $"{BudgetWords.Name(own.TicketId, own.Kind, own.Limit)} does not last for its next call");
        }

        if (ShortageOf(Budgets.OfRun(state, state.At), estimate, attempt.ReservedTotal, others) is not var (_, shortage))
        {
            return null;
        }

        int underWay = Budgets.CallsUnderWay(state, shortage.Kind, exceptOf: id);
        return underWay == 0 ? null : new Refusal(RefusalCode.BudgetReserved, BudgetWords.Reserved(shortage, underWay));
    }

    /// <summary>After each decision: warns of budgets that are nearly used up, and pauses a run whose time is.</summary>
    public static void Watch(DecisionBuilder decision)
    {
        if (decision.State is not { Run: { IsAlive: true, Stopping: null } })
        {
            return;
        }

        WarnOfRun(decision);
        foreach (ReadyKey key in decision.State.Active)
        {
            if (decision.State.Tickets[key.TicketId] is { Definition.Budget: not null } ticket)
            {
                Warn(decision, Budgets.OfTicket(ticket, decision.Context.Now), ticket.Meter);
            }
        }

        if (decision.State.WorkingCount > 0 && TimeIsUp(decision) is var (standing, shortage))
        {
            Pause(decision, standing, shortage);
        }
    }

    /// <summary>Adds to a budget; a run that was paused for it goes on.</summary>
    public static Refusal? Add(DecisionBuilder decision, TrackCommand.AddBudget add)
    {
        TrackState state = decision.State;
        TicketState? ticket = null;
        if (add.TicketId is { } ticketId)
        {
            if (TicketDecisions.Find(state, ticketId, out TicketState found) is { } unknown)
            {
                return unknown;
            }

            ticket = found;
        }

        Budget limits = ticket is null ? Budgets.LimitsOf(state) : Budgets.LimitsOf(ticket);
        if (WhyNot(state, add, limits, decision.Context.Now) is { } problem)
        {
            return new Refusal(RefusalCode.WrongState, problem);
        }

        if (ticket is null && state.Run is not { IsAlive: true, Stopping: null })
        {
            return new Refusal(
                RefusalCode.WrongState,
                state.Run.IsAlive ? "The run is just ending. Run the track again once it has ended: a new run has all of its budget." : "The track is not running. Run it: a new run has all of its budget.");
        }

        bool waits = Budgets.IsPausedFor(state, add.TicketId);
        var raised = new TrackEvent.BudgetRaised(add.Added, add.TicketId);
        if (waits && state.Run.Shortage is { } shortage && add.Added.Of(shortage.Kind) is not null
            && StillShort(TrackEvolution.Apply(state, raised, decision.Context.Now), decision.Context.Now) is { } missing)
        {
            return new Refusal(RefusalCode.WrongState, $"That is not enough for the run to go on. Add at least {BudgetWords.Amount(shortage.Kind, (add.Added.Of(shortage.Kind) ?? 0) + missing)}.");
        }

        decision.Add(raised);
        if (waits && StillShort(decision.State, decision.Context.Now) is null)
        {
            decision.Add(new TrackEvent.RunResumed());
        }

        return null;
    }

    /// <summary>Why a paused run cannot go on yet; null when no budget holds it.</summary>
    public static Refusal? WhyNotResume(DecisionBuilder decision)
    {
        TrackState state = decision.State;
        return state.Run is { Status: RunStatus.Paused, PauseCause: PauseCause.Budget, Shortage: { } shortage }
            && StillShort(state, decision.Context.Now) is not null && Budgets.Lacking(state, decision.Context.Now) is { } standing
            ? new Refusal(RefusalCode.WrongState, BudgetWords.Paused(standing, shortage))
            : null;
    }

    /// <summary>
    /// No call of others gives back what a ticket lacks; they are let come to their end before the run pauses. Whoever has budget meanwhile may
    /// begin another one, so it pauses at the first moment without any.
    /// </summary>
    private static Refusal? WaitToPause(TrackState state, string ticketId, string why)
    {
        int underWay = Budgets.CallsUnderWay(state, BudgetKind.Calls, exceptOf: ticketId);
        return underWay == 0 ? null : new Refusal(RefusalCode.BudgetReserved, BudgetWords.PausesAfter(why, underWay));
    }

    /// <summary>How much the budget that the run was paused for still lacks; null when it lasts, or its ticket is worked on no more.</summary>
    private static decimal? StillShort(TrackState state, DateTimeOffset now)
    {
        if (state.Run.Shortage is not { } shortage)
        {
            return null;
        }

        return Budgets.Lacking(state, now)?.LackingOf(shortage);
    }

    private static string? WhyNot(TrackState state, TrackCommand.AddBudget add, Budget limits, DateTimeOffset now)
    {
        List<BudgetKind> given = [.. Budget.Kinds.Where(kind => add.Added.Of(kind) is not null)];
        if (given.Count == 0)
        {
            return "No amount is given. Say how many tokens, dollars, model calls or minutes to add.";
        }

        if (given.Exists(kind => add.Added.Of(kind) is <= 0 or > Budget.Most))
        {
            return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"What is added to a budget must be more than 0, and at most {Budget.Most:N0}. Give another amount.");
        }

        if (given.FindAll(kind => limits.Of(kind) is null) is not [var unlimited, ..])
        {
            return null;
        }

        string whose = add.TicketId ?? "The run";
        if (Budgets.Lacking(state, now) is { } standing && state.Run.Shortage is { } shortage && StillShort(state, now) is not null)
        {
            return $"{whose} has no budget of {KindWord(unlimited)}, and that is not what the run is paused for. {BudgetWords.Paused(standing, shortage)}";
        }

        string has = BudgetWords.Limits(limits);
        return $"{whose} has no budget of {KindWord(unlimited)}, so nothing of it needs to be added. "
            + (has.Length > 0 ? $"Add to the budget it has: {has}." : add.TicketId is null ? "It goes on without a limit." : "Give it one in the track file if it should have a limit.");
    }

    private static string KindWord(BudgetKind kind) => kind switch
    {
        BudgetKind.Tokens => "tokens",
        BudgetKind.Money => "money",
        BudgetKind.Calls => "model calls",
        _ => "minutes",
    };

    private static (BudgetStanding Standing, BudgetShortage Shortage)? ShortageOf(BudgetStanding? standing, TokenUsage estimate, TokenUsage own, TokenUsage others)
    {
        if (standing is null)
        {
            return null;
        }

        foreach (BudgetKind kind in Budget.Kinds)
        {
            decimal reserved = standing.ReservedOf(kind) - BudgetStanding.AmountOf(own, kind) + BudgetStanding.AmountOf(others, kind);
            decimal needs = BudgetStanding.AmountOf(estimate, kind);
            if (kind != BudgetKind.Minutes && standing.Limits.Of(kind) is { } limit && needs > 0 && standing.SpentOf(kind) + reserved + needs > limit)
            {
                return (standing, new BudgetShortage(standing.TicketId, kind, limit, needs));
            }
        }

        return null;
    }

    /// <summary>The limit of money that a call without a known price cannot be held within, and whose it is: null for the run's. Null when there is none, or a price.</summary>
    private static (string? TicketId, decimal Money)? LimitWithoutPrice(TrackState state, TicketState ticket, TokenUsage estimate) => estimate.Cost is not null ? null
        : Budgets.LimitsOf(ticket).Money is { } own ? (ticket.Definition.Id, own)
        : Budgets.LimitsOf(state).Money is { } whole ? (null, whole)
        : null;

    private static (BudgetStanding Standing, BudgetShortage Shortage)? TimeIsUp(DecisionBuilder decision)
    {
        DateTimeOffset now = decision.Context.Now;
        foreach (ReadyKey key in decision.State.Active)
        {
            if (decision.State.Tickets[key.TicketId] is { Definition.Budget.Minutes: not null, IsWorking: true } ticket && TimeIsUp(Budgets.OfTicket(ticket, now)) is { } own)
            {
                return own;
            }
        }

        return TimeIsUp(Budgets.OfRun(decision.State, now));
    }

    private static (BudgetStanding Standing, BudgetShortage Shortage)? TimeIsUp(BudgetStanding? standing) =>
        standing?.Limits.Minutes is { } limit && standing.SpentOf(BudgetKind.Minutes) >= limit
            ? (standing, new BudgetShortage(standing.TicketId, BudgetKind.Minutes, limit, 0))
            : null;

    private static void WarnOfRun(DecisionBuilder decision) => Warn(decision, Budgets.OfRun(decision.State, decision.Context.Now), decision.State.Meter);

    private static void Warn(DecisionBuilder decision, BudgetStanding? standing, Meter meter)
    {
        if (standing is null)
        {
            return;
        }

        foreach (BudgetKind kind in Budget.Kinds)
        {
            if (standing.Limits.Of(kind) is { } limit and > 0
                && standing.FractionOf(kind) >= BudgetStanding.WarnsAt
                && meter.Warned.GetValueOrDefault(kind, -1) != limit)
            {
                decision.Add(new TrackEvent.BudgetWarned(kind, limit, BudgetWords.Warning(standing, kind), standing.TicketId));
            }
        }
    }

    private static void Pause(DecisionBuilder decision, BudgetStanding standing, BudgetShortage shortage) =>
        decision.Add(new TrackEvent.RunPaused(PauseCause.Budget, BudgetWords.Paused(standing, shortage), shortage));
}
