using System.Collections.Immutable;
using Conductor.Workers.Models.Providers.Calls;

namespace Conductor.Workers.Models.Providers.Ollama;

/// <summary>The models that Ollama has.</summary>
internal static class OllamaModels
{
    /// <summary>Asks for the list.</summary>
    /// <exception cref="ModelCallException">It cannot be had; the message says what to do.</exception>
    public static async Task<ImmutableArray<ListedModel>> ListAsync(IModelProvider provider, ProviderAccess access, CancellationToken cancellationToken)
    {
        using var list = await ListedModels.GetAsync(provider, access, "api/tags", "models", request => OllamaClients.Sign(request.Headers, access.Key), cancellationToken);
        return [.. ListedModels.Elements(list.RootElement, "models")
            .Where(model => !IsForSearch(model))
            .Select(model => ListedModels.Text(model, "model") ?? ListedModels.Text(model, "name"))
            .OfType<string>()
            .Select(name => new ListedModel(name))];
    }

    /// <summary>Models that turn texts into numbers and answer nothing: all of them are of this family.</summary>
    private static bool IsForSearch(System.Text.Json.JsonElement model) =>
        model.TryGetProperty("details", out var details) && ListedModels.Text(details, "family")?.Contains("bert", StringComparison.OrdinalIgnoreCase) == true;
}
