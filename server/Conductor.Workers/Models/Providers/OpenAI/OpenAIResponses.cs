using Conductor.Workers.Models.Providers.Calls;
using Microsoft.Extensions.AI;
using OpenAI.Responses;

namespace Conductor.Workers.Models.Providers.OpenAI;

/// <summary>
/// OpenAI's responses API. Nothing is stored there: the whole conversation is sent each time, and what the model thought comes back
/// encrypted and is sent along.
/// </summary>
internal sealed class OpenAIResponses(IChatClient inner, CallFailures failures) : ProviderChatClient(inner, failures)
{
    /// <inheritdoc/>
    protected override ValueTask<(IList<ChatMessage> Messages, ChatOptions Options)> PrepareAsync(
        IReadOnlyList<ChatMessage> messages, ChatOptions options, CancellationToken cancellationToken)
    {
        var tools = options.Tools?.OfType<AIFunctionDeclaration>().Select(Tool).ToList() ?? [];
        options.Tools = null;
        options.ConversationId = null;
        options.RawRepresentationFactory = _ => Raw(tools);
        return ValueTask.FromResult<(IList<ChatMessage>, ChatOptions)>(([.. messages.Select(Sent)], options));
    }

    /// <inheritdoc/>
    protected override AnswerReading NewReading() => new OpenAIResponsesReading();

#pragma warning disable OPENAI001 // The responses API is marked as one that may change; the package's version is pinned.
    private static CreateResponseOptions Raw(List<ResponseTool> tools)
    {
        var raw = new CreateResponseOptions { StoredOutputEnabled = false };
        raw.IncludedProperties.Add(IncludedResponseProperty.ReasoningEncryptedContent);
        foreach (var tool in tools)
        {
            raw.Tools.Add(tool);
        }
        return raw;
    }

    /// <summary>The schema as it was declared: the package's own conversion keeps only what it knows of one.</summary>
    private static ResponseTool Tool(AIFunctionDeclaration tool) =>
        ResponseTool.CreateFunctionTool(tool.Name, BinaryData.FromString(tool.JsonSchema.GetRawText()), strictModeEnabled: false, tool.Description);
#pragma warning restore OPENAI001

    private static ChatMessage Sent(ChatMessage message)
    {
        var sent = message.Clone();
        sent.Contents = [.. message.Contents.Select(content => content is FunctionCallContent call ? UnreadArguments.Sent(call) : content)];
        return sent;
    }
}
