using System.Runtime.CompilerServices;
using Conductor.Workers.Models;
using Microsoft.Extensions.AI;

namespace Conductor.CrashHost.Host;

/// <summary>A model with a point right before each call, in the middle of its answer, and right after it.</summary>
internal sealed class WatchedModel(IChatClient inner, KillSwitch kill) : DelegatingChatClient(inner)
{
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        string call = NameOf(options);
        bool isFirst = true;
        kill.Pass("before model call", call);
        await foreach (ChatResponseUpdate update in base.GetStreamingResponseAsync(messages, options, cancellationToken))
        {
            if (isFirst)
            {
                kill.Pass("in model call", call);
                isFirst = false;
            }

            yield return update;
        }

        kill.Pass("after model call", call);
    }

    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        string call = NameOf(options);
        kill.Pass("before model call", call);
        ChatResponse response = await base.GetResponseAsync(messages, options, cancellationToken);
        kill.Pass("after model call", call);
        return response;
    }

    private static string NameOf(ChatOptions? options)
    {
        CallTags tags = CallTags.Of(options);
        return $"{tags.TicketId}/{tags.Attempt} {tags.Tier} turn {tags.Turn}";
    }
}
