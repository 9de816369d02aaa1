using Anthropic;
using Conductor.Workers.Models.Providers.Calls;
using Microsoft.Extensions.AI;

namespace Conductor.Workers.Models.Providers.Anthropic;

/// <summary>Makes clients of Anthropic's package.</summary>
internal static class AnthropicClients
{
    /// <summary>Tokens of an answer at most, where nothing is known of the model: the protocol asks for a number.</summary>
    private const int DefaultMaximumOutput = 8192;

    /// <summary>A client of one model.</summary>
    public static IChatClient Create(IModelProvider provider, string model, ProviderAccess access)
    {
        var failures = new CallFailures(provider, access, model);
        var client = new AnthropicClient
        {
            ApiKey = access.Key,
            AuthToken = null,
            BaseUrl = ProviderWords.Place(access.Address),
            HttpClient = ProviderExchange.Client(access, failures),
            MaxRetries = 0,
            Timeout = Timeout.InfiniteTimeSpan,
        };
        return new AnthropicChat(client.AsIChatClient(model, DefaultMaximumOutput, AnthropicThinkingMode.Adaptive), failures);
    }
}
