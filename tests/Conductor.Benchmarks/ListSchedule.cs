using System.Collections.Immutable;
using Conductor.Core.Graph;
using Conductor.Core.Tickets;

namespace Conductor.Benchmarks;

/// <summary>The yardstick of a makespan: the same tickets in the same order on workers that cost nothing to start.</summary>
internal static class ListSchedule
{
    /// <summary>When the last ticket ends, in the unit of the durations. A free worker always takes the first ready ticket.</summary>
    /// <param name="durations">By ticket id.</param>
    public static double Makespan(ImmutableArray<TicketDefinition> tickets, IReadOnlyDictionary<string, double> durations, int workers)
    {
        TicketGraph graph = TicketGraph.Build(tickets);
        Dictionary<string, int> unmet = tickets.ToDictionary(ticket => ticket.Id, ticket => ticket.DependsOn.Length);
        var ready = new SortedSet<ReadyKey>(tickets.Where(ticket => ticket.DependsOn.IsEmpty).Select(KeyOf));
        var running = new PriorityQueue<string, double>();
        double now = 0;
        while (ready.Count > 0 || running.Count > 0)
        {
            while (running.Count < workers && ready.Count > 0)
            {
                ReadyKey next = ready.Min;
                ready.Remove(next);
                running.Enqueue(next.TicketId, now + durations[next.TicketId]);
            }

            running.TryDequeue(out string? ended, out now);
            foreach (TicketDefinition dependent in graph.DependentsOf(ended ?? ""))
            {
                if (--unmet[dependent.Id] == 0)
                {
                    ready.Add(KeyOf(dependent));
                }
            }
        }

        return now;

        ReadyKey KeyOf(TicketDefinition ticket) => new(ticket.Priority, graph.ChainLengthOf(ticket.Id), graph.OrdinalOf(ticket.Id), ticket.Id);
    }
}
