using System.Net;

namespace Conductor.Workers.Models.Limits;

/// <summary>Sits in a provider's <see cref="HttpClient"/> and tells its limits what each answer's headers say. Changes nothing.</summary>
public sealed class LimitObserver(ProviderLimits limits, TimeProvider time, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private const int OverloadedStatus = 529;

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        var headers = LimitHeaders.Read(response.Headers, time.GetUtcNow());
        limits.Observe(headers);
        if (headers.RetryAfter is { } wait
            && response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable or (HttpStatusCode)OverloadedStatus)
        {
            limits.Hold(wait);
        }
        return response;
    }
}
