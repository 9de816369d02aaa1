using System.Collections.Immutable;

namespace Conductor.Core.Graph;

/// <summary>Something that makes a track file unusable. A file with any problem is refused whole.</summary>
/// <param name="Message">What is wrong and what to do, in words for a person.</param>
public abstract record TrackProblem(string Message)
{
    /// <summary>Two tickets have one id.</summary>
    /// <param name="Ordinals">The places of all of them in the list, from 0.</param>
    public sealed record DuplicateId(string TicketId, ImmutableArray<int> Ordinals)
        : TrackProblem($"The id \"{TicketId}\" is used by {Ordinals.Length} tickets. Give each ticket an id of its own.");

    /// <summary>A dependency names no ticket of the track.</summary>
    /// <param name="Suggestion">The id that was probably meant, or null.</param>
    public sealed record UnknownDependency(string TicketId, int Ordinal, string Dependency, string? Suggestion)
        : TrackProblem($"Ticket \"{TicketId}\" depends on \"{Dependency}\", which is not in this track."
            + (Suggestion is null ? " Add that ticket or remove the dependency." : $" Did you mean \"{Suggestion}\"?"));

    /// <summary>Tickets that wait for each other in a circle: exactly the members of one strongly connected component.</summary>
    /// <param name="Members">Ids in the order of the file.</param>
    public sealed record Cycle(ImmutableArray<string> Members)
        : TrackProblem(Members.Length == 1
            ? $"Ticket \"{Members[0]}\" depends on itself. Remove that dependency."
            : $"These tickets wait for each other in a circle: {string.Join(", ", Members)}. Remove one of the dependencies between them.");
}
