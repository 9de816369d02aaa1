using System.Collections.Immutable;

namespace Conductor.Core.Tickets;

/// <summary>What of the acceptance commands' results says something about a ticket's work as it is now.</summary>
internal static class Evidence
{
    /// <summary>With one more. A command that has run as often as it is declared begins a new proof, which replaces the older one in the same kind of tree.</summary>
    public static ImmutableList<TrackEvent.AcceptanceRan> With(TicketState ticket, TrackEvent.AcceptanceRan ran)
    {
        bool IsOfItsKind(TrackEvent.AcceptanceRan other) => (other.Tree is null) == (ran.Tree is null);
        int declared = Math.Max(1, ticket.Attempt?.Definition.Acceptance.Count(command => command == ran.Command) ?? 1);
        bool isNew = ticket.Evidence.Count(other => IsOfItsKind(other) && other.Command == ran.Command) >= declared;
        return (isNew ? ticket.Evidence.RemoveAll(IsOfItsKind) : ticket.Evidence).Add(ran);
    }

    /// <summary>Without those of a landing.</summary>
    public static ImmutableList<TrackEvent.AcceptanceRan> InItsOwnTree(TicketState ticket) => ticket.Evidence.RemoveAll(ran => ran.Tree is not null);
}
