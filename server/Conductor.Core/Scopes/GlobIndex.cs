namespace Conductor.Core.Scopes;

/// <summary>
/// Plain globs in an order, to find the first of them that has a common path with another. Only those are compared that lie along the folders that
/// this one names, or below them, and whose last segment may be its own. Not thread-safe.
/// </summary>
internal sealed class GlobIndex
{
    private readonly Node _all = new(0);
    private readonly Node _withOpenEnd = new(0);
    private readonly Dictionary<string, Node> _byLastSegment = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _known = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Adds a glob. One that is there already stays in its first place.</summary>
    /// <param name="place">Not below that of any glob added before.</param>
    public void Add(ScopeGlob glob, int place)
    {
        if (!_known.Add(glob.Plain))
        {
            return;
        }

        Insert(_all, glob, place);
        if (glob.LastSegment is not { } last)
        {
            Insert(_withOpenEnd, glob, place);
            return;
        }

        if (!_byLastSegment.TryGetValue(last, out Node? alike))
        {
            _byLastSegment.Add(last, alike = new Node(place));
        }

        Insert(alike, glob, place);
    }

    /// <summary>The place of the first glob that has a common path with this one, if it is before another place; that one otherwise.</summary>
    public int FirstMeeting(ScopeGlob glob, int before)
    {
        if (glob.LastSegment is not { } last)
        {
            return FirstMeeting(_all, glob.Segments, before);
        }

        int first = FirstMeeting(_withOpenEnd, glob.Segments, before);
        return _byLastSegment.TryGetValue(last, out Node? alike) ? FirstMeeting(alike, glob.Segments, first) : first;
    }

    private static void Insert(Node root, ScopeGlob glob, int place)
    {
        Node node = root;
        foreach (string segment in glob.Segments)
        {
            if (!GlobOverlap.IsPlain(segment))
            {
                break;
            }

            node = node.ChildFor(segment, place);
        }

        (node.Globs ??= []).Add((glob.Segments, place));
    }

    private static int FirstMeeting(Node root, string[] glob, int before)
    {
        int first = before;
        Node? node = root;
        int depth = 0;
        while (depth < glob.Length && GlobOverlap.IsPlain(glob[depth]))
        {
            first = node.FirstHere(glob, first);
            node = node.Child(glob[depth]);
            if (node is null || node.First >= first)
            {
                return first;
            }

            depth++;
        }

        var open = new Stack<Node>([node]);
        while (open.TryPop(out node))
        {
            first = node.FirstHere(glob, first);
            foreach (Node child in node.Children)
            {
                if (child.First < first)
                {
                    open.Push(child);
                }
            }
        }

        return first;
    }

    /// <summary>A folder, or a file, that globs name before their first wildcard.</summary>
    /// <param name="first">The place of the first glob here or below.</param>
    private sealed class Node(int first)
    {
        private Dictionary<string, Node>? _children;

        public int First { get; } = first;

        /// <summary>Those whose first wildcard comes next, or that end here, by their place.</summary>
        public List<(string[] Glob, int Place)>? Globs { get; set; }

        public IEnumerable<Node> Children => _children?.Values ?? Enumerable.Empty<Node>();

        public Node? Child(string segment) => _children?.GetValueOrDefault(segment);

        public Node ChildFor(string segment, int place)
        {
            _children ??= new Dictionary<string, Node>(StringComparer.OrdinalIgnoreCase);
            if (!_children.TryGetValue(segment, out Node? child))
            {
                _children.Add(segment, child = new Node(place));
            }

            return child;
        }

        public int FirstHere(string[] glob, int before)
        {
            foreach ((string[] other, int place) in Globs ?? [])
            {
                if (place >= before)
                {
                    break;
                }

                if (GlobOverlap.Of(glob, other))
                {
                    return place;
                }
            }

            return before;
        }
    }
}
