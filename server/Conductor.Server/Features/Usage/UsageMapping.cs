using System.Globalization;
using Conductor.Core.Tickets;
using Conductor.Core.Usage;
using Conductor.Server.Protocol;

namespace Conductor.Server.Features.Usage;

/// <summary>The ledger, from the engine's shape to the wire's.</summary>
internal static class UsageMapping
{
    /// <summary>The words people know a tier by.</summary>
    public static string NameOf(Tier tier) => tier switch
    {
        Tier.Orchestrator => "Tier 1 (Orchestrator)",
        Tier.TechLead => "Tier 2 (Tech Lead)",
        Tier.Worker => "Tier 3 (Worker)",
        _ => "Tier 4 (QA)",
    };

    /// <summary>A ledger's sums.</summary>
    public static UsageSummary ToSummary(UsageLedger ledger) => new(
        ToFigures(ledger.Total),
        [.. ledger.PerTier.Select(tier => new TierUsage((int)tier.Key, NameOf(tier.Key), ToFigures(tier.Value)))],
        ledger.HasEstimates);

    /// <summary>The sums of several ledgers together, with their rows.</summary>
    public static UsageReport ToReport(IReadOnlyList<(string TrackId, TrackState State)> tracks)
    {
        var total = default(TokenUsage);
        var tiers = new SortedDictionary<Tier, TokenUsage>();
        var rows = new List<UsageRow>();
        foreach ((string trackId, TrackState state) in tracks)
        {
            UsageLedger ledger = state.Usage;
            total += ledger.Total;
            foreach ((Tier tier, TokenUsage usage) in ledger.PerTier)
            {
                tiers[tier] = tiers.GetValueOrDefault(tier) + usage;
            }

            rows.AddRange(ledger.Rows
                .OrderBy(row => row.Key.TicketId, StringComparer.Ordinal).ThenBy(row => row.Key.Attempt).ThenBy(row => row.Key.Tier)
                .Select(row => new UsageRow(trackId, row.Key.TicketId, state.NumberTold(row.Key.TicketId, row.Key.Attempt), (int)row.Key.Tier, row.Key.Model, ToFigures(row.Value))));
        }

        var summary = new UsageSummary(
            ToFigures(total),
            [.. tiers.Select(tier => new TierUsage((int)tier.Key, NameOf(tier.Key), ToFigures(tier.Value)))],
            tracks.Any(track => track.State.Usage.HasEstimates));
        return new UsageReport(summary, rows, DayOf(total.PricesAsOf), DayOf(total.PricesUpTo));
    }

    private static string? DayOf(DateOnly? day) => day?.ToString("O", CultureInfo.InvariantCulture);

    /// <summary>One sum.</summary>
    public static UsageFigures ToFigures(TokenUsage usage) => new(
        usage.InputTokens,
        usage.OutputTokens,
        usage.CachedInputTokens,
        usage.Calls,
        usage.ReasoningTokens,
        usage.CacheWriteTokens,
        (double?)usage.Cost,
        usage.EstimatedCalls,
        usage.UnpricedCalls);
}
