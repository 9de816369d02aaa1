using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.AI;

namespace Conductor.Workers.Models.Providers.Ollama;

/// <summary>Models that Ollama runs, on this machine unless it was told another address.</summary>
/// <param name="askWindow">Finds out how many tokens of a conversation to hold; null to ask Ollama.</param>
internal sealed class OllamaProvider(Func<HttpClient, string, CancellationToken, Task<int>>? askWindow = null) : IModelProvider
{
    /// <summary>The first part of its models' ids.</summary>
    public const string Id = "ollama";

    private readonly ConcurrentDictionary<(Uri Address, string Model), int> _windows = new();

    /// <inheritdoc/>
    public string Name => Id;

    /// <inheritdoc/>
    public string Label => "Ollama";

    /// <inheritdoc/>
    public ImmutableArray<string> KeyVariables => ["OLLAMA_API_KEY"];

    /// <inheritdoc/>
    public string? AddressVariable => "OLLAMA_HOST";

    /// <inheritdoc/>
    public Uri DefaultAddress { get; } = new("http://127.0.0.1:11434");

    /// <inheritdoc/>
    public string? AddressForm => $"like {DefaultAddress.GetLeftPart(UriPartial.Authority)}, without /api";

    /// <inheritdoc/>
    public bool NeedsKey => false;

    /// <inheritdoc/>
    public bool IsLocal => true;

    /// <inheritdoc/>
    public string? HowToStart => "Start it with `ollama serve`";

    /// <inheritdoc/>
    public string? HowToGet(string model) => $"Get it with `ollama pull {model}`";

    /// <inheritdoc/>
    public IChatClient Client(string model, ProviderAccess access) =>
        OllamaClients.Create(this, model, access, async (http, cancellationToken) =>
            _windows[(access.Address, model)] = await (askWindow ?? OllamaWindow.AskAsync)(http, model, cancellationToken));

    /// <inheritdoc/>
    public int? WindowOf(string model, ProviderAccess access) =>
        _windows.TryGetValue((access.Address, model), out var window) ? window : OllamaWindow.Usual;

    /// <inheritdoc/>
    public Task<ImmutableArray<ListedModel>> ListAsync(ProviderAccess access, CancellationToken cancellationToken) =>
        OllamaModels.ListAsync(this, access, cancellationToken);
}
