using System.Runtime.CompilerServices;
using Conductor.Core.Usage;
using Conductor.Workers.Models;
using Microsoft.Extensions.AI;

namespace Conductor.Workers.Tests.Loop;

/// <summary>A model whose calls of one tier break: before anything is said, or after the first words.</summary>
/// <param name="failure">What it throws; null for none: then it is as it was.</param>
public sealed class BrokenModel(IChatClient whole, Tier tier, Func<Exception?> failure) : DelegatingChatClient(whole)
{
    /// <summary>Said before it breaks.</summary>
    public string Says { get; init; } = "";

    /// <summary>It says nothing more until it is stopped.</summary>
    public bool IsEndless { get; init; }

    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        await GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        if (CallTags.Of(options).Tier == tier && Says.Length > 0)
        {
            yield return new ChatResponseUpdate(ChatRole.Assistant, Says);
        }
        if (CallTags.Of(options).Tier == tier && IsEndless)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
        if (CallTags.Of(options).Tier == tier && failure() is { } thrown)
        {
            throw thrown;
        }
        await foreach (var update in base.GetStreamingResponseAsync(messages, options, cancellationToken))
        {
            yield return update;
        }
    }
}
