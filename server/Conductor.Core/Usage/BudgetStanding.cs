namespace Conductor.Core.Usage;

/// <summary>One budget and what has become of it at a moment.</summary>
/// <param name="TicketId">Whose it is; null for the run's.</param>
/// <param name="Limits">What may be spent, with everything that was added.</param>
/// <param name="Spent">Booked calls.</param>
/// <param name="Worked">Time in which a worker was at work.</param>
/// <param name="Reserved">Estimates of the calls that are under way.</param>
public sealed record BudgetStanding(string? TicketId, Budget Limits, TokenUsage Spent, TimeSpan Worked, TokenUsage Reserved)
{
    /// <summary>From this share of a limit on, people are warned.</summary>
    public const decimal WarnsAt = 0.8m;

    /// <summary>The limit that is nearest to its end, by what is spent.</summary>
    public BudgetKind Nearest => Budget.Kinds.Where(kind => Limits.Of(kind) is not null).MaxBy(FractionOf);

    /// <summary>What is spent of a kind.</summary>
    public decimal SpentOf(BudgetKind kind) => kind == BudgetKind.Minutes ? (decimal)Worked.Ticks / TimeSpan.TicksPerMinute : AmountOf(Spent, kind);

    /// <summary>What calls under way may still take of a kind.</summary>
    public decimal ReservedOf(BudgetKind kind) => AmountOf(Reserved, kind);

    /// <summary>The spent share of a kind's limit: 1 when all of it is, more when it was passed; 0 without a limit.</summary>
    public decimal FractionOf(BudgetKind kind) => Limits.Of(kind) switch
    {
        null => 0,
        0 => 1,
        { } limit => SpentOf(kind) / limit,
    };

    /// <summary>How much a limit lacks for what was held up by it; null when it lasts, or there is no such limit any more.</summary>
    public decimal? LackingOf(BudgetShortage shortage)
    {
        if (Limits.Of(shortage.Kind) is not { } limit)
        {
            return null;
        }

        decimal lacks = SpentOf(shortage.Kind) + shortage.Needs - limit;
        return shortage.Kind == BudgetKind.Minutes
            ? lacks >= 0 ? Math.Floor(lacks) + 1 : null
            : lacks > 0 ? lacks : null;
    }

    /// <summary>
    /// What is well added to a limit that holds something up: as much as the limit was, and never less than lets two such calls be made. It is
    /// rounded up to two digits.
    /// </summary>
    public decimal ToAdd(BudgetShortage shortage)
    {
        decimal least = Math.Max((LackingOf(shortage) ?? 0) + shortage.Needs, shortage.Limit);
        decimal unit = shortage.Kind == BudgetKind.Money ? 0.01m : 1;
        while (least > 100 * unit)
        {
            unit *= 10;
        }

        return Math.Max(unit, Math.Ceiling(least / unit) * unit);
    }

    /// <summary>How much of a kind some calls take; no call takes minutes.</summary>
    public static decimal AmountOf(TokenUsage usage, BudgetKind kind) => kind switch
    {
        BudgetKind.Tokens => usage.TotalTokens,
        BudgetKind.Money => usage.Cost ?? 0,
        BudgetKind.Calls => usage.Calls,
        _ => 0,
    };
}
