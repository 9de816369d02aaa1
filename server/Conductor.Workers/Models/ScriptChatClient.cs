using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Conductor.Core.Usage;
using Conductor.Views;
using Microsoft.Extensions.AI;

namespace Conductor.Workers.Models;

/// <summary>
/// Plays a script. A worker's turn is the number of assistant messages it sends, so nothing is remembered between calls but which
/// failures have happened. Safe for many calls at a time.
/// </summary>
internal sealed partial class ScriptChatClient(ModelScript script, ScriptPlayback playback) : IChatClient
{
    private readonly ConcurrentDictionary<(string Ticket, int Attempt, Tier Tier, int Turn), int> _failed = new();

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var sent = messages.ToList();
        var call = CallTags.Of(options);
        var number = call.Tier == Tier.Qa ? call.Turn : sent.Count(message => message.Role == ChatRole.Assistant);
        playback.Log?.Append(call, number);
        var turn = Find(call, number);
        if (NextError(turn, call, number) is { } error)
        {
            await foreach (var update in FailAsync(turn, error, cancellationToken))
            {
                yield return update;
            }
        }
        if (!turn.IsAnswer)
        {
            throw PastTheEnd(call, number);
        }
        await foreach (var update in PlayAsync(turn, number, cancellationToken))
        {
            yield return update;
        }
        if (turn.Finish is { } finish)
        {
            yield return new ChatResponseUpdate { Role = ChatRole.Assistant, FinishReason = new ChatFinishReason(finish) };
        }
        if (UsageOf(turn, sent, options, number) is { } usage)
        {
            yield return new ChatResponseUpdate(ChatRole.Assistant, [new UsageContent(usage)]);
        }
    }

    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
    }

    private ScriptTurn Find(CallTags call, int number)
    {
        var attempt = script.Find(call.TrackId, call.TicketId)?.For(call.Attempt, call.HasAnswer);
        if (call.Tier == Tier.Qa)
        {
            return attempt?.Qa is { } own ? At(own, call, number)
                : script.Qa is { IsEmpty: false } turns ? turns[Math.Min(number, turns.Length - 1)]
                : throw PastTheEnd(call, number);
        }
        if (attempt is not null)
        {
            return At(attempt.Turns, call, number);
        }
        return playback.UnknownTicket ?? throw PastTheEnd(call, number);
    }

    private ScriptTurn At(ImmutableArray<ScriptTurn> turns, CallTags call, int number) =>
        number < turns.Length ? turns[number] : throw PastTheEnd(call, number);

    /// <summary>The failure to have now; null when all of the turn have happened.</summary>
    private ScriptError? NextError(ScriptTurn turn, CallTags call, int number)
    {
        if (turn.Errors.IsEmpty)
        {
            return null;
        }
        var key = (call.TicketId, call.Attempt, call.Tier, number);
        var next = _failed.GetValueOrDefault(key);
        if (next >= turn.Errors.Length)
        {
            return null;
        }
        if (turn.Errors[next].Kind != ModelFailureKind.Auth)
        {
            _failed[key] = next + 1;
        }
        return turn.Errors[next];
    }

    private async IAsyncEnumerable<ChatResponseUpdate> FailAsync(
        ScriptTurn turn, ScriptError error, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var chunks = Chunks(error.Text ?? (error.Kind == ModelFailureKind.CutStream ? turn.Text : ""));
        if (error.Text is null)
        {
            chunks = [.. chunks.Take(chunks.Length / 2)];
        }
        if (!chunks.IsEmpty || error.Kind == ModelFailureKind.CutStream)
        {
            await foreach (var update in SayAsync(chunks, turn.Delay / 2, cancellationToken))
            {
                yield return update;
            }
        }
        var message = error.Message ?? WordsFor(error.Kind);
        UsageDetails? cost = error.Usage is { } usage ? Details(usage) : null;
        throw error.WasTaken is { } taken
            ? new ModelCallException(error.Kind, message, error.RetryAfter) { Usage = cost, WasTaken = taken }
            : new ModelCallException(error.Kind, message, error.RetryAfter) { Usage = cost };
    }

    private static string WordsFor(ModelFailureKind kind) => kind switch
    {
        ModelFailureKind.RateLimit => "The script says: too many requests.",
        ModelFailureKind.Overloaded => "The script says: the model is overloaded.",
        ModelFailureKind.Auth => "The script says: the key was refused. Choose another model, or take the auth error out of the script.",
        ModelFailureKind.CutStream => "The script says: the answer broke off.",
        ModelFailureKind.Network => "The script says: the provider cannot be reached.",
        ModelFailureKind.Idle => "The script says: nothing came for too long.",
        ModelFailureKind.UnknownModel => "The script says: there is no such model.",
        ModelFailureKind.NoCredit => "The script says: no credit is left.",
        ModelFailureKind.Declined => "The script says: the provider would not answer this.",
        ModelFailureKind.ContextTooLong => "The script says: the conversation is longer than the model takes.",
        ModelFailureKind.Malformed => "The script says: the model answered with something that is no answer.",
        ModelFailureKind.NeedsConsent => "The script says: the editor's models may not be used yet.",
        ModelFailureKind.Unknown => "The script says: the call failed.",
        _ => "The script says: the provider had an error.",
    };

    private async IAsyncEnumerable<ChatResponseUpdate> PlayAsync(
        ScriptTurn turn, int number, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (turn.Reasoning.Length > 0)
        {
            yield return new ChatResponseUpdate(ChatRole.Assistant, [new TextReasoningContent(turn.Reasoning)]);
        }
        await foreach (var update in SayAsync(Chunks(turn.Text), turn.Delay, cancellationToken))
        {
            yield return update;
        }
        foreach (var (index, call) in turn.ToolCalls.Index())
        {
            var arguments = call.Arguments.EnumerateObject().ToDictionary(argument => argument.Name, argument => (object?)argument.Value);
            yield return new ChatResponseUpdate(
                ChatRole.Assistant, [new FunctionCallContent(call.Id ?? $"call-{number}-{index}", call.Name, arguments)]);
        }
    }

    /// <summary>Says the text within the delay: all of it at the end, or word by word for people to follow.</summary>
    private async IAsyncEnumerable<ChatResponseUpdate> SayAsync(
        ImmutableArray<string> chunks, TimeSpan delay, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var pause = playback.Paced && chunks.Length > 0 ? delay / chunks.Length : TimeSpan.Zero;
        if (pause == TimeSpan.Zero)
        {
            await WaitAsync(delay, cancellationToken);
        }
        foreach (var chunk in chunks)
        {
            await WaitAsync(pause, cancellationToken);
            yield return new ChatResponseUpdate(ChatRole.Assistant, chunk);
        }
    }

    private Task WaitAsync(TimeSpan delay, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return delay > TimeSpan.Zero ? Task.Delay(delay, playback.Time, cancellationToken) : Task.CompletedTask;
    }

    private UsageDetails? UsageOf(ScriptTurn turn, List<ChatMessage> sent, ChatOptions? options, int number)
    {
        if (playback.Counter is not { } counter)
        {
            return turn.Usage is { } told ? Details(told) : null;
        }
        List<AIContent> said = [new TextReasoningContent(turn.Reasoning), new TextContent(turn.Text)];
        said.AddRange(turn.ToolCalls.Select((call, index) => new FunctionCallContent(
            $"call-{number}-{index}",
            call.Name,
            call.Arguments.EnumerateObject().ToDictionary(argument => argument.Name, argument => (object?)argument.Value))));
        return Details(TextUsage.Count(sent, options?.Tools ?? [], [new ChatMessage(ChatRole.Assistant, said)], counter));
    }

    private static UsageDetails Details(TokenUsage usage) => new()
    {
        InputTokenCount = usage.InputTokens,
        OutputTokenCount = usage.OutputTokens,
        CachedInputTokenCount = usage.CachedInputTokens,
        ReasoningTokenCount = usage.ReasoningTokens,
        TotalTokenCount = usage.TotalTokens,
        AdditionalCounts = usage.CacheWriteTokens > 0 ? new() { [UsageDetailsReading.CacheWriteCount] = usage.CacheWriteTokens } : null,
    };

    /// <summary>Turns are counted from 1, as people count.</summary>
    private ModelCallException PastTheEnd(CallTags call, int number) => new(
        ModelFailureKind.Unknown,
        string.Create(
            CultureInfo.InvariantCulture,
            $"The script has no turn {number + 1} for {(call.Tier == Tier.Qa ? "tier 4" : $"ticket {call.TicketId}")}. Add the turn to {playback.Source} and retry."));

    private static ImmutableArray<string> Chunks(string text) => [.. Words().Matches(text).Select(match => match.Value)];

    [GeneratedRegex(@"\s*\S+|\s+")]
    private static partial Regex Words();
}

/// <summary>How a script is played.</summary>
/// <param name="Source">Names the script in messages, for example <c>script.json</c>.</param>
/// <param name="Paced">Spread a turn's delay over its words instead of waiting before the first.</param>
/// <param name="Counter">Counts the tokens of the real texts instead of what the script says; null to say what the script says.</param>
/// <param name="UnknownTicket">What is said for a ticket the script does not have; null: the call fails.</param>
internal sealed record ScriptPlayback(
    string Source, TimeProvider Time, ScriptLog? Log = null, bool Paced = false, ITokenCounter? Counter = null, ScriptTurn? UnknownTicket = null);
