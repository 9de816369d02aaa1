using Conductor.Workers.Models.Providers.Calls;
using Microsoft.Extensions.AI;
using OpenAI.Responses;

namespace Conductor.Workers.Models.Providers.OpenAI;

#pragma warning disable OPENAI001 // The responses API is marked as one that may change; the package's version is pinned.

/// <summary>Reads one answer of the responses API. Of one that stopped early the package tells neither why nor what it used.</summary>
internal sealed class OpenAIResponsesReading : AnswerReading
{
    private readonly Dictionary<string, string> _arguments = [];

    /// <inheritdoc/>
    public override IEnumerable<ChatResponseUpdate> Read(ChatResponseUpdate update)
    {
        switch (update.RawRepresentation)
        {
            case StreamingResponseOutputItemDoneUpdate { Item: FunctionCallResponseItem call }:
                _arguments[call.CallId] = call.FunctionArguments?.ToString() ?? "";
                break;
            case StreamingResponseIncompleteUpdate { Response: var response }:
                Finish = response.IncompleteStatusDetails?.Reason == ResponseIncompleteStatusReason.ContentFilter ? ChatFinishReason.ContentFilter : ChatFinishReason.Length;
                Usage = Details(response.Usage) ?? Usage;
                break;
            case StreamingResponseFailedUpdate { Response: var response }:
                Usage = Details(response.Usage) ?? Usage;
                break;
        }
        foreach (var call in update.Contents.OfType<FunctionCallContent>())
        {
            UnreadArguments.Keep(call, _arguments.GetValueOrDefault(call.CallId));
        }
        return base.Read(update);
    }

    private static UsageDetails? Details(ResponseTokenUsage? usage) => usage is null ? null : new UsageDetails
    {
        InputTokenCount = usage.InputTokenCount,
        CachedInputTokenCount = usage.InputTokenDetails?.CachedTokenCount,
        OutputTokenCount = usage.OutputTokenCount,
        ReasoningTokenCount = usage.OutputTokenDetails?.ReasoningTokenCount,
        TotalTokenCount = usage.TotalTokenCount,
    };
}
