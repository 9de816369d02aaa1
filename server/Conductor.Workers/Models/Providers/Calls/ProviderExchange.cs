using System.Net;

namespace Conductor.Workers.Models.Providers.Calls;

/// <summary>
/// What a vendor's package sends its requests through: the provider's shared client beneath it, and one mapping of failures for all of them,
/// made where status, headers and body are still there.
/// </summary>
/// <param name="refused">Where it is learned what the server does not take, and left out; null for providers that take what their protocol has.</param>
/// <param name="kind">What is asked for.</param>
internal sealed class ProviderExchange(ProviderAccess access, CallFailures failures, RefusedParameters? refused, ProviderExchange.Asks kind) : HttpMessageHandler
{
    /// <summary>What requests ask for.</summary>
    internal enum Asks
    {
        /// <summary>Answers of a model: what comes in place of one is told from one.</summary>
        Answers,

        /// <summary>Documents about models, which whoever asks looks through.</summary>
        Documents,
    }

    /// <summary>A client that calls a model through it; it may be disposed, what is shared stays.</summary>
    public static HttpClient Client(ProviderAccess access, CallFailures failures, RefusedParameters? refused = null) =>
        new(new ProviderExchange(access, failures, refused, Asks.Answers)) { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>A client that asks for what is known of models; it may be disposed, what is shared stays.</summary>
    public static HttpClient ClientForDocuments(ProviderAccess access, CallFailures failures) =>
        new(new ProviderExchange(access, failures, refused: null, Asks.Documents)) { Timeout = Timeout.InfiniteTimeSpan };

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await OnceAsync(request, cancellationToken);
        for (var repeats = 0; repeats < RefusedParameters.MostRepeats && await HasLearnedAsync(response, cancellationToken); repeats++)
        {
            response.Dispose();
            response = await OnceAsync(request, cancellationToken);
        }
        if (!response.IsSuccessStatusCode)
        {
            using (response)
            {
                throw await failures.FromAsync(response, cancellationToken);
            }
        }
        if (kind == Asks.Answers)
        {
            await failures.ThrowIfForeignAsync(response, cancellationToken);
        }
        await WatchedStream.WatchAsync(response, body => new AnswerStream(body, failures), cancellationToken);
        response.RequestMessage = request;
        return response;
    }

    private async Task<HttpResponseMessage> OnceAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await access.Http.SendAsync(await AgainAsync(request, cancellationToken), HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        }
        catch (HttpRequestException exception)
        {
            throw failures.Unreachable(exception);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw failures.Unreachable(exception);
        }
    }

    /// <summary>Whether a request was refused for something that is left out from now on.</summary>
    private async Task<bool> HasLearnedAsync(HttpResponseMessage response, CancellationToken cancellationToken) =>
        refused is not null
        && failures.Model is { } model
        && response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity
        && refused.Learn(model, await failures.ErrorAsync(response, cancellationToken));

    /// <summary>The same request: one message is sent by one client alone.</summary>
    private async Task<HttpRequestMessage> AgainAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var again = new HttpRequestMessage(request.Method, request.RequestUri)
        {
            Content = request.Content,
            Version = request.Version,
            VersionPolicy = request.VersionPolicy,
        };
        foreach (var (name, values) in request.Headers)
        {
            again.Headers.TryAddWithoutValidation(name, values);
        }
        if (refused is not null && failures.Model is { } model && request.Content is { } content
            && refused.Without(model, await content.ReadAsByteArrayAsync(cancellationToken)) is { } body)
        {
            again.Content = new ByteArrayContent(body) { Headers = { ContentType = content.Headers.ContentType } };
        }
        return again;
    }
}
