using System.Collections.Immutable;
using Conductor.Workers.Models.Providers.Calls;
using Microsoft.Extensions.AI;

namespace Conductor.Workers.Models.Providers.OpenAI;

/// <summary>A server that a person named, which speaks one of OpenAI's protocols.</summary>
internal sealed class EndpointProvider(ModelEndpoint endpoint) : IModelProvider
{
    private readonly RefusedParameters _refused = new();

    /// <inheritdoc/>
    public string Name => endpoint.Name;

    /// <inheritdoc/>
    public string Label => endpoint.Name;

    /// <inheritdoc/>
    public ImmutableArray<string> KeyVariables => [endpoint.KeyVariableName];

    /// <inheritdoc/>
    public string? AddressVariable => null;

    /// <inheritdoc/>
    public Uri DefaultAddress => endpoint.Address;

    /// <inheritdoc/>
    public string? AddressForm => $"like http://127.0.0.1:1234/v1, which {(endpoint.Api == EndpointApi.Chat ? "/chat/completions" : "/responses")} is added to";

    /// <inheritdoc/>
    public bool NeedsKey => !ProviderAddress.IsPrivate(endpoint.Address);

    /// <inheritdoc/>
    public bool IsLocal => endpoint.Address.IsLoopback;

    /// <inheritdoc/>
    /// <remarks>What answers on this machine may well be a gateway to models that cost.</remarks>
    public bool IsFree => false;

    /// <inheritdoc/>
    public IChatClient Client(string model, ProviderAccess access) => OpenAIClients.Create(this, model, access, endpoint.Api, _refused);

    /// <inheritdoc/>
    public Task<ImmutableArray<ListedModel>> ListAsync(ProviderAccess access, CancellationToken cancellationToken) =>
        OpenAIModels.ListAsync(this, access, cancellationToken);
}
