namespace Conductor.Workers.Models;

/// <summary>What is known of a model beside its name. Null members are not known, and nothing may be concluded from that.</summary>
/// <param name="ContextWindow">Tokens that input and output may have together, or the input alone where the provider says it so.</param>
/// <param name="MaximumOutput">Tokens of one answer at most.</param>
/// <param name="Price">What it costs; null for one without a known price.</param>
/// <param name="IsLocal">It answers on this machine; what answers there may be a gateway to models that cost.</param>
public sealed record ModelFacts(int? ContextWindow = null, int? MaximumOutput = null, ModelPrice? Price = null, bool IsLocal = false)
{
    /// <summary>It costs nothing, whether it has a price of 0 or none.</summary>
    public bool IsFree { get; init; }

    /// <summary>The day that the price is of; null where that is not known, as of a model that is free.</summary>
    public DateOnly? PricesAsOf { get; init; }

    /// <summary>Nothing is known.</summary>
    public static ModelFacts Unknown { get; } = new();
}
