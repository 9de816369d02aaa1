using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Conductor.Workers.Models;
using Microsoft.Extensions.AI;

namespace Conductor.Workers.Tests.Loop;

/// <summary>A model that plays its turns in order, whatever it is asked; the last one again and again.</summary>
public sealed class PlayedModel(params Func<CancellationToken, IAsyncEnumerable<ChatResponseUpdate>>[] turns) : IChatClient, ICountsTokens
{
    private int _next;

    /// <summary>What each call was sent.</summary>
    public ConcurrentQueue<IReadOnlyList<ChatMessage>> Sent { get; } = new();

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        Sent.Enqueue([.. messages]);
        return turns[Math.Min(Interlocked.Increment(ref _next), turns.Length) - 1](cancellationToken);
    }

    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    /// <summary>What its provider counts, from what it is asked about; null when it does not count.</summary>
    public Func<IReadOnlyList<ChatMessage>, long>? Counts { get; init; }

    public Task<long> CountTokensAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        Task.FromResult(Counts?.Invoke([.. messages]) ?? throw new ModelCallException(ModelFailureKind.Unknown, "It does not count."));

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceType == typeof(ICountsTokens) && Counts is not null ? this : null;

    public void Dispose()
    {
    }

    /// <summary>An answer in these pieces.</summary>
    public static Func<CancellationToken, IAsyncEnumerable<ChatResponseUpdate>> Answers(params AIContent[] contents) => AnswersAndEnds(null, contents);

    /// <summary>An answer that ends for this reason.</summary>
    public static Func<CancellationToken, IAsyncEnumerable<ChatResponseUpdate>> AnswersAndEnds(ChatFinishReason? finish, params AIContent[] contents) =>
        cancellationToken => PlayAsync(finish, contents, null, cancellationToken);

    /// <summary>Breaks after these pieces.</summary>
    public static Func<CancellationToken, IAsyncEnumerable<ChatResponseUpdate>> Breaks(Exception failure, params AIContent[] contents) =>
        cancellationToken => PlayAsync(null, contents, failure, cancellationToken);

    /// <summary>Says this and then nothing, whether it is stopped or not.</summary>
    public static Func<CancellationToken, IAsyncEnumerable<ChatResponseUpdate>> Hangs(params AIContent[] contents) => _ => HangAsync(contents);

    public static Func<CancellationToken, IAsyncEnumerable<ChatResponseUpdate>> Finishes(string summary = "All done.") => Answers(Call("finish", ("verdict", "completed"), ("summary", summary)));

    public static FunctionCallContent Call(string name, params (string Name, object? Value)[] arguments) =>
        new("", name, arguments.ToDictionary(argument => argument.Name, argument => argument.Value));

    private static async IAsyncEnumerable<ChatResponseUpdate> PlayAsync(
        ChatFinishReason? finish, AIContent[] contents, Exception? failure, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var content in contents)
        {
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            yield return new ChatResponseUpdate(ChatRole.Assistant, [content]);
        }
        if (failure is not null)
        {
            throw failure;
        }
        yield return new ChatResponseUpdate(ChatRole.Assistant, []) { FinishReason = finish };
    }

    private static async IAsyncEnumerable<ChatResponseUpdate> HangAsync(AIContent[] contents)
    {
        foreach (var content in contents)
        {
            yield return new ChatResponseUpdate(ChatRole.Assistant, [content]);
        }
        await new TaskCompletionSource().Task;
    }
}
