using Conductor.Core.Usage;
using Conductor.Workers.Models;
using Microsoft.Extensions.AI;

namespace Conductor.Workers.Loop;

/// <summary>One call of the worker's model: streams its text to whoever watches and keeps the answer, also a part of one.</summary>
internal sealed class StreamedCall(AttemptRun run)
{
    private readonly LiveText _live = new(run.Port);
    private bool _hasBegun;
    private bool _hasAnswer;

    /// <summary>What is sent.</summary>
    public IReadOnlyList<ChatMessage> Sent { get; } = run.Conversation.Messages();

    /// <summary>The answer; never without a message.</summary>
    public IList<ChatMessage> Messages { get; private set; } = [];

    /// <summary>What was said.</summary>
    public string Text { get; private set; } = "";

    /// <summary>What the provider says it cost; null when it does not say.</summary>
    public TokenUsage? ReportedUsage { get; private set; }

    /// <summary>What it cost: as reported, or else counted from what was sent and what has come of an answer.</summary>
    public TokenUsage Cost => ReportedUsage ?? TextUsage.Count(Sent, run.Declarations, Messages, run.Environment.Tools.Tokens);

    /// <summary>What it may take, before it is made.</summary>
    public TokenUsage Estimate => TextUsage.Count(Sent, run.Declarations, [], run.Environment.Tools.Tokens);

    /// <summary>Whether a call without a whole answer is to be paid for.</summary>
    /// <param name="failure">Why there is none; null when it was stopped.</param>
    public bool HasCost(ModelCallException? failure) => ReportedUsage is not null || _hasAnswer || (failure?.WasTaken ?? _hasBegun);

    /// <summary>Makes the call. What came until then is kept also when it is stopped.</summary>
    /// <returns>Null, or why there is no whole answer.</returns>
    public async Task<ModelCallException?> RunAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        List<ChatResponseUpdate> updates = [];
        ModelCallException? failure = null;
        _hasBegun = true;
        try
        {
            await foreach (var update in run.Model.Worker.GetStreamingResponseAsync(Sent, Options(), cancellationToken))
            {
                updates.Add(update);
                _live.Say(update.Text);
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
        return failure ?? ErrorIn(Messages);
    }

    private void Keep(ChatResponse response)
    {
        Messages = response.Messages.Count > 0 ? response.Messages : [new ChatMessage(ChatRole.Assistant, "")];
        Text = response.Text;
        _live.End();
        ReportedUsage = UsageDetailsReading.From(response.Usage);
    }

    private ChatOptions Options()
    {
        var options = new ChatOptions { Tools = run.Declarations, Reasoning = Thinking() };
        new CallTags(run.Start.TicketId, run.Start.Attempt, Tier.Worker, run.Conversation.Turns, run.Start.HasAnswer).Mark(options);
        return options;
    }

    private ReasoningOptions? Thinking() => run.Environment.Thinking() is { } effort ? new ReasoningOptions { Effort = effort } : null;

    /// <summary>Some clients report a refused prompt as content; nothing in it is an answer.</summary>
    private static ModelCallException? ErrorIn(IEnumerable<ChatMessage> messages) =>
        messages.SelectMany(message => message.Contents).OfType<ErrorContent>().FirstOrDefault() is { } error
            ? new ModelCallException(ModelFailureKind.Unknown, $"The model refused to answer: {error.Message} Change the ticket's prompt or its model, and retry.")
            : null;
}
