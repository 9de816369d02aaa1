using System.Collections.Immutable;
using Conductor.Workers.Models.Providers.Calls;
using Microsoft.Extensions.AI;

namespace Conductor.Workers.Models.Providers.OpenAI;

/// <summary>OpenAI's responses API: the same key and address as its chat completions, and reasoning that is kept over turns.</summary>
internal sealed class OpenAIResponsesProvider : IModelProvider
{
    private readonly RefusedParameters _refused = new();

    /// <inheritdoc/>
    public string Name => "openai-responses";

    /// <inheritdoc/>
    public string Account => "openai";

    /// <inheritdoc/>
    public string Label => "OpenAI Responses";

    /// <inheritdoc/>
    public ImmutableArray<string> KeyVariables => ["OPENAI_API_KEY"];

    /// <inheritdoc/>
    public string? AddressVariable => "OPENAI_BASE_URL";

    /// <inheritdoc/>
    public Uri DefaultAddress => OpenAIProvider.Address;

    /// <inheritdoc/>
    public string? AddressForm => $"like {DefaultAddress}, which /responses is added to";

    /// <inheritdoc/>
    public bool NeedsKey => true;

    /// <inheritdoc/>
    public bool IsLocal => false;

    /// <inheritdoc/>
    public IChatClient Client(string model, ProviderAccess access) => OpenAIClients.Create(this, model, access, EndpointApi.Responses, _refused);

    /// <inheritdoc/>
    public Task<ImmutableArray<ListedModel>> ListAsync(ProviderAccess access, CancellationToken cancellationToken) =>
        OpenAIModels.ListAsync(this, access, cancellationToken);
}
