using System.Collections.Immutable;
using Microsoft.Extensions.AI;

namespace Conductor.Workers.Models.Providers.Ollama;

/// <summary>Models that Ollama runs, on this machine unless it was told another address.</summary>
internal sealed class OllamaProvider : IModelProvider
{
    /// <inheritdoc/>
    public string Name => "ollama";

    /// <inheritdoc/>
    public string Label => "Ollama";

    /// <inheritdoc/>
    public ImmutableArray<string> KeyVariables => ["OLLAMA_API_KEY"];

    /// <inheritdoc/>
    public string? AddressVariable => "OLLAMA_HOST";

    /// <inheritdoc/>
    public Uri DefaultAddress { get; } = new("http://127.0.0.1:11434");

    /// <inheritdoc/>
    public bool NeedsKey => false;

    /// <inheritdoc/>
    public bool IsLocal => true;

    /// <inheritdoc/>
    public IChatClient Client(string model, ProviderAccess access) => OllamaClients.Create(this, model, access);

    /// <inheritdoc/>
    public Task<ImmutableArray<ListedModel>> ListAsync(ProviderAccess access, CancellationToken cancellationToken) =>
        OllamaModels.ListAsync(this, access, cancellationToken);
}
