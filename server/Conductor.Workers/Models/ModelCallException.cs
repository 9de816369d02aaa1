using Microsoft.Extensions.AI;

namespace Conductor.Workers.Models;

/// <summary>Why a model gave no answer. Decides what the worker does about it.</summary>
public enum ModelFailureKind
{
    /// <summary>Nothing the worker can mend by trying again: a bad request, a script that is over.</summary>
    Unknown,

    /// <summary>Too many calls; waited out and never counted.</summary>
    RateLimit,

    /// <summary>The provider is too busy; waited out and never counted.</summary>
    Overloaded,

    /// <summary>The key is missing or refused; no other ticket can do better.</summary>
    Auth,

    /// <summary>The answer broke off; the call is made again a few times.</summary>
    CutStream,

    /// <summary>The provider broke; the call is made again a few times.</summary>
    Server,

    /// <summary>The provider cannot be reached; the call is made again a few times.</summary>
    Network,

    /// <summary>Nothing came for too long and the call was cut; it is made again once.</summary>
    Idle,

    /// <summary>The provider has no such model, or not for this key; another ticket with another model may do better.</summary>
    UnknownModel,

    /// <summary>No credit is left, or a quota of days: waiting minutes helps nobody, and no other ticket of the provider can do better.</summary>
    NoCredit,

    /// <summary>The provider would not answer this prompt, or stopped its answer, by its rules on content.</summary>
    Declined,

    /// <summary>The conversation is longer than the model takes.</summary>
    ContextTooLong,

    /// <summary>The model answered with something that is no answer (a malformed call); the call is made again a few times.</summary>
    Malformed,

    /// <summary>The editor's own models may not be used until a person has allowed it.</summary>
    NeedsConsent,
}

/// <summary>A model call that gave no answer. Every model client maps its provider's errors to this one.</summary>
/// <param name="kind">What the worker does about it.</param>
/// <param name="message">What happened, and for <see cref="ModelFailureKind.Auth"/> what to do; shown to people. Providers quote keys in their errors: they are taken out here.</param>
/// <param name="retryAfter">How long the provider asks to wait; null when it does not say.</param>
public sealed class ModelCallException(ModelFailureKind kind, string message, TimeSpan? retryAfter = null, Exception? inner = null)
    : Exception(Secrets.Clean(message), inner)
{
    /// <summary>What the worker does about it.</summary>
    public ModelFailureKind Kind { get; } = kind;

    /// <summary>How long the provider asks to wait; null when it does not say.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;

    /// <summary>What the call had used when it failed, as far as the provider has said; null when it said nothing.</summary>
    public UsageDetails? Usage { get; init; }

    /// <summary>
    /// True when the provider had taken the call, so that it may have to be paid for although nothing of an answer has come. One that
    /// refuses a call, or cannot be reached, has not.
    /// </summary>
    public bool WasTaken { get; init; } = kind is ModelFailureKind.CutStream or ModelFailureKind.Server;

    /// <summary>With the cause and its stack, without keys.</summary>
    public override string ToString() => Secrets.Clean(base.ToString());
}
