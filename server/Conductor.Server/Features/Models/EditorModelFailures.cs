using Conductor.Server.Protocol;
using Conductor.Workers.Models;
using Conductor.Workers.Models.Providers.Editor;
using StreamJsonRpc;

namespace Conductor.Server.Features.Models;

/// <summary>What a client refused, and what became of the connection, as failures of a model call.</summary>
internal static class EditorModelFailures
{
    /// <summary>A failed request as one of our kinds; a refusal of the client keeps its words.</summary>
    public static ModelCallException From(Exception failure) => failure switch
    {
        RemoteInvocationException refused => new ModelCallException(KindOf(refused.ErrorCode), refused.Message, inner: refused),
        RemoteMethodNotFoundException => new ModelCallException(ModelFailureKind.UnknownModel, EditorProvider.OnlyInAnEditor, inner: failure),
        ConnectionLostException or ObjectDisposedException or IOException => new ModelCallException(
            ModelFailureKind.Network, "The editor is gone, and its models with it. Open the folder in the editor again, or choose another model.", inner: failure),
        OperationCanceledException => new ModelCallException(ModelFailureKind.CutStream, "The editor stopped the model's answer.", inner: failure),
        _ => new ModelCallException(
            ModelFailureKind.Unknown,
            $"The editor could not be asked for its model: {failure.Message} Reload the window so that editor and engine are of one version, or choose another model.",
            inner: failure),
    };

    /// <summary>A part of the answer did not arrive.</summary>
    public static ModelCallException PieceMissing() =>
        new(ModelFailureKind.CutStream, "A piece of the model's answer did not arrive from the editor.");

    /// <summary>A call whose arguments are no object.</summary>
    public static ModelCallException MalformedCall(string tool) =>
        new(ModelFailureKind.Malformed, $"The model called {tool} with arguments that are no JSON object.") { WasTaken = true };

    private static ModelFailureKind KindOf(int code) => code switch
    {
        ErrorCodes.EditorModelNeedsConsent => ModelFailureKind.NeedsConsent,
        ErrorCodes.EditorModelNotFound => ModelFailureKind.UnknownModel,
        ErrorCodes.EditorModelBlocked => ModelFailureKind.Declined,
        ErrorCodes.EditorModelQuota => ModelFailureKind.RateLimit,
        ErrorCodes.EditorModelSpent => ModelFailureKind.NoCredit,
        ErrorCodes.EditorModelTooLong => ModelFailureKind.ContextTooLong,
        ErrorCodes.EditorModelFailed => ModelFailureKind.Server,
        _ => ModelFailureKind.Unknown,
    };
}
