using Conductor.Core.Engine;
using Conductor.Core.Tickets;
using Conductor.Core.Usage;
using Conductor.Server.Protocol;

namespace Conductor.Server.Features.Usage;

/// <summary>Budgets, from the engine's shape to the wire's and back.</summary>
internal static class BudgetMapping
{
    /// <summary>The run's budget as it stands; null when it has none.</summary>
    public static BudgetInfo? OfRun(TrackState state) => ToInfo(state, Budgets.OfRun(state, state.At), state.Meter);

    /// <summary>A ticket's own budget as it stands; null when it has none.</summary>
    public static BudgetInfo? OfTicket(TrackState state, TicketState ticket) => ToInfo(state, Budgets.OfTicket(ticket, state.At), ticket.Meter);

    /// <summary>Limits for a client.</summary>
    public static BudgetLimits ToLimits(Budget budget) => new(budget.Tokens, (double?)budget.Money, budget.Calls, budget.Minutes);

    /// <summary>What a client sent; null when it names no limit. An amount that no budget can hold stays one, so that it is refused in words.</summary>
    public static Budget? ToBudget(BudgetLimits? limits)
    {
        if (limits is null)
        {
            return null;
        }

        var budget = new Budget(limits.Tokens, limits.Money is { } money ? ToMoney(money) : null, limits.Calls, limits.Minutes);
        return budget == Budget.None ? null : budget;
    }

    private static decimal ToMoney(double money) => money switch
    {
        < 0 => -1,
        <= Budget.Most => (decimal)money,
        _ => Budget.Most + 1m,
    };

    private static BudgetInfo? ToInfo(TrackState state, BudgetStanding? standing, Meter meter)
    {
        if (standing is null)
        {
            return null;
        }

        bool isReached = Budgets.IsPausedFor(state, standing.TicketId);
        BudgetKind nearest = isReached && state.Run.Shortage is { } shortage ? shortage.Kind : standing.Nearest;
        return new BudgetInfo(
            ToLimits(standing.Limits),
            Amounts(standing.SpentOf),
            Amounts(standing.ReservedOf),
            Enum.Parse<BudgetKindName>(nearest.ToString()),
            (double)standing.FractionOf(nearest),
            isReached,
            Budget.Kinds.Any(kind => standing.Limits.Of(kind) is { } limit && meter.Warned.GetValueOrDefault(kind, -1) == limit));
    }

    private static BudgetAmounts Amounts(Func<BudgetKind, decimal> of) =>
        new((long)of(BudgetKind.Tokens), (double)of(BudgetKind.Money), (long)of(BudgetKind.Calls), (double)Math.Round(of(BudgetKind.Minutes), 2));
}
