using System.Net;

namespace Conductor.Workers.Models;

/// <summary>Tells apart what clients throw that do not know <see cref="ModelCallException"/>.</summary>
public static class ModelFailures
{
    private const int OverloadedStatus = 529;

    /// <summary>The failure as one of our kinds.</summary>
    public static ModelCallException From(Exception exception) => exception switch
    {
        ModelCallException known => known,
        HttpRequestException http => FromStatus(http),
        IOException => new ModelCallException(ModelFailureKind.CutStream, $"The model's answer broke off: {exception.Message}", inner: exception),
        TimeoutException or OperationCanceledException =>
            new ModelCallException(ModelFailureKind.Server, $"The model did not answer in time: {exception.Message}", inner: exception),
        _ => new ModelCallException(ModelFailureKind.Unknown, $"The model call failed: {exception.Message} Check the model, or choose another one.", inner: exception) { WasTaken = true },
    };

    private static ModelCallException FromStatus(HttpRequestException exception) => exception.StatusCode switch
    {
        HttpStatusCode.TooManyRequests => Failure(ModelFailureKind.RateLimit, "Too many requests", exception),
        HttpStatusCode.ServiceUnavailable or (HttpStatusCode)OverloadedStatus => Failure(ModelFailureKind.Overloaded, "The model is overloaded", exception),
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new ModelCallException(
            ModelFailureKind.Auth, $"The provider refused the key: {exception.Message} Set a valid key for this model's provider and run again.", inner: exception),
        { } status when (int)status >= 500 => Failure(ModelFailureKind.Server, "The provider had an error", exception),
        null => new ModelCallException(ModelFailureKind.CutStream, $"The provider could not be reached: {exception.Message}", inner: exception) { WasTaken = false },
        _ => new ModelCallException(
            ModelFailureKind.Unknown, $"The provider refused the request: {exception.Message} Check the model's id, or choose another model.", inner: exception),
    };

    private static ModelCallException Failure(ModelFailureKind kind, string what, Exception exception) =>
        new(kind, $"{what}: {exception.Message}", inner: exception) { WasTaken = false };
}
