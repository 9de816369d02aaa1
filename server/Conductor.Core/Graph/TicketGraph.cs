using System.Collections.Concurrent;
using System.Collections.Immutable;
using Conductor.Core.Scopes;
using Conductor.Core.Tickets;

namespace Conductor.Core.Graph;

/// <summary>
/// The dependency graph of one track: who waits for whom, and how long a chain hangs off each ticket.
/// Built once per change of the track's definition, in time linear in tickets and edges; immutable and thread-safe.
/// </summary>
public sealed class TicketGraph
{
    private readonly Dictionary<string, int> _indexes;
    private readonly int[][] _dependencies;
    private readonly int[][] _dependents;
    private readonly int[] _chainLengths;

    // Made when they are first asked for: most tracks never ask. Tickets with the same globs have the same one.
    private readonly WriteScope?[] _scopes;
    private readonly ConcurrentDictionary<string, WriteScope> _scopesByGlobs = new(StringComparer.Ordinal);

    private TicketGraph(
        ImmutableArray<TicketDefinition> tickets, Dictionary<string, int> indexes, int[][] dependencies, int[][] dependents, int[] chainLengths)
    {
        Tickets = tickets;
        _indexes = indexes;
        _dependencies = dependencies;
        _dependents = dependents;
        _chainLengths = chainLengths;
        _scopes = new WriteScope?[tickets.Length];
        HasScopes = tickets.Any(ticket => !ticket.Writes.IsEmpty);
    }

    /// <summary>A graph without tickets.</summary>
    public static TicketGraph Empty { get; } = Build([]);

    /// <summary>The tickets in the order of the file.</summary>
    public ImmutableArray<TicketDefinition> Tickets { get; }

    /// <summary>At least one ticket says what it changes.</summary>
    public bool HasScopes { get; }

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

        int[][] dependencies = Dependencies(tickets, indexes);
        int[][] dependents = Dependents(dependencies);
        return new TicketGraph(tickets, indexes, dependencies, dependents, ChainLengths(dependencies, dependents));
    }

    /// <summary>Whether the track has this ticket.</summary>
    public bool Contains(string ticketId) => _indexes.ContainsKey(ticketId);

    /// <summary>The place of a ticket in its file, from 0.</summary>
    public int OrdinalOf(string ticketId) => _indexes[ticketId];

    /// <summary>Tickets on the longest chain that starts at this one and follows dependants, this one included.</summary>
    public int ChainLengthOf(string ticketId) => _chainLengths[_indexes[ticketId]];

    /// <summary>What a ticket says that it changes.</summary>
    public WriteScope ScopeOf(string ticketId)
    {
        int index = _indexes[ticketId];
        return Volatile.Read(ref _scopes[index])
            ?? (_scopes[index] = _scopesByGlobs.GetOrAdd(string.Join('\n', Tickets[index].Writes), static (_, globs) => WriteScope.Of(globs), Tickets[index].Writes));
    }

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

    /// <summary>The places of the tickets that the ticket at this place waits for.</summary>
    internal ReadOnlySpan<int> DependenciesAt(int ordinal) => _dependencies[ordinal];

    private static int[][] Dependencies(ImmutableArray<TicketDefinition> tickets, Dictionary<string, int> indexes)
    {
        var dependencies = new int[tickets.Length][];
        for (int index = 0; index < dependencies.Length; index++)
        {
            ImmutableArray<string> ids = tickets[index].DependsOn;
            int[] places = ids.IsEmpty ? [] : new int[ids.Length];
            for (int edge = 0; edge < places.Length; edge++)
            {
                if (!indexes.TryGetValue(ids[edge], out places[edge]))
                {
                    throw new ArgumentException($"Ticket {tickets[index].Id} depends on {ids[edge]}, which is not in the track.", nameof(tickets));
                }
            }

            dependencies[index] = places;
        }

        return dependencies;
    }

    private static int[][] Dependents(int[][] dependencies)
    {
        var counts = new int[dependencies.Length];
        foreach (int[] places in dependencies)
        {
            foreach (int place in places)
            {
                counts[place]++;
            }
        }

        int[][] dependents = Array.ConvertAll(counts, count => count == 0 ? [] : new int[count]);
        for (int index = 0; index < dependencies.Length; index++)
        {
            foreach (int source in dependencies[index])
            {
                dependents[source][--counts[source]] = index;
            }
        }

        return dependents;
    }

    /// <summary>Kahn's order backwards from the sinks: a ticket's chain is one more than its longest dependant's.</summary>
    private static int[] ChainLengths(int[][] dependencies, int[][] dependents)
    {
        var lengths = new int[dependencies.Length];
        int[] remaining = Array.ConvertAll(dependents, list => list.Length);
        var queue = new Queue<int>();
        for (int index = 0; index < lengths.Length; index++)
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
            foreach (int source in dependencies[index])
            {
                lengths[source] = Math.Max(lengths[source], lengths[index] + 1);
                if (--remaining[source] == 0)
                {
                    queue.Enqueue(source);
                }
            }
        }

        return seen == lengths.Length ? lengths : throw new ArgumentException("The tickets depend on each other in a cycle.");
    }
}
