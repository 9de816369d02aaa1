using Anthropic.Models.Messages;
using Conductor.Workers.Models.Providers.Calls;
using Microsoft.Extensions.AI;

namespace Conductor.Workers.Models.Providers.Anthropic;

/// <summary>
/// Anthropic's messages. What stays the same from call to call is marked to be cached: the tools, the system's words, and the conversation
/// as far as it has come.
/// </summary>
/// <param name="thinking">How the model is told to think.</param>
internal sealed class AnthropicChat(IChatClient inner, CallFailures failures, AnthropicThinking thinking) : ProviderChatClient(inner, failures)
{
    /// <inheritdoc/>
    protected override ValueTask<(IList<ChatMessage> Messages, ChatOptions Options)> PrepareAsync(
        IReadOnlyList<ChatMessage> messages, ChatOptions options, CancellationToken cancellationToken)
    {
        List<AIFunctionDeclaration> tools = [.. options.Tools?.OfType<AIFunctionDeclaration>() ?? []];
        options.Tools = [.. tools.Select((tool, index) => Tool(tool, isLast: index == tools.Count - 1))];
        options.Reasoning = MayThink(messages) ? options.Reasoning : null;
        List<ChatMessage> sent = [.. messages.Select(AnthropicHistory.Sent)];
        Cache(sent.FindLast(message => message.Role == ChatRole.System));
        Cache(sent.FindLast(message => message.Role != ChatRole.System));
        return ValueTask.FromResult<(IList<ChatMessage>, ChatOptions)>((sent, options));
    }

    /// <inheritdoc/>
    protected override AnswerReading NewReading() => new AnthropicReading();

    /// <summary>A model with a budget refuses to think on after calls without thoughts before them, as another model leaves them when it hands over.</summary>
    private bool MayThink(IReadOnlyList<ChatMessage> messages) => thinking switch
    {
        AnthropicThinking.None => false,
        AnthropicThinking.Budget => messages.LastOrDefault(message => message.Role == ChatRole.Assistant) is not { } last
            || !last.Contents.OfType<FunctionCallContent>().Any()
            || last.Contents.OfType<TextReasoningContent>().Any(thought => !string.IsNullOrEmpty(thought.ProtectedData)),
        _ => true,
    };

    /// <summary>The schema as it was declared: the package's own conversion moves what it does not know into the description.</summary>
    private static AITool Tool(AIFunctionDeclaration tool, bool isLast)
    {
        var schema = tool.JsonSchema.EnumerateObject().ToDictionary(member => member.Name, member => member.Value);
        var sent = new Tool { Name = tool.Name, Description = tool.Description, InputSchema = new InputSchema(schema) };
        return new ToolUnion(isLast ? sent with { CacheControl = new CacheControlEphemeral() } : sent).AsAITool();
    }

    /// <summary>Thoughts cannot carry the mark; whatever else comes last does.</summary>
    private static void Cache(ChatMessage? message) => message?.Contents
        .LastOrDefault(content => content is FunctionCallContent or FunctionResultContent || (content is TextContent text && !string.IsNullOrWhiteSpace(text.Text)))
        ?.WithCacheControl(new CacheControlEphemeral());
}
