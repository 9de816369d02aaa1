using System.Net;

namespace Conductor.Workers.Models.Limits;

/// <summary>
/// Sits in a provider's <see cref="HttpClient"/> and tells the limits of whoever makes a call (see <see cref="CallLease.Made"/>) what its answer's headers say.
/// Changes nothing; a request that is no such call, as one for a list of models, says nothing of a model.
/// </summary>
public sealed class LimitObserver(TimeProvider time, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private const int OverloadedStatus = 529;

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        if (ProviderLimits.OfCall is not { } limits)
        {
            return response;
        }
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
