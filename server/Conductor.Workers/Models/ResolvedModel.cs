using System.Collections.Immutable;
using Conductor.Workers.Models.Limits;
using Microsoft.Extensions.AI;

namespace Conductor.Workers.Models;

/// <summary>A model that can be called.</summary>
/// <param name="Id">As recorded with each call.</param>
/// <param name="Label">For people, for example <c>Demo (offline)</c>.</param>
/// <param name="Worker">Answers the workers (tier 3).</param>
/// <param name="Qa">Explains failed commands (tier 4); null when that is off.</param>
public sealed record ResolvedModel(string Id, string Label, IChatClient Worker, IChatClient? Qa)
{
    /// <summary>Tier 4's model, as recorded with each of its calls: the worker's unless another one is set.</summary>
    public string QaId { get; init; } = Id;

    /// <summary>Who serves it, for people, for example <c>Google Gemini</c>.</summary>
    public string Provider { get; init; } = Label;

    /// <summary>The providers, as first parts of model ids, whose calls carry the same key, its own included.</summary>
    public ImmutableArray<string> Account { get; init; } = [ModelId.Parse(Id).Provider];

    /// <summary>Who serves tier 4's model, for people.</summary>
    public string QaProvider { get => field ?? Provider; init; }

    /// <summary>What keeps all workers of the model within its provider's limits; null for a provider that has none.</summary>
    public ProviderLimits? Limits { get; init; }

    /// <summary>The same for tier 4's model.</summary>
    public ProviderLimits? QaLimits { get; init; }

    /// <summary>What is known of the worker's model.</summary>
    public ModelFacts Facts { get; init; } = ModelFacts.Unknown;

    /// <summary>What is known of tier 4's model.</summary>
    public ModelFacts QaFacts { get; init; } = ModelFacts.Unknown;
}

/// <summary>The outcome of looking for a model.</summary>
public abstract record ModelResolution
{
    private ModelResolution()
    {
    }

    /// <summary>There is one.</summary>
    public sealed record Found(ResolvedModel Model) : ModelResolution;

    /// <summary>There is none. The message says why and which there are.</summary>
    /// <param name="KeyOf">Whose key is missing (see <see cref="Providers.IModelProvider.Account"/>); null when it is not a key that is missing.</param>
    public sealed record Refused(string Message, string? KeyOf = null) : ModelResolution;
}
