using Conductor.Core.Usage;
using Microsoft.Extensions.AI;

namespace Conductor.Workers.Models;

/// <summary>Turns what a provider reports into what is booked.</summary>
internal static class UsageDetailsReading
{
    /// <summary>One call's usage; null when the provider reports neither input nor output.</summary>
    public static TokenUsage? From(UsageDetails? details) =>
        details is null or { InputTokenCount: null, OutputTokenCount: null }
            ? null
            : new TokenUsage(
                details.InputTokenCount ?? 0, details.OutputTokenCount ?? 0, details.CachedInputTokenCount ?? 0, Calls: 1, details.ReasoningTokenCount);
}
