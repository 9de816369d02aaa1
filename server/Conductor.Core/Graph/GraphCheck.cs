using System.Collections.Immutable;
using Conductor.Core.Tickets;

namespace Conductor.Core.Graph;

/// <summary>Finds everything wrong with a track's dependencies at once, in time linear in tickets and edges.</summary>
public static class GraphCheck
{
    /// <summary>All problems, in the order of the file: duplicates, then unknown dependencies, then cycles. Empty means the graph is sound.</summary>
    public static ImmutableArray<TrackProblem> Check(ImmutableArray<TicketDefinition> tickets)
    {
        var problems = ImmutableArray.CreateBuilder<TrackProblem>();
        var ordinals = new Dictionary<string, List<int>>(tickets.Length, StringComparer.Ordinal);
        for (int index = 0; index < tickets.Length; index++)
        {
            if (!ordinals.TryGetValue(tickets[index].Id, out List<int>? places))
            {
                ordinals.Add(tickets[index].Id, places = []);
            }

            places.Add(index);
        }

        problems.AddRange(ordinals.Where(entry => entry.Value.Count > 1)
            .Select(entry => new TrackProblem.DuplicateId(entry.Key, [.. entry.Value])));

        Suggestion? suggestion = null;
        for (int index = 0; index < tickets.Length; index++)
        {
            foreach (string dependency in tickets[index].DependsOn)
            {
                if (!ordinals.ContainsKey(dependency))
                {
                    suggestion ??= new Suggestion(ordinals.Keys);
                    problems.Add(new TrackProblem.UnknownDependency(tickets[index].Id, index, dependency, suggestion.For(dependency)));
                }
            }
        }

        problems.AddRange(Cycles.Find(tickets, ordinals).Select(members => new TrackProblem.Cycle(members)));
        return problems.ToImmutable();
    }
}
