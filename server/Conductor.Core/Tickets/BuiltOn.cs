using System.Collections.Immutable;

namespace Conductor.Core.Tickets;

/// <summary>Keeps what a ticket was built on, and which of that no longer stands: an index over the tickets, as <see cref="TrackState.With(TicketState)"/> goes along.</summary>
internal static class BuiltOn
{
    /// <summary>The work that stands now of each dependency that is not waived.</summary>
    public static ImmutableSortedDictionary<string, long> Now(TrackState state, TicketState ticket)
    {
        if (ticket.Definition.DependsOn.IsEmpty)
        {
            return TicketState.OnNothing;
        }

        ImmutableSortedDictionary<string, long>.Builder builtOn = TicketState.OnNothing.ToBuilder();
        foreach (string dependency in ticket.Definition.DependsOn)
        {
            if (!ticket.Waived.Contains(dependency) && state.Tickets.TryGetValue(dependency, out TicketState? source))
            {
                builtOn[dependency] = source.Work;
            }
        }

        return builtOn.ToImmutable();
    }

    /// <summary>The ticket with its causes of staleness found anew.</summary>
    public static TicketState Checked(TrackState state, TicketState ticket)
    {
        ImmutableSortedSet<string> causes = ticket.StaleBecause.Clear();
        foreach ((string dependency, long work) in ticket.BuiltOn ?? TicketState.OnNothing)
        {
            if (state.Tickets.TryGetValue(dependency, out TicketState? source) && ticket.Definition.DependsOn.Contains(dependency) && IsGone(source, work))
            {
                causes = causes.Add(dependency);
            }
        }

        return causes.SetEquals(ticket.StaleBecause) ? ticket : ticket with { StaleBecause = causes };
    }

    /// <summary>The ticket after one of its dependencies has moved.</summary>
    public static TicketState After(TicketState moved, TicketState ticket)
    {
        string id = moved.Definition.Id;
        bool isGone = ticket.BuiltOn is { } builtOn && builtOn.TryGetValue(id, out long work) && IsGone(moved, work);
        return isGone == ticket.StaleBecause.Contains(id) ? ticket
            : ticket with { StaleBecause = isGone ? ticket.StaleBecause.Add(id) : ticket.StaleBecause.Remove(id) };
    }

    private static bool IsGone(TicketState source, long work) => source.Work != work || source.IsStale;
}
