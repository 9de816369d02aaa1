using System.ClientModel;
using System.ClientModel.Primitives;
using Conductor.Workers.Models.Providers.Calls;
using Microsoft.Extensions.AI;
using OpenAI;

namespace Conductor.Workers.Models.Providers.OpenAI;

/// <summary>Makes clients of OpenAI's package.</summary>
internal static class OpenAIClients
{
    /// <summary>The package asks for a key; servers of one's own look at none.</summary>
    private const string NoKey = "none";

    /// <summary>A client of one model.</summary>
    /// <param name="refused">What is known of what the server does not take; it learns more.</param>
    public static IChatClient Create(IModelProvider provider, string model, ProviderAccess access, EndpointApi api, RefusedParameters refused)
    {
        var failures = new CallFailures(provider, access, model);
        var client = new OpenAIClient(new ApiKeyCredential(access.Key ?? NoKey), new OpenAIClientOptions
        {
            Endpoint = access.Address,
            RetryPolicy = new ClientRetryPolicy(0),
            NetworkTimeout = Timeout.InfiniteTimeSpan,
            Transport = new HttpClientPipelineTransport(ProviderExchange.Client(access, failures, refused)),
        });
#pragma warning disable OPENAI001 // The responses API is marked as one that may change; the package's version is pinned.
        return api == EndpointApi.Chat
            ? new OpenAIChat(client.GetChatClient(model).AsIChatClient(), failures, takesOldLimit: provider is EndpointProvider)
            : new OpenAIResponses(client.GetResponsesClient().AsIChatClient(model), failures);
#pragma warning restore OPENAI001
    }
}
