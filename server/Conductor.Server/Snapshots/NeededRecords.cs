using Conductor.Core.Tickets;

namespace Conductor.Server.Snapshots;

/// <summary>
/// What the tracks' tickets still need of what was recorded: the first and last versions of the files they changed, both sides of a revert
/// that can be undone, and what stood before a call whose end is not known. Everything else can go.
/// </summary>
internal sealed class NeededRecords
{
    private readonly HashSet<string> _contents = new(StringComparer.Ordinal);
    private readonly HashSet<string> _trees = new(StringComparer.Ordinal);

    /// <summary>Trees by id.</summary>
    public IReadOnlySet<string> Trees => _trees;

    /// <summary>Adds what the tickets of a track need; also those that left its definition, for they may come back.</summary>
    public void Add(TrackState state)
    {
        foreach (TicketFiles files in state.Tickets.Values.Concat(state.Departed.Values).Select(ticket => ticket.Files))
        {
            Add(files.Spans.Values.SelectMany(span => new[] { span.First, span.Last }));
            Add(files.Open.Values.Select(open => open.File?.Now));
            _trees.UnionWith(files.SafeTrees);
            _trees.UnionWith(files.Open.Values.Select(open => open.Tree).OfType<string>());
            if (files.Revert is { } revert)
            {
                Add(revert.Files.SelectMany(file => new[] { file.Before, file.After }));
                Add(revert.Spans.Values.SelectMany(span => new[] { span.First, span.Last }));
            }
        }
    }

    /// <summary>Deletes the contents that nothing needs, but none that was put after a moment.</summary>
    /// <param name="latestTree">The tree recorded last; its contents stay, so that they need not be read again.</param>
    public void Prune(ObjectStore objects, string? latestTree, DateTimeOffset putBefore, CancellationToken cancellationToken)
    {
        var kept = new HashSet<string>(_contents, StringComparer.Ordinal);
        foreach (string tree in latestTree is null ? _trees : _trees.Append(latestTree))
        {
            kept.UnionWith(HashedTrees.ContentsOf(tree, objects));
        }

        foreach ((string id, DateTime lastPut) in objects.All())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (lastPut < putBefore.UtcDateTime && !kept.Contains(id))
            {
                objects.Delete(id);
            }
        }
    }

    private void Add(IEnumerable<FileVersion?> versions) => _contents.UnionWith(versions.OfType<FileVersion>().Select(version => version.ContentId));
}
