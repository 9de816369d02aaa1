namespace Conductor.Workers.Models.Providers.Calls;

/// <summary>Sits under every provider's client and tells whoever makes a call that its headers, and each byte of its answer, have come. Changes nothing.</summary>
internal sealed class PulseHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        if (CallPulse.OfCall is { } pulse)
        {
            pulse.Beat();
            await WatchedStream.WatchAsync(response, body => new PulseStream(body, pulse), cancellationToken);
        }
        return response;
    }
}
