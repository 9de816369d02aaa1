using System.Globalization;
using System.Text.Json;
using Conductor.Workers.Models.Providers.Calls;
using Microsoft.Extensions.AI;

namespace Conductor.Workers.Models.Providers.Gemini;

/// <summary>
/// Makes updates of the chunks of one answer, and knows at their end whether it is a whole one. Used by one call; not thread-safe.
/// </summary>
/// <remarks>
/// Gemini says in each chunk what the call has cost until then, and whoever joins updates adds their usage up. So each update carries
/// what has been added since the one before: the sum is the last figure, also when the answer breaks off or is stopped.
/// </remarks>
internal sealed class GeminiAnswer(GeminiRequest request, GeminiFailures failures)
{
    private readonly int _turn = request.Turn;
    private readonly UsageSteps _steps = new();
    private string? _finish;
    private string? _finishMessage;
    private GeminiPromptFeedback? _blocked;
    private int _calls;

    /// <summary>What the call has cost until now; null when nothing was said of it.</summary>
    public UsageDetails? Usage { get; private set; }

    /// <summary>It was said how the answer ends; what may follow is usage.</summary>
    public bool HasEnd => _finish is not null || _blocked is not null;

    /// <summary>What a chunk adds to the answer; null when that is nothing.</summary>
    /// <exception cref="ModelCallException">It is an error.</exception>
    public ChatResponseUpdate? Take(GeminiChunk chunk)
    {
        if (chunk.Error is { } error)
        {
            throw failures.From(error, Usage);
        }
        List<AIContent> contents = [];
        if (chunk.Candidates is [var candidate, ..])
        {
            foreach (var part in candidate.Content?.Parts ?? [])
            {
                Add(part, contents);
            }
            _finish = candidate.FinishReason ?? _finish;
            _finishMessage = candidate.FinishMessage ?? _finishMessage;
        }
        if (chunk.PromptFeedback is { BlockReason: not null } blocked)
        {
            _blocked = blocked;
        }
        if (chunk.UsageMetadata is { } usage && _steps.Next(Latest(usage)) is { } added)
        {
            contents.Add(new UsageContent(added));
        }
        return contents.Count == 0
            ? null
            : new ChatResponseUpdate(ChatRole.Assistant, contents) { ResponseId = chunk.ResponseId, ModelId = chunk.ModelVersion };
    }

    /// <summary>How the answer ended.</summary>
    /// <exception cref="ModelCallException">It is no whole answer, or none that Gemini would give.</exception>
    public ChatResponseUpdate End() => new(ChatRole.Assistant, [])
    {
        FinishReason = _blocked is { } blocked
            ? throw failures.Blocked(blocked, Usage)
            : _finish switch
            {
                null => throw failures.NoEnd(Usage),
                "STOP" when _calls > 0 => ChatFinishReason.ToolCalls,
                "STOP" => ChatFinishReason.Stop,
                // One that is to be continued with a token is as unfinished as one that was too long; asking on would be billed unasked.
                "MAX_TOKENS" or "CONTINUATION" => ChatFinishReason.Length,
                var reason => throw failures.Ended(reason, _finishMessage, Usage),
            },
    };

    private void Add(GeminiPart part, List<AIContent> contents)
    {
        if (part.FunctionCall is { } call)
        {
            contents.Add(Call(call, part));
            return;
        }
        if (part.Text is { Length: > 0 } text)
        {
            contents.Add(part.Thought ? GeminiMarks.Thought(request.Model, text) : new TextContent(text));
        }
        if (part.ThoughtSignature is not null)
        {
            contents.Add(GeminiMarks.Signature(request.Model, part));
        }
    }

    private FunctionCallContent Call(GeminiFunctionCall call, GeminiPart part)
    {
        var ownId = string.Create(CultureInfo.InvariantCulture, $"call-{_turn}-{_calls}");
        _calls++;
        var content = GeminiMarks.Call(request.Model, call.Id is { Length: > 0 } id ? id : ownId, request.Names.Own(call.Name), part);
        content.Arguments = call.Args.ValueKind switch
        {
            JsonValueKind.Object => call.Args.EnumerateObject().ToDictionary(argument => argument.Name, argument => (object?)argument.Value),
            JsonValueKind.Undefined or JsonValueKind.Null => new Dictionary<string, object?>(),
            _ => throw failures.NoArguments(call.Name, Usage),
        };
        return content;
    }

    /// <summary>Takes the latest figures; one that is missing is as it was.</summary>
    private UsageDetails Latest(GeminiUsage usage)
    {
        var now = new UsageDetails
        {
            InputTokenCount = Sum(usage.PromptTokenCount, usage.ToolUsePromptTokenCount) ?? Usage?.InputTokenCount,
            CachedInputTokenCount = usage.CachedContentTokenCount ?? Usage?.CachedInputTokenCount,
            OutputTokenCount = Sum(usage.CandidatesTokenCount, usage.ThoughtsTokenCount) ?? Usage?.OutputTokenCount,
            ReasoningTokenCount = usage.ThoughtsTokenCount ?? Usage?.ReasoningTokenCount,
        };
        now.TotalTokenCount = Sum(now.InputTokenCount, now.OutputTokenCount);
        return Usage = now;
    }

    private static long? Sum(long? one, long? other) => one is null && other is null ? null : (one ?? 0) + (other ?? 0);
}
