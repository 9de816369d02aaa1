namespace Conductor.Core.Tickets;

/// <summary>A worker waits before it asks its model, or asks it again. It keeps its slot, unless a ticket of another provider can use that.</summary>
/// <param name="Kind">Why, in one word; see <see cref="TrackEvent.ModelCallFailed"/>.</param>
/// <param name="Message">Why, for people.</param>
/// <param name="Until">When it goes on; null when nobody can say.</param>
/// <param name="Provider">Who is waited for, for people; <see cref="Budget"/> for calls of other workers.</param>
/// <param name="Model">The id of the model that was asked.</param>
public sealed record ModelWait(string Kind, string Message, DateTimeOffset? Until, string Provider, string Model)
{
    /// <summary>Waits for a person to allow the model's use.</summary>
    public const string Consent = "consent";

    /// <summary>Keeps within a limit that the provider has told of.</summary>
    public const string Limit = "limit";

    /// <summary>Calls of other workers may take what is left of a budget.</summary>
    public const string Budget = "budget";

    /// <summary>The provider asks to wait, which never counts as a failure; what broke is tried a few times alone.</summary>
    public bool IsAskedFor => Kind is "rateLimit" or "overloaded" or Limit;

    /// <summary>What the failure of a call makes its worker wait for; null when the call is not made again.</summary>
    public static ModelWait? Of(TrackEvent.ModelCallFailed failed) =>
        failed.RetryAt is null && failed.Kind is not (Consent or Limit or Budget)
            ? null
            : new ModelWait(failed.Kind, failed.Message, failed.RetryAt, failed.Provider ?? failed.Model, failed.Model);
}
