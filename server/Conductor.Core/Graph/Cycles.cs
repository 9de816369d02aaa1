using System.Collections.Immutable;
using Conductor.Core.Tickets;

namespace Conductor.Core.Graph;

/// <summary>
/// The strongly connected components with a cycle in them, by Tarjan's algorithm (1972), without recursion so that a chain of
/// 100,000 tickets does not overflow the stack.
/// </summary>
internal static class Cycles
{
    /// <summary>Each cycle's members in file order; unknown dependencies are passed over, and a duplicate id counts as its first ticket.</summary>
    public static IEnumerable<ImmutableArray<string>> Find(ImmutableArray<TicketDefinition> tickets, Dictionary<string, List<int>> ordinals)
    {
        int[][] edges = [.. tickets.Select(ticket => ticket.DependsOn
            .Where(ordinals.ContainsKey)
            .Select(dependency => ordinals[dependency][0])
            .ToArray())];
        return Components(edges)
            .Where(component => component.Count > 1 || edges[component[0]].Contains(component[0]))
            .Select(component => component.Order().ToList())
            .OrderBy(component => component[0])
            .Select(component => component.Select(index => tickets[index].Id).ToImmutableArray());
    }

    private static List<List<int>> Components(int[][] edges)
    {
        const int Unvisited = -1;
        var components = new List<List<int>>();
        var order = new int[edges.Length];
        var low = new int[edges.Length];
        var onStack = new bool[edges.Length];
        var members = new Stack<int>();
        var work = new Stack<(int Node, int NextEdge)>();
        int counter = 0;
        Array.Fill(order, Unvisited);

        for (int root = 0; root < edges.Length; root++)
        {
            if (order[root] != Unvisited)
            {
                continue;
            }

            Enter(root);
            while (work.TryPop(out (int Node, int NextEdge) frame))
            {
                (int node, int nextEdge) = frame;
                if (nextEdge < edges[node].Length)
                {
                    work.Push((node, nextEdge + 1));
                    int target = edges[node][nextEdge];
                    if (order[target] == Unvisited)
                    {
                        Enter(target);
                    }
                    else if (onStack[target])
                    {
                        low[node] = Math.Min(low[node], order[target]);
                    }

                    continue;
                }

                if (low[node] == order[node])
                {
                    components.Add(PopComponent(node));
                }

                if (work.TryPeek(out (int Node, int NextEdge) parent))
                {
                    low[parent.Node] = Math.Min(low[parent.Node], low[node]);
                }
            }
        }

        return components;

        void Enter(int node)
        {
            order[node] = low[node] = counter++;
            members.Push(node);
            onStack[node] = true;
            work.Push((node, 0));
        }

        List<int> PopComponent(int node)
        {
            var component = new List<int>();
            int member;
            do
            {
                member = members.Pop();
                onStack[member] = false;
                component.Add(member);
            }
            while (member != node);
            return component;
        }
    }
}
