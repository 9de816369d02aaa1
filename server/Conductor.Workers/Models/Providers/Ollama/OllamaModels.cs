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
        using var list = await ListedModels.GetAsync(provider, access, "api/tags", request => OllamaClients.Sign(request.Headers, access.Key), cancellationToken);
        return [.. ListedModels.Elements(list.RootElement, "models")
            .Select(model => ListedModels.Text(model, "model") ?? ListedModels.Text(model, "name"))
            .OfType<string>()
            .Select(name => new ListedModel(name))];
    }
}
