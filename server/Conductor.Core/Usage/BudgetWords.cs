using System.Globalization;

namespace Conductor.Core.Usage;

/// <summary>Budgets in words for a person. Amounts are written in one way everywhere, whatever the machine's language.</summary>
public static class BudgetWords
{
    /// <summary>How what makes such a run go on begins.</summary>
    public const string EditorRemedy = "Choose \"Add Budget and Continue\"";

    private const decimal SmallestShown = 0.0001m;

    /// <summary>US dollars: <c>$12.30</c>, <c>$0.0123</c>. What is not nothing is never written as nothing.</summary>
    public static string Money(decimal amount) => amount switch
    {
        0 => "$0.00",
        < SmallestShown => "<$0.0001",
        < 1 => string.Create(CultureInfo.InvariantCulture, $"${amount:0.00##}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"${amount:N2}"),
    };

    /// <summary>An amount with its unit: <c>10,000 tokens</c>, <c>$0.50</c>, <c>1 model call</c>, <c>2.5 minutes</c>.</summary>
    public static string Amount(BudgetKind kind, decimal amount) => kind switch
    {
        BudgetKind.Money => Money(amount),
        BudgetKind.Tokens => Counted(amount, "token"),
        BudgetKind.Calls => Counted(amount, "model call"),
        _ => Counted(Math.Floor(amount * 10) / 10, "minute"),
    };

    /// <summary>Every limit: <c>10,000 tokens, $0.50</c>; empty for none.</summary>
    public static string Limits(Budget budget) =>
        string.Join(", ", Budget.Kinds.Where(kind => budget.Of(kind) is not null).Select(kind => Amount(kind, budget.Of(kind) ?? 0)));

    /// <summary>What is spent of each limit: <c>9,800 of 10,000 tokens (98 %), $0.41 of $0.50 (82 %)</c>.</summary>
    public static string Spent(BudgetStanding standing) => string.Join(
        ", ", Budget.Kinds.Where(kind => standing.Limits.Of(kind) is not null).Select(kind => SpentOf(standing, kind)));

    /// <summary>Whose budget it is, and of what: <c>The run's budget of 10,000 tokens</c>.</summary>
    public static string Name(string? ticketId, BudgetKind kind, decimal limit) => $"{(ticketId is null ? "The run" : ticketId)}'s budget of {Amount(kind, limit)}";

    /// <summary>That most of a limit is spent.</summary>
    public static string Warning(BudgetStanding standing, BudgetKind kind) =>
        $"{Name(standing.TicketId, kind, standing.Limits.Of(kind) ?? 0)} is nearly used up: {Amount(kind, standing.SpentOf(kind))} ({Percent(standing.FractionOf(kind))}) {Verb(kind, standing.SpentOf(kind))} spent. The run pauses when it is.";

    /// <summary>Why the run is paused, and how it goes on.</summary>
    public static string Paused(BudgetStanding standing, BudgetShortage shortage)
    {
        BudgetKind kind = shortage.Kind;
        string spent = $"{Amount(kind, standing.SpentOf(kind))} {Verb(kind, standing.SpentOf(kind))} spent";
        string reserved = standing.ReservedOf(kind) > 0 ? $", calls under way may take {Amount(kind, standing.ReservedOf(kind))}" : "";
        string next = kind is BudgetKind.Minutes or BudgetKind.Calls ? "" : $", and the next call{(shortage.TicketId is null ? "" : $" of {shortage.TicketId}")} may take up to {Amount(kind, shortage.Needs)}";
        return $"{Name(shortage.TicketId, kind, standing.Limits.Of(kind) ?? shortage.Limit)} does not last: {spent}{reserved}{next}. {Remedy(standing, shortage)}";
    }

    /// <summary>Why a call waits for others that are under way.</summary>
    /// <param name="shortage">What the budget would lack if they took all that they may.</param>
    public static string Reserved(BudgetShortage shortage, int underWay)
    {
        (string calls, string them) = underWay == 1 ? ("1 call under way", "it") : (string.Create(CultureInfo.InvariantCulture, $"{underWay} calls under way"), "one of them");
        string name = Name(shortage.TicketId, shortage.Kind, shortage.Limit);
        return $"{calls} may take what is left of {char.ToLowerInvariant(name[0])}{name[1..]}. The next one is made when {them} is over.";
    }

    /// <summary>Why a call waits although no other call gives it what it lacks: the run pauses as soon as it cuts none of those.</summary>
    /// <param name="why">What is in its way: a sentence without its end.</param>
    /// <param name="underWay">Of other workers; when these are over there may be others.</param>
    public static string PausesAfter(string why, int underWay) =>
        string.Create(CultureInfo.InvariantCulture, $"{why}. The run pauses as soon as no other worker has a call under way; {underWay} {(underWay == 1 ? "has" : "have")} one now.");

    /// <summary>Why a command that failed is not explained.</summary>
    public static string LeftOut(BudgetShortage shortage) => $"{Name(shortage.TicketId, shortage.Kind, shortage.Limit)} does not last for an explanation by tier 4, which is left out.";

    /// <summary>Why a call is not made whose price nobody knows, and how the run goes on.</summary>
    /// <param name="ticketId">Whose limit of money it is; null for the run's.</param>
    public static string NoPrice(string? ticketId, decimal limit, string model)
    {
        string lift = ticketId is null
            ? "stop the run, take the limit of money out where it was set (the track file, or the setting conductor.budget.money), and run the track again (in a terminal at once: conductor run with the track and --budget-money none)"
            : $"take \"money\" out of {ticketId}'s budget in the track file and resume the run";
        return $"{Name(ticketId, BudgetKind.Money, limit)} cannot be kept, because {model} has no known price: its next call was not made. "
            + "Give its price in a price file (setting conductor.models.priceFile, in a terminal: CONDUCTOR_PRICES) and resume the run, "
            + $"or {lift}. Tokens and model calls can be limited in place of money.";
    }

    /// <summary>What makes such a run go on.</summary>
    public static string Remedy(BudgetStanding standing, BudgetShortage shortage) =>
        $"{EditorRemedy} (in a terminal: conductor resume {Option(standing, shortage)}) to go on where it stopped.";

    /// <summary>What the command line calls it, with an amount that is well added: <c>--budget-tokens +10000</c>.</summary>
    public static string Option(BudgetStanding standing, BudgetShortage shortage)
    {
        string whose = shortage.TicketId is { } ticketId ? $"--budget-ticket {ticketId} " : "";
        return string.Create(CultureInfo.InvariantCulture, $"{whose}--budget-{shortage.Kind.ToString().ToLowerInvariant()} +{standing.ToAdd(shortage):0.##}");
    }

    private static string SpentOf(BudgetStanding standing, BudgetKind kind)
    {
        decimal spent = standing.SpentOf(kind);
        string amount = kind switch
        {
            BudgetKind.Money => Money(spent),
            BudgetKind.Minutes => Number(Math.Floor(spent * 10) / 10),
            _ => Number(spent),
        };
        return $"{amount} of {Amount(kind, standing.Limits.Of(kind) ?? 0)} ({Percent(standing.FractionOf(kind))})";
    }

    private static string Counted(decimal amount, string unit) => $"{Number(amount)} {unit}{(amount == 1 ? "" : "s")}";

    private static string Verb(BudgetKind kind, decimal amount) => kind == BudgetKind.Money || amount == 1 ? "is" : "are";

    private static string Number(decimal number) => number.ToString("#,0.#", CultureInfo.InvariantCulture);

    /// <summary>Rounded down: 100 % means all of it.</summary>
    private static string Percent(decimal fraction) => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(fraction * 100):N0} %");
}
