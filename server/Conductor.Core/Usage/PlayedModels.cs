namespace Conductor.Core.Usage;

/// <summary>Models that no provider serves: the demo's and any other script. They cost nothing, and nobody misses a price of theirs.</summary>
public static class PlayedModels
{
    /// <summary>Whether a model of this id is played from a script.</summary>
    public static bool Contains(string model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return model == "demo" || model.StartsWith("script:", StringComparison.Ordinal);
    }
}
