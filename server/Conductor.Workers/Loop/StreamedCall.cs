using Conductor.Core.Usage;
using Conductor.Workers.Models;
using Conductor.Workers.Models.Limits;
using Microsoft.Extensions.AI;

namespace Conductor.Workers.Loop;

/// <summary>One call of the worker's model: streams what it says to whoever watches and keeps the answer, also a part of one.</summary>
internal sealed class StreamedCall(AttemptRun run)
{
    private readonly LiveText _live = new(piece => run.Port.Output(piece));
    private readonly long _inputTokens = run.Size.Counted(run.Conversation);
    private bool _hasBegun;
    private bool _hasAnswer;
    private UsageDetails? _reported;

    /// <summary>What is sent.</summary>
    public IReadOnlyList<ChatMessage> Sent { get; } = run.Conversation.Messages();

    /// <summary>The answer; never without a message.</summary>
    public IList<ChatMessage> Messages { get; private set; } = [];

    /// <summary>What was said.</summary>
    public string Text { get; private set; } = "";

    /// <summary>Why the answer ended; null where it was not said.</summary>
    public ChatFinishReason? Finish { get; private set; }

    /// <summary>What it cost: as reported, or else counted from what was sent and what has come of an answer.</summary>
    public CallCost Cost => CallCost.Of(
        _reported, () => new TokenUsage(_inputTokens, TextUsage.Count(Messages, run.Environment.Tools.Tokens), 0, Calls: 1), run.Model.Facts);

    /// <summary>Whether a call without a whole answer is to be paid for.</summary>
    /// <param name="failure">Why there is none; null when it was stopped.</param>
    public bool HasCost(ModelCallException? failure) => !Cost.Estimated || _hasAnswer || (failure?.WasTaken ?? _hasBegun);

    /// <summary>Makes the call. What came until then is kept also when it is stopped.</summary>
    /// <param name="lease">Told when something of the answer has come; null where nothing limits calls.</param>
    /// <returns>Null, or why there is no whole answer.</returns>
    public async Task<ModelCallException?> RunAsync(CallLease? lease, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        List<ChatResponseUpdate> updates = [];
        ModelCallException? failure = null;
        _hasBegun = true;
        lease?.Made();
        try
        {
            await foreach (var update in AnswerStream.ReadAsync(CallAsync, run.Environment.IdleLimit(), run.Time, cancellationToken))
            {
                lease?.Answered();
                updates.Add(update);
                foreach (var content in update.Contents)
                {
                    _live.Take(content);
                }
            }
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // The boundary to every provider's client: whatever it throws becomes one of our kinds of failure.
            failure = ModelFailures.From(exception);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            throw new OperationCanceledException("The model call was stopped.", exception, cancellationToken);
        }
        finally
        {
            // Also of a call that was stopped: what it has cost until then is booked.
            _hasAnswer = updates.Count > 0;
            Keep(updates.ToChatResponse());
        }
        _reported = failure?.Usage ?? _reported;
        failure ??= RefusalIn(Messages, Finish, run.Model.Label);
        if (failure is null)
        {
            run.Size.Learn(_inputTokens, UsageDetailsReading.From(_reported)?.InputTokens);
        }
        return failure;
    }

    private IAsyncEnumerable<ChatResponseUpdate> CallAsync(CancellationToken cancellationToken) =>
        run.Model.Worker.GetStreamingResponseAsync(Sent, Options(), cancellationToken);

    private void Keep(ChatResponse response)
    {
        Messages = response.Messages.Any(message => message.Contents.Count > 0) ? response.Messages : [new ChatMessage(ChatRole.Assistant, "")];
        Text = response.Text;
        Finish = response.FinishReason;
        _live.End();
        _reported = response.Usage;
    }

    private ChatOptions Options()
    {
        var options = new ChatOptions { Tools = run.Declarations, Reasoning = Thinking() };
        new CallTags(run.Start.TicketId, run.Start.Attempt, Tier.Worker, run.Conversation.Turns, run.Start.HasAnswer) { TrackId = run.Start.TrackId }.Mark(options);
        return options;
    }

    private ReasoningOptions? Thinking() => run.Environment.Thinking() is { } effort ? new ReasoningOptions { Effort = effort } : null;

    /// <summary>Some clients report a refused prompt as content, or as the answer's end; nothing in it is an answer.</summary>
    private static ModelCallException? RefusalIn(IEnumerable<ChatMessage> messages, ChatFinishReason? finish, string model)
    {
        if (messages.SelectMany(message => message.Contents).OfType<ErrorContent>().FirstOrDefault() is { } error)
        {
            return new ModelCallException(
                error.ErrorCode == "Refusal" ? ModelFailureKind.Declined : ModelFailureKind.Unknown,
                $"The model refused to answer: {error.Message} Change the ticket's prompt or its model, and retry.");
        }
        return finish == ChatFinishReason.ContentFilter
            ? new ModelCallException(ModelFailureKind.Declined, $"{model} stopped its answer by its rules on content. Change the ticket's prompt or its model, and retry.")
            : null;
    }
}
