using System.Collections.Immutable;
using Conductor.Core.Tickets;

namespace Conductor.Core.Graph;

/// <summary>
/// The dependency graph of one track: who waits for whom, and how long a chain hangs off each ticket.
/// Built once per change of the track's definition, in time linear in tickets and edges; immutable and thread-safe.
/// </summary>
public sealed class TicketGraph
{
    private readonly Dictionary<string, int> _indexes;
    private readonly int[][] _dependents;
    private readonly int[] _chainLengths;

    private TicketGraph(ImmutableArray<TicketDefinition> tickets, Dictionary<string, int> indexes, int[][] dependents, int[] chainLengths)
    {
        Tickets = tickets;
        _indexes = indexes;
        _dependents = dependents;
        _chainLengths = chainLengths;
    }

    /// <summary>A graph without tickets.</summary>
    public static TicketGraph Empty { get; } = Build([]);

    /// <summary>The tickets in the order of the file.</summary>
    public ImmutableArray<TicketDefinition> Tickets { get; }

    /// <summary>
    /// Builds the graph of tickets that passed <see cref="GraphCheck"/>.
    /// </summary>
    /// <exception cref="ArgumentException">An id is given twice, a dependency is unknown, or there is a cycle.</exception>
    public static TicketGraph Build(ImmutableArray<TicketDefinition> tickets)
    {
        var indexes = new Dictionary<string, int>(tickets.Length, StringComparer.Ordinal);
        for (int index = 0; index < tickets.Length; index++)
        {
            if (!indexes.TryAdd(tickets[index].Id, index))
            {
                throw new ArgumentException($"Ticket {tickets[index].Id} is defined twice.", nameof(tickets));
            }
        }

        int[][] dependents = Dependents(tickets, indexes);
        return new TicketGraph(tickets, indexes, dependents, ChainLengths(tickets, indexes, dependents));
    }

    /// <summary>Whether the track has this ticket.</summary>
    public bool Contains(string ticketId) => _indexes.ContainsKey(ticketId);

    /// <summary>The place of a ticket in its file, from 0.</summary>
    public int OrdinalOf(string ticketId) => _indexes[ticketId];

    /// <summary>Tickets on the longest chain that starts at this one and follows dependants, this one included.</summary>
    public int ChainLengthOf(string ticketId) => _chainLengths[_indexes[ticketId]];

    /// <summary>The tickets that wait for this one.</summary>
    public IEnumerable<TicketDefinition> DependentsOf(string ticketId)
    {
        if (_indexes.TryGetValue(ticketId, out int index))
        {
            foreach (int dependent in _dependents[index])
            {
                yield return Tickets[dependent];
            }
        }
    }

    private static int[][] Dependents(ImmutableArray<TicketDefinition> tickets, Dictionary<string, int> indexes)
    {
        var counts = new int[tickets.Length];
        foreach (TicketDefinition ticket in tickets)
        {
            foreach (string dependency in ticket.DependsOn)
            {
                if (!indexes.TryGetValue(dependency, out int index))
                {
                    throw new ArgumentException($"Ticket {ticket.Id} depends on {dependency}, which is not in the track.", nameof(tickets));
                }

                counts[index]++;
            }
        }

        int[][] dependents = Array.ConvertAll(counts, count => new int[count]);
        for (int index = 0; index < tickets.Length; index++)
        {
            foreach (string dependency in tickets[index].DependsOn)
            {
                int source = indexes[dependency];
                dependents[source][--counts[source]] = index;
            }
        }

        return dependents;
    }

    /// <summary>Kahn's order backwards from the sinks: a ticket's chain is one more than its longest dependant's.</summary>
    private static int[] ChainLengths(ImmutableArray<TicketDefinition> tickets, Dictionary<string, int> indexes, int[][] dependents)
    {
        var lengths = new int[tickets.Length];
        int[] remaining = Array.ConvertAll(dependents, list => list.Length);
        var queue = new Queue<int>();
        for (int index = 0; index < tickets.Length; index++)
        {
            lengths[index] = 1;
            if (remaining[index] == 0)
            {
                queue.Enqueue(index);
            }
        }

        int seen = 0;
        while (queue.TryDequeue(out int index))
        {
            seen++;
            foreach (string dependency in tickets[index].DependsOn)
            {
                int source = indexes[dependency];
                lengths[source] = Math.Max(lengths[source], lengths[index] + 1);
                if (--remaining[source] == 0)
                {
                    queue.Enqueue(source);
                }
            }
        }

        return seen == tickets.Length ? lengths : throw new ArgumentException("The tickets depend on each other in a cycle.", nameof(tickets));
    }
}
