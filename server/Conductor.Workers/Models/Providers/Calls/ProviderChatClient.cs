using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Conductor.Workers.Models.Providers.Calls;

/// <summary>
/// A vendor's client as the engine wants it: streams always, fails with <see cref="ModelCallException"/> alone, reports usage once and as
/// <see cref="UsageDetailsReading"/> says, and takes no answer for one that did not come to its end. Safe for many calls at a time.
/// </summary>
internal abstract class ProviderChatClient(IChatClient inner, CallFailures failures) : IChatClient
{
    /// <summary>How often an answer that its provider interrupted is gone on with; more is no answer.</summary>
    private const int MostPauses = 8;

    /// <summary>The words of this client's failures.</summary>
    protected CallFailures Failures => failures;

    /// <inheritdoc/>
    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        await GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        failures.ThrowIfNotCallable();
        List<ChatMessage> conversation = [.. messages.Select(message => ThoughtOwner.WithoutForeign(message, failures.ModelId))];
        var usage = new UsageDetails();
        string? messageId = null;
        for (var pauses = 0; ; pauses++)
        {
            var reading = NewReading();
            var call = await StartAsync(conversation, options, cancellationToken);
            List<ChatResponseUpdate> said = [];
            await foreach (var update in ReadAsync(call, reading, usage, cancellationToken))
            {
                ThoughtOwner.Mark(update, failures.ModelId);
                // However often it paused, it is one message.
                update.MessageId = messageId ??= update.MessageId;
                said.Add(update);
                yield return update;
            }
            if (reading.Usage is { } used)
            {
                usage.Add(used);
            }
            if (!reading.IsPaused)
            {
                yield return Last(reading, usage, said);
                yield break;
            }
            if (pauses == MostPauses)
            {
                throw failures.Cut(Known(usage));
            }
            conversation.AddRange(said.ToChatResponse().Messages);
        }
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is null && serviceType.IsInstanceOfType(this) ? this : inner.GetService(serviceType, serviceKey);

    /// <inheritdoc/>
    public void Dispose()
    {
        inner.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>What is sent: copies, as nothing of a conversation is the client's to change.</summary>
    protected abstract ValueTask<(IList<ChatMessage> Messages, ChatOptions Options)> PrepareAsync(
        IReadOnlyList<ChatMessage> messages, ChatOptions options, CancellationToken cancellationToken);

    /// <summary>Reads one answer.</summary>
    protected virtual AnswerReading NewReading() => new();

    private async Task<IAsyncEnumerable<ChatResponseUpdate>> StartAsync(
        IReadOnlyList<ChatMessage> conversation, ChatOptions? options, CancellationToken cancellationToken)
    {
        var own = options?.Clone() ?? new ChatOptions();
        own.AdditionalProperties?.Remove(CallTags.Key);
        var (messages, prepared) = await PrepareAsync(conversation, own, cancellationToken);
        return inner.GetStreamingResponseAsync(messages, prepared, cancellationToken);
    }

    private async IAsyncEnumerable<ChatResponseUpdate> ReadAsync(
        IAsyncEnumerable<ChatResponseUpdate> call, AnswerReading reading, UsageDetails before, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var updates = call.GetAsyncEnumerator(cancellationToken);
        while (await NextAsync(updates, reading, before, cancellationToken))
        {
            foreach (var update in reading.Read(updates.Current))
            {
                yield return update;
            }
        }
        // Some packages end a stream that was stopped as if it were whole.
        cancellationToken.ThrowIfCancellationRequested();
        if (reading.Trouble(failures, Sum(before, reading.Usage)) is { } trouble)
        {
            throw trouble;
        }
    }

    private async Task<bool> NextAsync(
        IAsyncEnumerator<ChatResponseUpdate> updates, AnswerReading reading, UsageDetails before, CancellationToken cancellationToken)
    {
        try
        {
            return await updates.MoveNextAsync();
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // The boundary to a vendor's package: whatever it throws becomes one of our kinds of failure.
            throw failures.From(exception, Sum(before, reading.Usage));
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            throw new OperationCanceledException("The model call was stopped.", exception, cancellationToken);
        }
    }

    private static ChatResponseUpdate Last(AnswerReading reading, UsageDetails usage, List<ChatResponseUpdate> said)
    {
        var like = said.LastOrDefault();
        return new ChatResponseUpdate(ChatRole.Assistant, Known(usage) is { } known ? [new UsageContent(known)] : [])
        {
            FinishReason = reading.Finish,
            MessageId = like?.MessageId,
            ResponseId = like?.ResponseId,
            ModelId = like?.ModelId,
        };
    }

    private static UsageDetails? Sum(UsageDetails before, UsageDetails? now)
    {
        var sum = new UsageDetails();
        sum.Add(before);
        if (now is not null)
        {
            sum.Add(now);
        }
        return Known(sum);
    }

    private static UsageDetails? Known(UsageDetails usage) => usage is { InputTokenCount: null, OutputTokenCount: null } ? null : usage;
}
