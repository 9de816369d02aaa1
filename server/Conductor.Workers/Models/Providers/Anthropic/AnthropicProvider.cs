using System.Collections.Immutable;
using Microsoft.Extensions.AI;

namespace Conductor.Workers.Models.Providers.Anthropic;

/// <summary>Anthropic's messages API, through its official package.</summary>
internal sealed class AnthropicProvider : IModelProvider
{
    /// <inheritdoc/>
    public string Name => "anthropic";

    /// <inheritdoc/>
    public string Label => "Anthropic";

    /// <inheritdoc/>
    public ImmutableArray<string> KeyVariables => ["ANTHROPIC_API_KEY"];

    /// <inheritdoc/>
    public string? AddressVariable => "ANTHROPIC_BASE_URL";

    /// <inheritdoc/>
    public Uri DefaultAddress { get; } = new("https://api.anthropic.com");

    /// <inheritdoc/>
    public string? AddressForm => $"like {DefaultAddress.GetLeftPart(UriPartial.Authority)}, without /v1";

    /// <inheritdoc/>
    public bool NeedsKey => true;

    /// <inheritdoc/>
    public bool IsLocal => false;

    /// <inheritdoc/>
    public IChatClient Client(string model, ProviderAccess access) => AnthropicClients.Create(this, model, access);

    /// <inheritdoc/>
    public Task<ImmutableArray<ListedModel>> ListAsync(ProviderAccess access, CancellationToken cancellationToken) =>
        AnthropicModels.ListAsync(this, access, cancellationToken);
}
