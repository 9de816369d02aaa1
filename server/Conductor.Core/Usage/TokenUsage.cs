using System.Collections.Immutable;

namespace Conductor.Core.Usage;

/// <summary>Tokens of one or more model calls.</summary>
/// <param name="InputTokens">Everything sent, cached part included.</param>
/// <param name="OutputTokens">Everything billed as output, reasoning included.</param>
/// <param name="CachedInputTokens">The part of the input the provider read from its cache.</param>
/// <param name="Calls">How many model calls these figures add up.</param>
/// <param name="ReasoningTokens">The part of the output that the model thought with; null where no provider told.</param>
/// <param name="CacheWriteTokens">The part of the input the provider wrote to its cache and bills for that.</param>
/// <param name="Cost">In US dollars, at the prices of when the calls were made; null where no call had a price.</param>
/// <param name="EstimatedCalls">How many of the calls have figures counted from their texts, because the provider sent none.</param>
/// <param name="UnpricedCalls">How many of the calls had no price, so that the cost does not hold them; those of a script cost nothing and are none. Known of booked calls alone.</param>
/// <param name="PricesAsOf">The day of the prices that the cost is at, of several the first; null where that is not known.</param>
/// <param name="PricesUpTo">The last of several such days; null where there are not several.</param>
public readonly record struct TokenUsage(
    long InputTokens,
    long OutputTokens,
    long CachedInputTokens,
    int Calls,
    long? ReasoningTokens = null,
    long CacheWriteTokens = 0,
    decimal? Cost = null,
    int EstimatedCalls = 0,
    int UnpricedCalls = 0,
    DateOnly? PricesAsOf = null,
    DateOnly? PricesUpTo = null)
{
    /// <summary>Input and output together.</summary>
    public long TotalTokens => InputTokens + OutputTokens;

    /// <summary>Adds two sums.</summary>
    public static TokenUsage operator +(TokenUsage left, TokenUsage right) => left.Add(right);

    /// <summary>Adds two sums.</summary>
    public TokenUsage Add(TokenUsage other) => new(
        InputTokens + other.InputTokens,
        OutputTokens + other.OutputTokens,
        CachedInputTokens + other.CachedInputTokens,
        Calls + other.Calls,
        ReasoningTokens is null && other.ReasoningTokens is null ? null : (ReasoningTokens ?? 0) + (other.ReasoningTokens ?? 0),
        CacheWriteTokens + other.CacheWriteTokens,
        Cost is null && other.Cost is null ? null : (Cost ?? 0) + (other.Cost ?? 0),
        EstimatedCalls + other.EstimatedCalls,
        UnpricedCalls + other.UnpricedCalls,
        PricesAsOf is null || other.PricesAsOf < PricesAsOf ? other.PricesAsOf ?? PricesAsOf : PricesAsOf,
        LastOfSeveral(PricesAsOf, PricesUpTo, other.PricesAsOf, other.PricesUpTo));

    private static DateOnly? LastOfSeveral(params ReadOnlySpan<DateOnly?> days)
    {
        DateOnly? first = null;
        DateOnly? last = null;
        foreach (DateOnly? day in days)
        {
            first = first is null || day < first ? day ?? first : first;
            last = last is null || day > last ? day ?? last : last;
        }

        return first == last ? null : last;
    }
}

/// <summary>Who a model call is booked to: 1 orchestrator, 2 tech lead, 3 worker, 4 QA.</summary>
public enum Tier
{
    /// <summary>Turns a goal into a track.</summary>
    Orchestrator = 1,

    /// <summary>Turns a track into tickets and drives the run.</summary>
    TechLead = 2,

    /// <summary>Does one ticket.</summary>
    Worker = 3,

    /// <summary>Explains a failed command in few words.</summary>
    Qa = 4,
}

/// <summary>One row of the ledger: what a tier spent on an attempt with a model.</summary>
public readonly record struct UsageKey(Tier Tier, string TicketId, int Attempt, string Model);

/// <summary>What a track has spent, settled once per model call. Immutable; replay builds the same one.</summary>
public sealed record UsageLedger
{
    /// <summary>A ledger with nothing booked.</summary>
    public static UsageLedger Empty { get; } = new();

    /// <summary>The finest rows: per tier, ticket, attempt and model.</summary>
    public ImmutableDictionary<UsageKey, TokenUsage> Rows { get; init; } = ImmutableDictionary<UsageKey, TokenUsage>.Empty;

    /// <summary>Sums per tier.</summary>
    public ImmutableSortedDictionary<Tier, TokenUsage> PerTier { get; init; } = ImmutableSortedDictionary<Tier, TokenUsage>.Empty;

    /// <summary>The sum over all tiers.</summary>
    public TokenUsage Total { get; init; }

    /// <summary>True when the figures of at least one call were estimated because the provider sent none.</summary>
    public bool HasEstimates { get; init; }

    /// <summary>Books one model call.</summary>
    public UsageLedger Book(UsageKey key, TokenUsage usage, bool estimated)
    {
        TokenUsage booked = ToBook(usage, estimated, key.Model);
        return this with
        {
            Rows = Rows.SetItem(key, Rows.GetValueOrDefault(key) + booked),
            PerTier = PerTier.SetItem(key.Tier, PerTier.GetValueOrDefault(key.Tier) + booked),
            Total = Total + booked,
            HasEstimates = HasEstimates || estimated,
        };
    }

    /// <summary>One call as it is booked: marked when its figures are an estimate, and when it had no price though it may have cost something.</summary>
    internal static TokenUsage ToBook(TokenUsage usage, bool estimated, string model) =>
        usage with { EstimatedCalls = estimated ? usage.Calls : 0, UnpricedCalls = usage.Cost is null && !PlayedModels.Contains(model) ? usage.Calls : 0 };
}
