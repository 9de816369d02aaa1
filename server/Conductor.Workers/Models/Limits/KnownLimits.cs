using System.Globalization;
using Conductor.Workers.Models.Providers.Ollama;

namespace Conductor.Workers.Models.Limits;

/// <summary>Limits of providers that tell none in their answers.</summary>
public static class KnownLimits
{
    /// <summary>Ollama's own setting of how many calls it answers at a time.</summary>
    private const string OllamaParallel = "OLLAMA_NUM_PARALLEL";

    /// <summary>
    /// What is known of an account. Ollama answers one call at a time and lets the others wait without a word, as if they were idle: so they
    /// wait here instead, unless its own setting says that it takes more.
    /// </summary>
    /// <param name="variable">Looks an environment variable up.</param>
    public static ProviderLimitOptions? Of(string account, Func<string, string?> variable)
    {
        ArgumentNullException.ThrowIfNull(variable);
        return account != OllamaProvider.Id ? null : new ProviderLimitOptions(
            Concurrency: int.TryParse(variable(OllamaParallel), NumberStyles.None, CultureInfo.InvariantCulture, out var parallel) && parallel > 0 ? parallel : 1);
    }
}
