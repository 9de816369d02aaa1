using Conductor.Core.Tickets;
using Conductor.Workers.Loop;

namespace Conductor.Server.Snapshots;

/// <summary>
/// What the tracks' tickets still need of what was recorded: the first and last versions of the files they changed, both sides of a revert
/// that can be undone, what stood before a call whose end is not known, and the exit code that such a call has left. Everything else can go.
/// </summary>
internal sealed class NeededRecords
{
    private readonly HashSet<string> _contents = new(StringComparer.Ordinal);
    private readonly HashSet<string> _trees = new(StringComparer.Ordinal);
    private readonly HashSet<string> _exitCodes = new(StringComparer.Ordinal);
    private readonly HashSet<string> _interruptedReverts = new(StringComparer.Ordinal);

    /// <summary>Where commands leave their exit codes; null where they leave none.</summary>
    public string? ExitCodeFolder { get; init; }

    /// <summary>Trees by id.</summary>
    public IReadOnlySet<string> Trees => _trees;

    /// <summary>Files beside which a revert that did not come to its end may have left another.</summary>
    public IReadOnlySet<string> InterruptedReverts => _interruptedReverts;

    /// <summary>Adds what the tickets of a track need; also those that left its definition, for they may come back.</summary>
    public void Add(TrackState state)
    {
        foreach (TicketState ticket in state.Tickets.Values.Concat(state.Departed.Values))
        {
            Add(ticket.Files);
            AddExitCodes(state.Header.TrackId, ticket);
        }
    }

    /// <summary>Deletes the contents and exit codes that nothing needs, and what is left of unfinished ones, but none that was put after a moment.</summary>
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

        objects.DeleteLeftOvers(putBefore.UtcDateTime);
        PruneExitCodes(putBefore.UtcDateTime);
    }

    private void Add(TicketFiles files)
    {
        Add(files.Spans.Values.SelectMany(span => new[] { span.First, span.Last }));
        Add(files.Open.Values.Select(open => open.File?.Now));
        _trees.UnionWith(files.SafeTrees);
        _trees.UnionWith(files.Open.Values.Select(open => open.Tree).OfType<string>());
        if (files.Revert is { } revert)
        {
            Add(revert.Files.SelectMany(file => new[] { file.Before, file.After }));
            Add(revert.Spans.Values.SelectMany(span => new[] { span.First, span.Last }));
            _interruptedReverts.UnionWith(revert.Phase == RevertPhase.Reverted ? [] : revert.Files.Select(file => file.Path));
        }
    }

    private void Add(IEnumerable<FileVersion?> versions) => _contents.UnionWith(versions.OfType<FileVersion>().Select(version => version.ContentId));

    /// <summary>The exit code of a call that has begun is what is known of its end, until that is recorded.</summary>
    private void AddExitCodes(string trackId, TicketState ticket)
    {
        if (ExitCodeFolder is { } folder && ticket.Attempt is { } attempt)
        {
            _exitCodes.UnionWith(attempt.Calls.Values
                .Where(call => call is { StartedWith: not null, IsFinished: false })
                .Select(call => ExitCodeFiles.PathFor(folder, trackId, ticket.Definition.Id, attempt.Number, call.Proposal.CallId)));
        }
    }

    private void PruneExitCodes(DateTime leftBefore)
    {
        // What a command's wrapper had not finished when it was killed has one more ending.
        foreach (string file in Directory.Exists(ExitCodeFolder) ? Directory.EnumerateFiles(ExitCodeFolder, "*.exit*") : [])
        {
            if (File.GetLastWriteTimeUtc(file) < leftBefore && !_exitCodes.Contains(file))
            {
                File.Delete(file);
            }
        }
    }
}
