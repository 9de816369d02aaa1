using Conductor.Workers.Models.Providers.Calls;
using Microsoft.Extensions.AI;

namespace Conductor.Workers.Models.Providers.Anthropic;

/// <summary>Anthropic's messages.</summary>
internal sealed class AnthropicChat(IChatClient inner, CallFailures failures) : ProviderChatClient(inner, failures)
{
    /// <inheritdoc/>
    protected override ValueTask<(IList<ChatMessage> Messages, ChatOptions Options)> PrepareAsync(
        IReadOnlyList<ChatMessage> messages, ChatOptions options, CancellationToken cancellationToken) =>
        ValueTask.FromResult<(IList<ChatMessage>, ChatOptions)>(([.. messages], options));
}
