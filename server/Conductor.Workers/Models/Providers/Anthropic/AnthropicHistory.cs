using Anthropic.Models.Messages;
using Conductor.Workers.Models.Providers.Calls;
using Microsoft.Extensions.AI;

namespace Conductor.Workers.Models.Providers.Anthropic;

/// <summary>A conversation as it is sent back: copies, with thoughts as they came.</summary>
internal static class AnthropicHistory
{
    /// <summary>The additional property of thoughts that came encrypted whole, in place of words with a signature.</summary>
    public const string RedactedKey = "anthropic.redacted";

    /// <summary>False for an answer of thoughts alone: none may end in one.</summary>
    public static bool SaysSomething(ChatMessage message) =>
        message.Role != ChatRole.Assistant || message.Contents.Any(content => content is FunctionCallContent || (content is TextContent text && !string.IsNullOrWhiteSpace(text.Text)));

    /// <summary>A message to send.</summary>
    public static ChatMessage Sent(ChatMessage message)
    {
        var sent = message.Clone();
        sent.Contents = [.. message.Contents.Select(Sent).OfType<AIContent>()];
        return sent;
    }

    /// <summary>Whether thoughts are marked as encrypted whole; also after they were written to JSON and read again.</summary>
    private static bool IsRedacted(TextReasoningContent thought) => thought.AdditionalProperties?.ContainsKey(RedactedKey) == true;

    private static AIContent? Sent(AIContent content) => content switch
    {
        TextContent text => new TextContent(text.Text),
        // Another provider's thoughts have no signature of Anthropic's, and it takes none without.
        TextReasoningContent { ProtectedData: null or "" } => null,
        TextReasoningContent thought when IsRedacted(thought) => Raw(new ContentBlockParam(new RedactedThinkingBlockParam { Data = thought.ProtectedData })),
        TextReasoningContent thought => Raw(new ContentBlockParam(new ThinkingBlockParam { Thinking = thought.Text, Signature = thought.ProtectedData })),
        FunctionCallContent call => new FunctionCallContent(call.CallId, call.Name, call.Arguments ?? new Dictionary<string, object?>()),
        FunctionResultContent result => new FunctionResultContent(result.CallId, result.Result)
        {
            Exception = FailedResults.IsFailed(result) ? new InvalidOperationException("The call failed.") : null,
        },
        _ => content,
    };

    /// <summary>As the protocol has it: of thoughts without words the package does not know whether they came encrypted whole or only kept theirs to themselves.</summary>
    private static AIContent Raw(ContentBlockParam block) => new() { RawRepresentation = block };
}
