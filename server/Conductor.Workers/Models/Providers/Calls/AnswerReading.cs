using Microsoft.Extensions.AI;

namespace Conductor.Workers.Models.Providers.Calls;

/// <summary>Reads one answer as it comes: what is passed on, what it has used, how it ended. One per call.</summary>
internal class AnswerReading
{
    private string? _refusal;
    private bool _hasContent;
    private bool _hasCalls;
    private ChatFinishReason? _finish;

    /// <summary>How the provider says that the answer ended; null until it does. With calls it ends in calls, though not every provider has a word for it.</summary>
    public ChatFinishReason? Finish
    {
        get => _hasCalls && _finish == ChatFinishReason.Stop ? ChatFinishReason.ToolCalls : _finish;
        protected set => _finish = value;
    }

    /// <summary>What the call has used so far, in the provider's cumulative figures; null until it says.</summary>
    public UsageDetails? Usage { get; protected set; }

    /// <summary>The provider wants to be asked to go on.</summary>
    public virtual bool IsPaused => false;

    /// <summary>Something of an answer has come.</summary>
    protected bool HasContent => _hasContent;

    /// <summary>Takes what came next.</summary>
    /// <returns>What is passed on: no usage, which is reported in steps, and no errors, which end the call. What holds nothing of the answer yet, such as a piece
    /// of a call's arguments, is passed on empty, since it says that the model is at work.</returns>
    public virtual IEnumerable<ChatResponseUpdate> Read(ChatResponseUpdate update)
    {
        foreach (var usage in update.Contents.OfType<UsageContent>())
        {
            Used(usage.Details);
        }
        foreach (var error in update.Contents.OfType<ErrorContent>())
        {
            _refusal = $"{_refusal}{error.Message}";
        }
        Finish = update.FinishReason ?? Finish;
        _hasCalls |= update.Contents.Any(content => content is FunctionCallContent);
        var kept = update.Contents.Where(IsAnswer).ToList();
        _hasContent |= kept.Count > 0;
        yield return new ChatResponseUpdate(update.Role ?? ChatRole.Assistant, kept)
        {
            MessageId = update.MessageId,
            ResponseId = update.ResponseId,
            ModelId = update.ModelId,
            CreatedAt = update.CreatedAt,
            AuthorName = update.AuthorName,
        };
    }

    /// <summary>The stream is over: why what came is no answer; null when it is one.</summary>
    public virtual ModelCallException? Trouble(CallFailures failures, UsageDetails? usage) =>
        _refusal is not null || Finish == ChatFinishReason.ContentFilter ? failures.Declined(usage, _refusal)
        : Finish is null ? failures.Cut(usage)
        : null;

    /// <summary>The package reports what the call has used.</summary>
    protected virtual void Used(UsageDetails usage) => Usage = usage;

    /// <summary>Content that is a part of the answer.</summary>
    protected virtual bool IsAnswer(AIContent content) => content switch
    {
        UsageContent or ErrorContent => false,
        TextContent text => text.Text.Length > 0,
        TextReasoningContent thought => thought.Text.Length > 0 || !string.IsNullOrEmpty(thought.ProtectedData),
        FunctionCallContent => true,
        _ => false,
    };
}
