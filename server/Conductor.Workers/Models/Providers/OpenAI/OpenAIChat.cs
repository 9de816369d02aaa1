using System.Text;
using Conductor.Workers.Models.Providers.Calls;
using Microsoft.Extensions.AI;
using OpenAI.Chat;

namespace Conductor.Workers.Models.Providers.OpenAI;

/// <summary>OpenAI's chat completions.</summary>
/// <param name="takesOldLimit">The server may know only the older name of the limit of an answer's tokens.</param>
internal sealed class OpenAIChat(IChatClient inner, CallFailures failures, bool takesOldLimit) : ProviderChatClient(inner, failures)
{
    /// <inheritdoc/>
    protected override ValueTask<(IList<Microsoft.Extensions.AI.ChatMessage> Messages, ChatOptions Options)> PrepareAsync(
        IReadOnlyList<Microsoft.Extensions.AI.ChatMessage> messages, ChatOptions options, CancellationToken cancellationToken)
    {
        var tools = options.Tools?.OfType<AIFunctionDeclaration>().Select(Tool).ToList() ?? [];
        var limit = options.MaxOutputTokens;
        options.Tools = null;
        options.MaxOutputTokens = takesOldLimit ? null : limit;
        options.RawRepresentationFactory = _ => Raw(tools, takesOldLimit ? limit : null);
        return ValueTask.FromResult<(IList<Microsoft.Extensions.AI.ChatMessage>, ChatOptions)>(([.. messages.Select(Sent)], options));
    }

    /// <inheritdoc/>
    protected override AnswerReading NewReading() => new Reading();

    private static ChatCompletionOptions Raw(List<ChatTool> tools, int? oldLimit)
    {
        var raw = new ChatCompletionOptions();
        foreach (var tool in tools)
        {
            raw.Tools.Add(tool);
        }
        if (oldLimit is { } limit)
        {
#pragma warning disable SCME0001 // The only way to say what the package has no name for.
            raw.Patch.Set("$.max_tokens"u8, limit);
#pragma warning restore SCME0001
        }
        return raw;
    }

    /// <summary>The schema as it was declared: the package's own conversion keeps only what it knows of one.</summary>
    private static ChatTool Tool(AIFunctionDeclaration tool) =>
        ChatTool.CreateFunctionTool(tool.Name, tool.Description, BinaryData.FromString(tool.JsonSchema.GetRawText()));

    private static Microsoft.Extensions.AI.ChatMessage Sent(Microsoft.Extensions.AI.ChatMessage message)
    {
        var sent = message.Clone();
        sent.Contents = [.. message.Contents.Where(content => content is not TextReasoningContent).Select(content => content is FunctionCallContent call ? UnreadArguments.Sent(call) : content)];
        return sent;
    }

    private sealed class Reading : AnswerReading
    {
        private readonly Dictionary<int, (string? Id, StringBuilder Text)> _arguments = [];

        public override IEnumerable<ChatResponseUpdate> Read(ChatResponseUpdate update)
        {
            if (update.RawRepresentation is StreamingChatCompletionUpdate { ToolCallUpdates: { Count: > 0 } calls })
            {
                foreach (var call in calls)
                {
                    Keep(call);
                }
            }
            foreach (var call in update.Contents.OfType<FunctionCallContent>().Where(call => call.Exception is not null))
            {
                UnreadArguments.Keep(call, _arguments.Values.FirstOrDefault(arguments => arguments.Id == call.CallId).Text?.ToString());
            }
            return base.Read(update);
        }

        private void Keep(StreamingChatToolCallUpdate call)
        {
            var (id, text) = _arguments.GetValueOrDefault(call.Index, (null, new StringBuilder()));
            _arguments[call.Index] = (id ?? call.ToolCallId, text);
            if (call.FunctionArgumentsUpdate is { } more && !more.ToMemory().IsEmpty)
            {
                text.Append(more);
            }
        }
    }
}
