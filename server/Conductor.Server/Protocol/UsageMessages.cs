namespace Conductor.Server.Protocol;

/// <summary>Whose usage is asked for.</summary>
/// <param name="TrackId">Null means all tracks.</param>
public sealed record UsageParams(string? TrackId = null);

/// <summary>Tokens of some model calls.</summary>
/// <param name="InputTokens">Cached part included.</param>
/// <param name="OutputTokens">Reasoning included.</param>
/// <param name="ReasoningTokens">The part of the output that the model thought with; null where no provider told.</param>
/// <param name="CacheWriteTokens">The part of the input that was written to the provider's cache.</param>
/// <param name="Cost">In US dollars, at the prices of when the calls were made; null where no call had a price.</param>
/// <param name="EstimatedCalls">Calls whose figures were counted from their texts.</param>
/// <param name="UnpricedCalls">Calls of models without a known price: the cost does not hold them. Those of a script cost nothing and are none of them.</param>
public sealed record UsageFigures(
    long InputTokens,
    long OutputTokens,
    long CachedInputTokens,
    int Calls,
    long? ReasoningTokens = null,
    long CacheWriteTokens = 0,
    double? Cost = null,
    int EstimatedCalls = 0,
    int UnpricedCalls = 0);

/// <summary>Tokens of one tier.</summary>
/// <param name="Tier">1 orchestrator, 2 tech lead, 3 worker, 4 QA.</param>
/// <param name="Name">For people, for example <c>Tier 3 (Worker)</c>.</param>
public sealed record TierUsage(int Tier, string Name, UsageFigures Usage);

/// <summary>A track's sums.</summary>
/// <param name="HasEstimates">At least one call's figures were counted from its texts.</param>
public sealed record UsageSummary(UsageFigures Total, IReadOnlyList<TierUsage> Tiers, bool HasEstimates);

/// <summary>The finest row of the ledger.</summary>
/// <param name="Attempt">From 1; only attempts that a worker began count.</param>
public sealed record UsageRow(string TrackId, string TicketId, int Attempt, int Tier, string Model, UsageFigures Usage);

/// <summary>The ledger.</summary>
/// <param name="PricesAsOf">The day of the prices that the cost is at, of several the first, <c>2026-01-31</c>; null where that is not known.</param>
/// <param name="PricesUpTo">The last of several such days; null where there are not several.</param>
public sealed record UsageReport(UsageSummary Summary, IReadOnlyList<UsageRow> Rows, string? PricesAsOf = null, string? PricesUpTo = null);
