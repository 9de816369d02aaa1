namespace Conductor.Core.Tickets;

/// <summary>How a ticket ended. Only <see cref="Completed"/> and <see cref="Skipped"/> are accepted: they open the edges to dependants.</summary>
public abstract record TicketOutcome
{
    private TicketOutcome()
    {
    }

    /// <summary>True when tickets that depend on this one may start.</summary>
    public bool IsAccepted => this is Completed or Skipped;

    /// <summary>The word a track file uses for this outcome.</summary>
    public string Status => this switch
    {
        Completed => TicketStatus.Completed,
        Blocked => TicketStatus.Blocked,
        Failed => TicketStatus.Failed,
        Cancelled => TicketStatus.Cancelled,
        _ => TicketStatus.Skipped,
    };

    /// <summary>The worker's (or person's) account of what was done; handed to the tickets that waited for it.</summary>
    public sealed record Completed(string Summary) : TicketOutcome;

    /// <summary>Nothing broke, but it cannot go on without a person.</summary>
    /// <param name="Kind">needsDecision, needsAccess, missingDependency, wrongTicket, rejected, acceptance, noVerdict, truncated, repeats, contextTooLong, declined or file.</param>
    /// <param name="Reason">What a person must know to unblock it.</param>
    public sealed record Blocked(string Kind, string Reason) : TicketOutcome;

    /// <summary>The cause of a failure that another key would clear.</summary>
    public const string KeyCause = "key";

    /// <summary>The cause of a failure that another model would clear: its provider has none of this name.</summary>
    public const string ModelCause = "model";

    /// <summary>Something broke.</summary>
    /// <param name="Error">What happened and what to do next, in words for a person.</param>
    /// <param name="Cause"><see cref="KeyCause"/>: the key of the model's provider is missing or was refused. <see cref="ModelCause"/>: there is no such model. Null for every other cause.</param>
    /// <param name="KeyOf">With <see cref="KeyCause"/>: whose key, as the first part of a model id; null where that is not known.</param>
    public sealed record Failed(string Error, string? Cause = null, string? KeyOf = null) : TicketOutcome;

    /// <summary>A person stopped it.</summary>
    public sealed record Cancelled(string Reason) : TicketOutcome;

    /// <summary>A person said it is not needed.</summary>
    public sealed record Skipped(string Reason) : TicketOutcome;
}
