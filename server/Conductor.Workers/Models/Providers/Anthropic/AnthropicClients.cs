using Anthropic;
using Anthropic.Core;
using Conductor.Workers.Models.Providers.Calls;
using Microsoft.Extensions.AI;

namespace Conductor.Workers.Models.Providers.Anthropic;

/// <summary>Makes clients of Anthropic's package.</summary>
internal static class AnthropicClients
{
    /// <summary>A client of one model.</summary>
    public static IChatClient Create(IModelProvider provider, string model, ProviderAccess access)
    {
        var failures = new CallFailures(provider, access, model);
        // The options are given whole: a client without a key looks for one in files of its own.
        var client = new AnthropicClient(new ClientOptions
        {
            ApiKey = access.Key ?? "",
            AuthToken = null,
            BaseUrl = ProviderWords.Place(access.Address),
            HttpClient = ProviderExchange.Client(access, failures),
            MaxRetries = 0,
            Timeout = Timeout.InfiniteTimeSpan,
        });
        var thinking = AnthropicModel.Thinking(model);
        var mode = thinking == AnthropicThinking.Budget ? AnthropicThinkingMode.Extended : AnthropicThinkingMode.Adaptive;
        return new AnthropicChat(client.AsIChatClient(model, AnthropicModel.MaximumOutput(model), mode), failures, thinking);
    }
}
