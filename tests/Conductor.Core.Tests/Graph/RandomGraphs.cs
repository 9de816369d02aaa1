using System.Collections.Immutable;
using Conductor.Core.Tickets;
using FsCheck;
using FsCheck.Fluent;

namespace Conductor.Core.Tests.Graph;

/// <summary>Tickets with random dependencies, small enough to compare with a naive answer.</summary>
internal static class RandomGraphs
{
    private const int Rounds = 400;
    private const int MostTickets = 12;

    /// <summary>Any dependencies between known tickets, circles and self-dependencies included.</summary>
    public static void WithCycles(Action<ImmutableArray<TicketDefinition>> check) => ForAll((_, _) => true, check);

    /// <summary>Dependencies on earlier or later tickets of a shuffled order, never in a circle.</summary>
    public static void WithoutCycles(Action<ImmutableArray<TicketDefinition>> check) => ForAll((from, to) => to < from, check);

    /// <summary>Every ticket reachable from one by following dependencies, at least one step away.</summary>
    public static HashSet<string> ReachableFrom(string id, ImmutableArray<TicketDefinition> tickets)
    {
        var reached = new HashSet<string>();
        var open = new Stack<string>([id]);
        while (open.TryPop(out string? current))
        {
            foreach (string dependency in tickets.Single(ticket => ticket.Id == current).DependsOn.Where(reached.Add))
            {
                open.Push(dependency);
            }
        }

        return reached;
    }

    private static void ForAll(Func<int, int, bool> mayDepend, Action<ImmutableArray<TicketDefinition>> check)
    {
        Gen<ImmutableArray<TicketDefinition>> tickets =
            from count in Gen.Choose(0, MostTickets)
            from density in Gen.Choose(1, 5)
            from dice in Gen.Choose(0, 11).ArrayOf(count * count)
            from order in Gen.Shuffle(Enumerable.Range(0, count).ToArray())
            select order.Select(index => new TicketDefinition($"T-{index}", "d")
            {
                DependsOn = [.. Enumerable.Range(0, count)
                    .Where(target => dice[(index * count) + target] < density && mayDepend(index, target))
                    .Select(target => $"T-{target}")],
            }).ToImmutableArray();
        Prop.ForAll(tickets.ToArbitrary(), check).Check(Config.QuickThrowOnFailure.WithMaxTest(Rounds));
    }
}
