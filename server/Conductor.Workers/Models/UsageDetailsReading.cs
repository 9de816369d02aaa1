using Conductor.Core.Usage;
using Microsoft.Extensions.AI;

namespace Conductor.Workers.Models;

/// <summary>
/// Turns what a client reports into what is booked. Every client reports the same: input with its cached and cache-written parts included,
/// output with everything billed as output included, reasoning as a part of the output.
/// </summary>
public static class UsageDetailsReading
{
    /// <summary>The additional count that holds cache writes, named as the Anthropic package names it.</summary>
    public const string CacheWriteCount = "CacheCreationInputTokens";

    /// <summary>One call's usage; null when the provider reports neither input nor output.</summary>
    public static TokenUsage? From(UsageDetails? details) =>
        details is null or { InputTokenCount: null, OutputTokenCount: null }
            ? null
            : new TokenUsage(
                details.InputTokenCount ?? 0,
                details.OutputTokenCount ?? 0,
                details.CachedInputTokenCount ?? 0,
                Calls: 1,
                details.ReasoningTokenCount,
                details.AdditionalCounts?.TryGetValue(CacheWriteCount, out var written) == true ? written : 0);
}
