namespace Conductor.Workers.Models;

/// <summary>Kinds of failure as they are recorded: one word each, for ever.</summary>
public static class ModelFailureKinds
{
    /// <summary>The word for a kind.</summary>
    public static string NameOf(ModelFailureKind kind) => kind switch
    {
        ModelFailureKind.RateLimit => "rateLimit",
        ModelFailureKind.Overloaded => "overloaded",
        ModelFailureKind.Auth => "auth",
        ModelFailureKind.CutStream => "cutStream",
        ModelFailureKind.Server => "server",
        ModelFailureKind.Network => "network",
        ModelFailureKind.Idle => "idle",
        ModelFailureKind.UnknownModel => "unknownModel",
        ModelFailureKind.NoCredit => "noCredit",
        ModelFailureKind.Declined => "declined",
        ModelFailureKind.ContextTooLong => "contextTooLong",
        ModelFailureKind.Malformed => "malformed",
        ModelFailureKind.NeedsConsent => Core.Tickets.ModelWait.Consent,
        _ => "unknown",
    };

    /// <summary>The kind that a word names; null when it names none.</summary>
    public static ModelFailureKind? KindOf(string name) =>
        Enum.GetValues<ModelFailureKind>().Where(kind => NameOf(kind) == name).Select(kind => (ModelFailureKind?)kind).FirstOrDefault();

    /// <summary>The provider could not take the call now: it is waited out for as long as that takes.</summary>
    public static bool IsLimit(ModelFailureKind kind) => kind is ModelFailureKind.RateLimit or ModelFailureKind.Overloaded;

    /// <summary>Something broke that may be whole the next time: the call is made again a few times.</summary>
    public static bool IsBreakage(ModelFailureKind kind) =>
        kind is ModelFailureKind.CutStream or ModelFailureKind.Server or ModelFailureKind.Network or ModelFailureKind.Malformed;
}
