using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Conductor.Workers.Models.Providers.Calls;

namespace Conductor.Workers.Models.Providers.Gemini;

/// <summary>Sends requests for one model. Whatever is refused or goes wrong is a <see cref="ModelCallException"/>.</summary>
/// <param name="model">Null where no model is called.</param>
internal sealed class GeminiConnection(GeminiProvider provider, GeminiModel? model, ProviderAccess access)
{
    private readonly CallFailures _calls = new(provider, access, model?.Name);
    private readonly string _base = access.Address.AbsoluteUri.TrimEnd('/') + "/v1beta/";

    /// <summary>Failures of this model in words.</summary>
    public GeminiFailures Failures { get; } = new(provider, model, access);

    /// <summary>Calls an action of the model.</summary>
    /// <returns>An accepted answer of which no more than the headers have come; to be disposed of.</returns>
    /// <exception cref="ModelCallException">There is no answer, or no model is called.</exception>
    public Task<HttpResponseMessage> PostAsync(string action, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        if (model is null)
        {
            return Task.FromException<HttpResponseMessage>(
                new ModelCallException(ModelFailureKind.UnknownModel, $"{provider.Label} was to be called without a model. Name one that it lists."));
        }
        var content = new ReadOnlyMemoryContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return SendAsync(new HttpRequestMessage(HttpMethod.Post, $"{_base}{model.Path}:{action}") { Content = content }, cancellationToken);
    }

    /// <summary>Gets a document.</summary>
    /// <param name="path">Relative, with its query.</param>
    public async Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(new HttpRequestMessage(HttpMethod.Get, _base + path), cancellationToken);
        return await ReadAsync(response, type, cancellationToken);
    }

    /// <summary>Reads the whole of an answer.</summary>
    public Task<T> ReadAsync<T>(HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken cancellationToken) => GuardAsync(
        async () =>
        {
            await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
            return await JsonSerializer.DeserializeAsync(stream, type, cancellationToken) ?? throw new JsonException("The answer is null.");
        },
        answer: null,
        cancellationToken);

    /// <summary>Does what may break with the connection; what it throws becomes one of our failures, or the stop that was asked for.</summary>
    /// <param name="answer">What has come of the answer; null outside of one.</param>
    public async Task<T> GuardAsync<T>(Func<Task<T>> read, GeminiAnswer? answer, CancellationToken cancellationToken)
    {
        try
        {
            return await read();
        }
        catch (Exception exception) when (cancellationToken.IsCancellationRequested)
        {
            throw exception as OperationCanceledException ?? new OperationCanceledException("The model call was stopped.", exception, cancellationToken);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or JsonException or OperationCanceledException or TimeoutException)
        {
            throw Failures.From(exception, answer?.Usage);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using (request)
        {
            _calls.ThrowIfNotCallable();
            request.Headers.Add("x-goog-api-key", access.Key);
            var response = await GuardAsync(
                () => access.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken), answer: null, cancellationToken);
            if (response.IsSuccessStatusCode)
            {
                return await GuardAsync(() => CheckedAsync(response, cancellationToken), answer: null, cancellationToken);
            }
            using (response)
            {
                throw (int)response.StatusCode is (>= 300 and < 400) or 405 or 501
                    ? await _calls.FromAsync(response, cancellationToken)
                    : await GuardAsync(() => RefusalAsync(response, cancellationToken), answer: null, cancellationToken);
            }
        }
    }

    private async Task<HttpResponseMessage> CheckedAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await _calls.ThrowIfForeignAsync(response, cancellationToken);
        return response;
    }

    private async Task<ModelCallException> RefusalAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var body = await ErrorBody.ReadAsync(response, access.Time, cancellationToken);
        var error = ErrorOf(body);
        var foreign = error is null ? ProviderError.Read(body).Message : "";
        return Failures.From(response.StatusCode, error, RetryAfter.Read(response.Headers, error?.Message ?? "", access.Time), foreign);
    }

    /// <summary>The error in a body, whatever the body is called; null when it is none of Gemini's.</summary>
    private static GeminiError? ErrorOf(string body)
    {
        try
        {
            return GeminiChunk.Read(Encoding.UTF8.GetBytes(body))?.Error;
        }
        catch (JsonException)
        {
            // A gateway's page, or its own idea of an error.
            return null;
        }
    }
}
