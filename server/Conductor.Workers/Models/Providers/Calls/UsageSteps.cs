using Microsoft.Extensions.AI;

namespace Conductor.Workers.Models.Providers.Calls;

/// <summary>
/// Turns a provider's cumulative figures into what came since the last ones, since pieces of an answer are added up: so what a call has used is
/// known also when it is stopped. One per answer.
/// </summary>
internal sealed class UsageSteps
{
    private UsageDetails? _before;

    /// <summary>What has been added; null when nothing has.</summary>
    /// <param name="now">The figures so far; null when there are none.</param>
    public UsageDetails? Next(UsageDetails? now)
    {
        var (before, written) = (_before, Written(now) - (Written(_before) ?? 0));
        _before = now ?? _before;
        if (now is null || before is null)
        {
            return now;
        }
        var added = new UsageDetails
        {
            InputTokenCount = now.InputTokenCount - (before.InputTokenCount ?? 0),
            CachedInputTokenCount = now.CachedInputTokenCount - (before.CachedInputTokenCount ?? 0),
            OutputTokenCount = now.OutputTokenCount - (before.OutputTokenCount ?? 0),
            ReasoningTokenCount = now.ReasoningTokenCount - (before.ReasoningTokenCount ?? 0),
            TotalTokenCount = now.TotalTokenCount - (before.TotalTokenCount ?? 0),
            AdditionalCounts = written is { } more and not 0
                ? new AdditionalPropertiesDictionary<long> { [UsageDetailsReading.CacheWriteCount] = more }
                : null,
        };
        var isSame = (added.InputTokenCount, added.CachedInputTokenCount, added.OutputTokenCount, added.ReasoningTokenCount, written)
            is (null or 0, null or 0, null or 0, null or 0, null or 0);
        return isSame && (now.OutputTokenCount is null) == (before.OutputTokenCount is null) ? null : added;
    }

    private static long? Written(UsageDetails? usage) =>
        usage?.AdditionalCounts?.TryGetValue(UsageDetailsReading.CacheWriteCount, out var written) == true ? written : null;
}
