using System.Text;
using Anthropic.Models.Messages;
using Conductor.Workers.Models.Providers.Calls;
using Microsoft.Extensions.AI;

namespace Conductor.Workers.Models.Providers.Anthropic;

/// <summary>Reads one answer of Anthropic's: its figures as soon as they are there, so that a call that fails later is booked all the same.</summary>
internal sealed class AnthropicReading : AnswerReading
{
    private readonly Dictionary<long, (string Id, StringBuilder Text)> _arguments = [];
    private long? _input;
    private long? _written;
    private long? _cached;
    private bool _isPaused;
    private bool _isOutOfWindow;

    /// <inheritdoc/>
    public override bool IsPaused => _isPaused;

    /// <inheritdoc/>
    public override IEnumerable<ChatResponseUpdate> Read(ChatResponseUpdate update)
    {
        switch ((update.RawRepresentation as RawMessageStreamEvent)?.Value)
        {
            case RawMessageStartEvent { Message.Usage: { } usage }:
                // What it says of the output here is of the first token; the whole comes with the end.
                Count(usage.InputTokens, usage.CacheCreationInputTokens, usage.CacheReadInputTokens, output: null, reasoning: null);
                break;
            case RawMessageDeltaEvent delta:
                Count(
                    delta.Usage.InputTokens, delta.Usage.CacheCreationInputTokens, delta.Usage.CacheReadInputTokens, delta.Usage.OutputTokens,
                    delta.Usage.OutputTokensDetails?.ThinkingTokens);
                Stopped(delta.Delta.StopReason?.Raw());
                break;
            case RawContentBlockStartEvent { ContentBlock.Value: ToolUseBlock call } start:
                _arguments[start.Index] = (call.ID, new StringBuilder());
                break;
            case RawContentBlockDeltaEvent { Delta.Value: InputJsonDelta more } delta when _arguments.TryGetValue(delta.Index, out var arguments):
                arguments.Text.Append(more.PartialJson);
                break;
        }
        Mark(update);
        return base.Read(update);
    }

    /// <inheritdoc/>
    public override ModelCallException? Trouble(CallFailures failures, UsageDetails? usage) =>
        _isOutOfWindow && !HasContent ? failures.TooLong(usage) : base.Trouble(failures, usage);

    /// <inheritdoc/>
    protected override void Used(UsageDetails usage)
    {
        // The package's own sum, of the same figures, comes only after the end.
    }

    private void Mark(ChatResponseUpdate update)
    {
        foreach (var content in update.Contents)
        {
            if (content is TextReasoningContent { RawRepresentation: RedactedThinkingBlock } thought)
            {
                (thought.AdditionalProperties ??= [])[AnthropicHistory.RedactedKey] = true;
            }
            else if (content is FunctionCallContent { Exception: not null } call)
            {
                UnreadArguments.Keep(call, _arguments.Values.FirstOrDefault(arguments => arguments.Id == call.CallId).Text?.ToString());
            }
        }
    }

    private void Stopped(string? reason)
    {
        _isPaused = reason == "pause_turn";
        _isOutOfWindow = reason == "model_context_window_exceeded";
    }

    /// <summary>Each figure is the whole so far; one that is missing is as it was.</summary>
    private void Count(long? input, long? written, long? cached, long? output, long? reasoning)
    {
        _input = input ?? _input;
        _written = written ?? _written;
        _cached = cached ?? _cached;
        var all = (_input ?? 0) + (_written ?? 0) + (_cached ?? 0);
        Usage = new UsageDetails
        {
            InputTokenCount = all,
            CachedInputTokenCount = _cached,
            OutputTokenCount = output ?? Usage?.OutputTokenCount,
            ReasoningTokenCount = reasoning ?? Usage?.ReasoningTokenCount,
            TotalTokenCount = all + (output ?? Usage?.OutputTokenCount ?? 0),
            AdditionalCounts = _written > 0 ? new AdditionalPropertiesDictionary<long> { [UsageDetailsReading.CacheWriteCount] = _written.Value } : null,
        };
    }
}
