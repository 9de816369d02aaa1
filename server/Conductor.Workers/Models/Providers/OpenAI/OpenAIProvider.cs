using System.Collections.Immutable;
using Conductor.Workers.Models.Providers.Calls;
using Microsoft.Extensions.AI;

namespace Conductor.Workers.Models.Providers.OpenAI;

/// <summary>OpenAI's chat completions.</summary>
internal sealed class OpenAIProvider : IModelProvider
{
    private readonly RefusedParameters _refused = new();

    /// <summary>Where OpenAI is.</summary>
    internal static readonly Uri Address = new("https://api.openai.com/v1");

    /// <inheritdoc/>
    public string Name => "openai";

    /// <inheritdoc/>
    public string Label => "OpenAI";

    /// <inheritdoc/>
    public ImmutableArray<string> KeyVariables => ["OPENAI_API_KEY"];

    /// <inheritdoc/>
    public string? AddressVariable => "OPENAI_BASE_URL";

    /// <inheritdoc/>
    public Uri DefaultAddress => Address;

    /// <inheritdoc/>
    public string? AddressForm => $"like {DefaultAddress}, which /chat/completions is added to";

    /// <inheritdoc/>
    public bool NeedsKey => true;

    /// <inheritdoc/>
    public bool IsLocal => false;

    /// <inheritdoc/>
    public IChatClient Client(string model, ProviderAccess access) => OpenAIClients.Create(this, model, access, EndpointApi.Chat, _refused);

    /// <inheritdoc/>
    public Task<ImmutableArray<ListedModel>> ListAsync(ProviderAccess access, CancellationToken cancellationToken) =>
        OpenAIModels.ListAsync(this, access, cancellationToken);
}
