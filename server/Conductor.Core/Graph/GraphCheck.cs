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
        var ordinals = new Dictionary<string, int>(tickets.Length, StringComparer.Ordinal);
        Dictionary<string, List<int>>? repeated = null;
        for (int index = 0; index < tickets.Length; index++)
        {
            if (!ordinals.TryAdd(tickets[index].Id, index))
            {
                repeated ??= new Dictionary<string, List<int>>(StringComparer.Ordinal);
                repeated.TryAdd(tickets[index].Id, [ordinals[tickets[index].Id]]);
                repeated[tickets[index].Id].Add(index);
            }
        }

        problems.AddRange((repeated ?? []).OrderBy(entry => entry.Value[0])
            .Select(entry => new TrackProblem.DuplicateId(entry.Key, [.. entry.Value])));
        int[][] edges = Edges(tickets, ordinals, problems);
        problems.AddRange(Cycles.Find(edges).Select(members => new TrackProblem.Cycle([.. members.Select(index => tickets[index].Id)])));
        return problems.ToImmutable();
    }

    /// <summary>The places of each ticket's dependencies; unknown ones are noted and passed over, and a repeated id counts as its first ticket.</summary>
    private static int[][] Edges(ImmutableArray<TicketDefinition> tickets, Dictionary<string, int> ordinals, ImmutableArray<TrackProblem>.Builder problems)
    {
        Suggestion? suggestion = null;
        var edges = new int[tickets.Length][];
        for (int index = 0; index < edges.Length; index++)
        {
            ImmutableArray<string> dependencies = tickets[index].DependsOn;
            int[] places = dependencies.IsEmpty ? [] : new int[dependencies.Length];
            int known = 0;
            foreach (string dependency in dependencies)
            {
                if (ordinals.TryGetValue(dependency, out int place))
                {
                    places[known++] = place;
                    continue;
                }

                suggestion ??= new Suggestion(ordinals.Keys);
                problems.Add(new TrackProblem.UnknownDependency(tickets[index].Id, index, dependency, suggestion.For(dependency)));
            }

            edges[index] = known == places.Length ? places : places[..known];
        }

        return edges;
    }
}
