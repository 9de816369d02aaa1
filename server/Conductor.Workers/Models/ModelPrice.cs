using Conductor.Core.Usage;

namespace Conductor.Workers.Models;

/// <summary>A model's prices in US dollars per million tokens.</summary>
/// <param name="Input">Input that is neither read from a cache nor written to one.</param>
/// <param name="CachedInput">Input that the provider read from its cache.</param>
/// <param name="CacheWrite">Input that the provider wrote to its cache.</param>
/// <param name="Output">Everything billed as output, reasoning included.</param>
public sealed record ModelPrice(decimal Input, decimal CachedInput, decimal CacheWrite, decimal Output)
{
    private const decimal Million = 1_000_000m;

    /// <summary>Costs nothing: models that run on this machine.</summary>
    public static ModelPrice Free { get; } = new(0, 0, 0, 0);

    /// <summary>What these tokens cost, in US dollars.</summary>
    public decimal CostOf(TokenUsage usage)
    {
        var plain = Math.Max(0, usage.InputTokens - usage.CachedInputTokens - usage.CacheWriteTokens);
        return ((plain * Input) + (usage.CachedInputTokens * CachedInput) + (usage.CacheWriteTokens * CacheWrite) + (usage.OutputTokens * Output)) / Million;
    }
}
