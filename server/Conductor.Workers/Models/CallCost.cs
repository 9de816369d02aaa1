using Conductor.Core.Usage;
using Microsoft.Extensions.AI;

namespace Conductor.Workers.Models;

/// <summary>What a model call is booked with.</summary>
/// <param name="Usage">Its tokens, and their price where the model has one.</param>
/// <param name="Estimated">The provider did not say, or not to the end; what it did not say was counted from the texts.</param>
internal readonly record struct CallCost(TokenUsage Usage, bool Estimated)
{
    /// <summary>As reported, or else as counted.</summary>
    public static CallCost Of(UsageDetails? reported, Func<TokenUsage> count, ModelFacts facts) =>
        UsageDetailsReading.From(reported) is not { } usage ? new CallCost(Priced(count() with { EstimatedCalls = 1 }, facts), Estimated: true)
        : reported?.OutputTokenCount is null ? new CallCost(Priced(usage with { OutputTokens = count().OutputTokens, EstimatedCalls = 1 }, facts), Estimated: true)
        : new CallCost(Priced(usage, facts), Estimated: false);

    /// <summary>What a call may take, before it is made: that of a model that costs nothing takes nothing of a limit of money.</summary>
    public static TokenUsage Expected(TokenUsage usage, ModelFacts facts) =>
        Priced(usage, facts) is { Cost: null } unpriced && facts.IsFree ? unpriced with { Cost = 0 } : Priced(usage, facts);

    /// <summary>The same tokens with their price, where the model has one.</summary>
    public static TokenUsage Priced(TokenUsage usage, ModelFacts facts) => usage with { Cost = facts.Price?.CostOf(usage), PricesAsOf = facts.PricesAsOf };
}
