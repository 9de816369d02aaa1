namespace Conductor.Server.TrackFiles;

/// <summary>How the entries of a list or object are set apart.</summary>
/// <param name="Opening">Between the opening bracket and the first entry.</param>
/// <param name="Separator">Between two entries, comma included.</param>
/// <param name="Closing">Between the last entry and the closing bracket.</param>
internal readonly record struct ListLayout(string Opening, string Separator, string Closing)
{
    /// <summary>The bracketed text of some entries.</summary>
    public string Compose(char open, IEnumerable<string> entries, char close) => $"{open}{Opening}{string.Join(Separator, entries)}{Closing}{close}";

    /// <summary>The layout a list or object has; null when it is empty.</summary>
    /// <param name="onOneLine">What separates entries on one line, for a list of one.</param>
    public static ListLayout? Of(SourceText source, ByteSpan container, IReadOnlyList<ByteSpan> items, string onOneLine)
    {
        if (items.Count == 0)
        {
            return null;
        }

        string opening = source.Slice(container.Start + 1, items[0].Start);
        string separator = items.Count > 1 ? source.Slice(items[^2].End, items[^1].Start)
            : opening.AsSpan().IndexOfAny('\n', '\r') >= 0 ? "," + opening
            : onOneLine;
        return new ListLayout(opening, separator, source.Slice(items[^1].End, container.End - 1));
    }
}

/// <summary>
/// Removes, replaces and appends entries of a JSON list or object, each with the smallest edit that leaves valid JSON and keeps the
/// white space around what stays.
/// </summary>
/// <param name="container">Brackets included.</param>
/// <param name="layout">Of the list; for an empty one, what it should become.</param>
internal sealed class ListEdit(ByteSpan container, IReadOnlyList<ByteSpan> items, ListLayout layout)
{
    private readonly HashSet<int> _removed = [];
    private readonly List<string> _appended = [];

    public void Remove(int index) => _removed.Add(index);

    public void Append(string entry) => _appended.Add(entry);

    public IEnumerable<ByteEdit> Edits()
    {
        string appended = string.Join(layout.Separator, _appended);
        int lastKept = items.Count - 1;
        while (lastKept >= 0 && _removed.Contains(lastKept))
        {
            lastKept--;
        }

        if (lastKept < 0)
        {
            return WithNothingKept(appended);
        }

        IEnumerable<ByteEdit> edits = RemovalsBefore(lastKept);
        int start = items[lastKept].End;
        int end = items[^1].End;
        string addition = _appended.Count > 0 ? layout.Separator + appended : string.Empty;
        return end > start || addition.Length > 0 ? edits.Append(new ByteEdit(start, end, addition)) : edits;
    }

    private IEnumerable<ByteEdit> WithNothingKept(string appended)
    {
        if (items.Count > 0)
        {
            return [_appended.Count > 0
                ? new ByteEdit(items[0].Start, items[^1].End, appended)
                : new ByteEdit(container.Start + 1, container.End - 1, string.Empty)];
        }

        return _appended.Count > 0 ? [new ByteEdit(container.Start + 1, container.End - 1, layout.Opening + appended + layout.Closing)] : [];
    }

    /// <summary>A removed run goes together with the white space up to the next entry that stays.</summary>
    private IEnumerable<ByteEdit> RemovalsBefore(int lastKept)
    {
        for (int first = 0; first < lastKept; first++)
        {
            if (!_removed.Contains(first))
            {
                continue;
            }

            int next = first;
            while (_removed.Contains(next))
            {
                next++;
            }

            yield return new ByteEdit(items[first].Start, items[next].Start, string.Empty);
            first = next;
        }
    }
}
