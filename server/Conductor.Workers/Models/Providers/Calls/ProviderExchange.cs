namespace Conductor.Workers.Models.Providers.Calls;

/// <summary>
/// What a vendor's package sends its requests through: the provider's shared client beneath it, and one mapping of failures for all of them,
/// made where status, headers and body are still there.
/// </summary>
internal sealed class ProviderExchange(ProviderAccess access, CallFailures failures) : HttpMessageHandler
{
    /// <summary>A client that goes through it; it may be disposed, what is shared stays.</summary>
    public static HttpClient Client(ProviderAccess access, CallFailures failures) =>
        new(new ProviderExchange(access, failures)) { Timeout = Timeout.InfiniteTimeSpan };

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HttpResponseMessage response;
        try
        {
            response = await access.Http.SendAsync(Again(request), HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        }
        catch (HttpRequestException exception)
        {
            throw failures.Unreachable(exception);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw failures.Unreachable(exception);
        }
        if (!response.IsSuccessStatusCode)
        {
            using (response)
            {
                throw await failures.FromAsync(response, cancellationToken);
            }
        }
        return await WatchedAsync(response, request, cancellationToken);
    }

    private async Task<HttpResponseMessage> WatchedAsync(HttpResponseMessage response, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var content = new StreamContent(new AnswerStream(await response.Content.ReadAsStreamAsync(cancellationToken), failures));
        foreach (var (name, values) in response.Content.Headers)
        {
            content.Headers.TryAddWithoutValidation(name, values);
        }
        response.Content = content;
        response.RequestMessage = request;
        return response;
    }

    /// <summary>The same request: one message is sent by one client alone.</summary>
    private static HttpRequestMessage Again(HttpRequestMessage request)
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
        return again;
    }
}
