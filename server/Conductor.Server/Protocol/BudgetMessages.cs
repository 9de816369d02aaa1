namespace Conductor.Server.Protocol;

/// <summary>What may be spent; null members set no limit.</summary>
/// <param name="Tokens">Input and output together.</param>
/// <param name="Money">US dollars.</param>
/// <param name="Calls">Model calls.</param>
/// <param name="Minutes">Minutes in which a worker is at work.</param>
public sealed record BudgetLimits(long? Tokens = null, double? Money = null, long? Calls = null, long? Minutes = null);

/// <summary>What was spent, or is kept back.</summary>
/// <param name="Tokens">Input and output together.</param>
/// <param name="Money">US dollars; calls without a price count as nothing.</param>
/// <param name="Calls">Model calls.</param>
/// <param name="Minutes">Minutes in which a worker was at work, until the latest revision.</param>
public sealed record BudgetAmounts(long Tokens, double Money, long Calls, double Minutes);

/// <summary>What a limit counts.</summary>
public enum BudgetKindName
{
    /// <summary>Input and output together.</summary>
    Tokens,

    /// <summary>US dollars.</summary>
    Money,

    /// <summary>Model calls.</summary>
    Calls,

    /// <summary>Minutes in which a worker is at work.</summary>
    Minutes,
}

/// <summary>A budget and what has become of it.</summary>
/// <param name="Limits">With everything that was added.</param>
/// <param name="Reserved">What calls under way may take.</param>
/// <param name="Nearest">The limit that is nearest to its end; the one that the run is paused for when it is.</param>
/// <param name="Fraction">The spent share of that limit: 1 when all of it is, more when it was passed.</param>
/// <param name="IsReached">The run is paused because this budget does not last for what comes next.</param>
/// <param name="IsWarned">Most of one of its limits is spent, and that was said.</param>
public sealed record BudgetInfo(
    BudgetLimits Limits, BudgetAmounts Spent, BudgetAmounts Reserved, BudgetKindName Nearest, double Fraction, bool IsReached, bool IsWarned);

/// <summary>What to add to a budget; at least one amount, each more than 0.</summary>
/// <param name="TicketId">Whose; null for the run's.</param>
/// <param name="Money">US dollars.</param>
public sealed record AddBudgetParams(
    string TrackId, string? TicketId = null, long? Tokens = null, double? Money = null, long? Calls = null, long? Minutes = null);
