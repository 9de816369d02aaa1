namespace Conductor.Core.Graph;

/// <summary>
/// The strongly connected components with a cycle in them, by Tarjan's algorithm (1972), without recursion so that a chain of
/// 100,000 tickets does not overflow the stack.
/// </summary>
internal static class Cycles
{
    /// <summary>Each cycle's members by place, ascending; the cycles by their first members.</summary>
    /// <param name="edges">For each place, the places it depends on.</param>
    public static IEnumerable<IReadOnlyList<int>> Find(int[][] edges) => Components(edges)
        .Select(component => component.Order().ToList())
        .OrderBy(component => component[0]);

    /// <summary>Only components with a cycle in them: several members, or one that depends on itself.</summary>
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
                    PopComponent(node);
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

        void PopComponent(int node)
        {
            if (members.Peek() == node && !edges[node].Contains(node))
            {
                // By far the most: a ticket on no cycle.
                onStack[members.Pop()] = false;
                return;
            }

            var component = new List<int>();
            int member;
            do
            {
                member = members.Pop();
                onStack[member] = false;
                component.Add(member);
            }
            while (member != node);
            components.Add(component);
        }
    }
}
