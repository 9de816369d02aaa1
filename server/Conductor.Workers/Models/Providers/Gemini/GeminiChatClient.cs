using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Conductor.Workers.Models.Providers.Gemini;

/// <summary>
/// One model of Gemini, spoken to in its own protocol. It never retries and never waits by itself; leaving the answer, or stopping it,
/// closes its connection. Safe for many calls at a time.
/// </summary>
public sealed class GeminiChatClient : IChatClient, ICountsTokens
{
    private readonly GeminiModel _model;
    private readonly GeminiConnection _connection;
    private readonly ChatClientMetadata _metadata;

    /// <summary>A client of one model.</summary>
    /// <param name="model">Without the provider.</param>
    public GeminiChatClient(GeminiProvider provider, string model, ProviderAccess access)
    {
        ArgumentNullException.ThrowIfNull(access);
        _model = new GeminiModel(model);
        _connection = new GeminiConnection(provider, _model, access);
        _metadata = new ChatClientMetadata(GeminiProvider.Id, access.Address, model);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var request = new GeminiRequest(_model, messages, options);
        var answer = new GeminiAnswer(request, _connection.Failures);
        using var response = await _connection.PostAsync("streamGenerateContent?alt=sse", request.Body(), cancellationToken);
        await using var chunks = GeminiStream.ReadAsync(response, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (await NextAsync(chunks, answer, cancellationToken) is { } chunk)
        {
            if (answer.Take(chunk) is { } update)
            {
                yield return update;
            }
        }
        yield return answer.End();
    }

    /// <inheritdoc/>
    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var request = new GeminiRequest(_model, messages, options);
        var answer = new GeminiAnswer(request, _connection.Failures);
        using var response = await _connection.PostAsync("generateContent", request.Body(), cancellationToken);
        var update = answer.Take(await _connection.ReadAsync(response, GeminiJson.Default.GeminiChunk, cancellationToken));
        return new[] { update, answer.End() }.OfType<ChatResponseUpdate>().ToChatResponse();
    }

    /// <inheritdoc/>
    public async Task<long> CountTokensAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var request = new GeminiRequest(_model, messages, options);
        using var response = await _connection.PostAsync("countTokens", request.CountBody(), cancellationToken);
        return (await _connection.ReadAsync(response, GeminiJson.Default.GeminiCount, cancellationToken)).TotalTokens;
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(ChatClientMetadata) ? _metadata
            : serviceType.IsInstanceOfType(this) ? this
            : null;
    }

    /// <summary>Nothing is held: connections are the provider's.</summary>
    public void Dispose()
    {
    }

    /// <summary>The next chunk; null at the end, and when the connection breaks after it was said how the answer ends.</summary>
    private Task<GeminiChunk?> NextAsync(IAsyncEnumerator<GeminiChunk> chunks, GeminiAnswer answer, CancellationToken cancellationToken) =>
        _connection.GuardAsync(
            async () =>
            {
                try
                {
                    return await chunks.MoveNextAsync() ? chunks.Current : null;
                }
                catch (IOException) when (answer.HasEnd && !cancellationToken.IsCancellationRequested)
                {
                    return null;
                }
            },
            answer,
            cancellationToken);
}
