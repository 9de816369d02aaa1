using System.Collections.Immutable;
using Conductor.Core.Tickets;
using Conductor.Server.Effects;
using Conductor.Server.Storage;
using Conductor.Workers.Workspaces;

namespace Conductor.Server.Snapshots;

/// <summary>
/// Tells which files each call changes: a file tool exactly its own, a command whatever differs between the trees before and after it, less
/// what file tools wrote meanwhile. What commands that overlap have changed is marked as mixed. A failure becomes a text in the record, never
/// an exception: the call goes on, and a person sees what cannot be taken back. Nothing is done before the first attempt. Thread-safe.
/// </summary>
internal sealed class TreeRecorder(WorkspaceRoot root, string objectsFolder, TimeProvider time, Action<string> log) : IAsyncDisposable
{
    private readonly SemaphoreSlim _gate = new(1);
    private readonly CancellationTokenSource _closing = new();
    private readonly ObjectStore _objects = new(objectsFolder);

    // Guarded by _gate, all of them.
    private readonly OpenCalls _calls = new();
    private ITreeStore? _trees;
    private RecordedTree? _latest;
    private Task _pruning = Task.CompletedTask;

    /// <summary>The contents of files as they were.</summary>
    public ObjectStore Objects => _objects;

    /// <summary>The files of the workspace.</summary>
    public WorkspaceDisk Disk { get; } = new(root.FullPath, new ObjectStore(objectsFolder));

    /// <summary>The workspace that the folder is a working tree of; null when it is the workspace itself.</summary>
    public WorkspaceRoot? Workspace { get; init; }

    /// <summary>Of a call that changes more files than these none is kept.</summary>
    public int MostFiles { get; init; } = 5_000;

    /// <summary>
    /// What tracks still need of what was recorded; asked in the background, once there is something to prune. Null in a working tree: what it
    /// shares with others is pruned with the workspace's own.
    /// </summary>
    public Func<NeededRecords>? Needed { get; init; }

    /// <summary>Who may write here; null where there can be nobody else. While it is another process, nothing is pruned: what that one needs is not known.</summary>
    public WorkspaceOwnership? Ownership { get; init; }

    /// <summary>Ends when what is pruned in the background has been.</summary>
    public Task Pruning => _pruning;

    /// <summary>Begins to record here, with what follows from that: what nothing needs any more is pruned. What cannot be done now is tried with the first record.</summary>
    public Task OpenAsync(CancellationToken cancellationToken) => LockedAsync(async () =>
    {
        try
        {
            _trees ??= await OpenStoreAsync(cancellationToken);
        }
        catch (Exception failure) when (IsRecordingFailure(failure))
        {
            log($"What stands in the workspace cannot be recorded yet: {failure.Message}");
        }

        return true;
    }, cancellationToken);

    /// <summary>Records the tree before an attempt's worker starts or goes on.</summary>
    public Task<TrackEvent.TreeRecorded> BeforeAttemptAsync(AttemptKey key, CancellationToken cancellationToken) => LockedAsync(async () =>
    {
        var recorded = new TrackEvent.TreeRecorded(key.TicketId, key.Attempt, null, TreeMoment.Attempt, null);
        try
        {
            return recorded with { Tree = (await RecordAsync(cancellationToken)).Id };
        }
        catch (Exception failure) when (IsRecordingFailure(failure))
        {
            return recorded with { Problem = $"What stands in the workspace could not be recorded: {failure.Message}" };
        }
    }, cancellationToken);

    /// <summary>Records the tree before a command.</summary>
    public Task<TrackEvent.TreeRecorded> BeforeCommandAsync(CallKey key, string command, CancellationToken cancellationToken) => LockedAsync(async () =>
    {
        var recorded = new TrackEvent.TreeRecorded(key.TicketId, key.Attempt, key.CallId, TreeMoment.Call, null);
        var changes = new CommandChanges($"`{OneLine.Of(command, 80)}`", MostFiles);
        try
        {
            RecordedTree tree = await RecordAsync(cancellationToken);
            _calls.Begin(key, changes);
            return recorded with { Tree = tree.Id };
        }
        catch (Exception failure) when (IsRecordingFailure(failure))
        {
            return recorded with { Problem = CommandChanges.Gap(changes.What, failure.Message) };
        }
    }, cancellationToken);

    /// <summary>Records the one file that a file tool is about to write.</summary>
    public Task<TrackEvent.TreeRecorded> BeforeWriteAsync(CallKey key, string path, CancellationToken cancellationToken) => LockedAsync(() =>
    {
        var recorded = new TrackEvent.TreeRecorded(key.TicketId, key.Attempt, key.CallId, TreeMoment.Call, null);
        try
        {
            _objects.Create();
            var file = new FileObservation(path, Disk.Keep(path));
            MakeDurable([file.Now]);
            _calls.Begin(key, file);
            return Task.FromResult(recorded with { File = file });
        }
        catch (Exception failure) when (IsRecordingFailure(failure))
        {
            return Task.FromResult(recorded with { Problem = CommandChanges.Gap(path, failure.Message) });
        }
    }, cancellationToken);

    /// <summary>What a call that was recorded before has changed; null when it was not, or is known already.</summary>
    public async Task<TrackEvent.FilesChanged?> AfterAsync(CallKey key)
    {
        TrackEvent.FilesChanged? changed = await LockedAsync(
            async () => _calls.EndWrite(key, out FileObservation? file) ? AfterWrite(key, file)
                : _calls.IsCommand(key, out CommandChanges? changes) ? await AfterCommandAsync(key, changes)
                : null,
            CancellationToken.None);
        return changed is null ? null : await DurableAsync(changed);
    }

    /// <summary>What has changed since a call began whose end nobody saw.</summary>
    public async Task<TrackEvent.FilesChanged> AfterInterruptionAsync(TrackEvent.TreeRecorded before, CancellationToken cancellationToken) =>
        await DurableAsync(await LockedAsync(() => CompareAsync(before, cancellationToken), cancellationToken));

    private async Task<TrackEvent.FilesChanged> CompareAsync(TrackEvent.TreeRecorded before, CancellationToken cancellationToken)
    {
        const string What = "the call that was interrupted";
        var changed = new TrackEvent.FilesChanged(before.TicketId, before.Attempt, before.CallId ?? "", []);
        try
        {
            RecordedTree now = await RecordAsync(cancellationToken);
            ITreeStore trees = _trees ?? throw new TreeRecordingException("nothing is recorded here.");
            TreeDifferences differences = before switch
            {
                { File: { } file } => new TreeDifferences([new FileTransition(file.Path, file.Now, Disk.Keep(file.Path))]),
                { Tree: { } tree } => await trees.CompareAsync(tree, now, MostFiles, cancellationToken),
                _ => new TreeDifferences([]),
            };
            return changed with
            {
                Tree = now.Id,
                Files = [.. differences.Files.Where(file => file.Before != file.After).Select(file => file with { IsMixed = true })],
                Problem = differences.TooMany > 0 ? CommandChanges.Gap(What, CommandChanges.TooMany(differences.TooMany, MostFiles)) : null,
            };
        }
        catch (Exception failure) when (IsRecordingFailure(failure))
        {
            return changed with { Problem = CommandChanges.Gap(What, failure.Message) };
        }
    }

    /// <summary>Records the tree before a revert, and the files it is about.</summary>
    /// <returns>The tree; null when it could not be recorded.</returns>
    /// <exception cref="IOException">A file cannot be read or kept, so it must not be written over.</exception>
    public async Task<(string? Tree, ImmutableArray<FileObservation> Found)> BeforeRevertAsync(IEnumerable<string> paths, CancellationToken cancellationToken)
    {
        (string? Tree, ImmutableArray<FileObservation> Found) before = await LockedAsync(
            async () =>
            {
                _objects.Create();
                ImmutableArray<FileObservation> found = [.. paths.Select(path => new FileObservation(path, Disk.Keep(path)))];
                try
                {
                    return ((string?)(await RecordAsync(cancellationToken)).Id, found);
                }
                catch (Exception failure) when (IsRecordingFailure(failure))
                {
                    // Each file that will be written is kept; only the picture of the rest is missing.
                    log($"The workspace could not be recorded before a revert: {failure.Message}");
                    return (null, found);
                }
            },
            cancellationToken);
        await Task.Run(() => MakeDurable(before.Found.Select(file => file.Now)), CancellationToken.None);
        return before;
    }

    /// <summary>Writes files; deletions first, so that a folder can make room for a file. What an earlier try left beside them goes.</summary>
    /// <exception cref="IOException">One could not be written; those before it are.</exception>
    public Task RestoreAsync(IReadOnlyCollection<FileTransition> files) => LockedAsync(() =>
    {
        Disk.DeleteLeftOvers(files.Select(file => file.Path));
        foreach (FileTransition file in files.OrderBy(file => file.After is not null))
        {
            Disk.Restore(file.Path, file.After);
            _calls.Written(file.Path, file.After);
        }

        return Task.FromResult(true);
    }, CancellationToken.None);

    /// <summary>A call that was recorded before is not made after all.</summary>
    public Task ForgetAsync(CallKey key) => LockedAsync(() => Task.FromResult(_calls.End(key)), CancellationToken.None);

    /// <summary>Calls of an attempt whose end was not recorded.</summary>
    public Task<ImmutableArray<CallKey>> UnfinishedAsync(AttemptKey attempt) => LockedAsync(
        () => Task.FromResult<ImmutableArray<CallKey>>([.. _calls.Of(attempt)]),
        CancellationToken.None);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _pruning.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static bool IsRecordingFailure(Exception failure) => failure is TreeRecordingException or IOException or UnauthorizedAccessException or System.Text.Json.JsonException;

    private async Task<T> LockedAsync<T>(Func<Task<T>> step, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            // Off the caller's thread: looking at a large workspace takes a while.
            return await Task.Run(step, CancellationToken.None);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Both sides of every change outlive a failure of the machine before the record does that names them. Nobody else waits for it.</summary>
    private async Task<TrackEvent.FilesChanged> DurableAsync(TrackEvent.FilesChanged changed)
    {
        try
        {
            await Task.Run(() => MakeDurable(changed.Files.SelectMany(file => new[] { file.Before, file.After })), CancellationToken.None);
            return changed;
        }
        catch (Exception failure) when (IsRecordingFailure(failure))
        {
            return changed with { Files = [], Problem = CommandChanges.Gap(string.Join(", ", changed.Files.Select(file => file.Path).Take(10)), failure.Message) };
        }
    }

    private void MakeDurable(IEnumerable<FileVersion?> versions) => _objects.MakeDurable(versions.OfType<FileVersion>().Select(version => version.ContentId));

    private TrackEvent.FilesChanged AfterWrite(CallKey key, FileObservation before)
    {
        var changed = new TrackEvent.FilesChanged(key.TicketId, key.Attempt, key.CallId, []);
        try
        {
            FileVersion? now = Disk.Keep(before.Path);
            if (now == before.Now)
            {
                return changed;
            }

            _calls.Written(before.Path, now);
            return changed with { Files = [new FileTransition(before.Path, before.Now, now)] };
        }
        catch (Exception failure) when (IsRecordingFailure(failure))
        {
            return changed with { Problem = CommandChanges.Gap(before.Path, failure.Message) };
        }
    }

    private async Task<TrackEvent.FilesChanged> AfterCommandAsync(CallKey key, CommandChanges changes)
    {
        try
        {
            RecordedTree tree = await RecordAsync(CancellationToken.None);
            return changes.ToEvent(key.TicketId, key.Attempt, key.CallId, tree.Id);
        }
        catch (Exception failure) when (IsRecordingFailure(failure))
        {
            return new TrackEvent.FilesChanged(key.TicketId, key.Attempt, key.CallId, [], null, CommandChanges.Gap(changes.What, failure.Message));
        }
        finally
        {
            _calls.End(key);
        }
    }

    /// <summary>Records the tree, and gives what is new to the commands that are under way.</summary>
    private async Task<RecordedTree> RecordAsync(CancellationToken cancellationToken)
    {
        try
        {
            ITreeStore trees = _trees ??= await OpenStoreAsync(cancellationToken);
            RecordedTree now = await trees.RecordAsync(cancellationToken);
            if (_latest is { } before && _calls.HasCommands)
            {
                _calls.Attribute(await trees.CompareAsync(before.Id, now, MostFiles, cancellationToken), [.. now.LargeFilesSince(before)]);
            }

            _latest = now;
            _calls.Recorded();
            return now;
        }
        catch (Exception failure) when (IsRecordingFailure(failure))
        {
            _calls.MarkUncertain();
            throw;
        }
    }

    private async Task<ITreeStore> OpenStoreAsync(CancellationToken cancellationToken)
    {
        _objects.Create();
        ITreeStore trees = (ITreeStore?)await GitTrees.OpenAsync(root.FullPath, Workspace?.FullPath, _objects, Disk, cancellationToken) ?? new HashedTrees(root, _objects, Disk, time);
        _pruning = Task.Run(() => PruneAsync(trees), CancellationToken.None);
        return trees;
    }

    /// <summary>The one catch of the background: what could not be pruned is pruned another time.</summary>
    private async Task PruneAsync(ITreeStore trees)
    {
        try
        {
            using WorkspaceOwnership.Lease? lease = Ownership?.TryTake();
            if (Needed is { } needed && (Ownership is null || lease is not null))
            {
                DateTimeOffset recordedBefore = time.GetUtcNow() - TimeSpan.FromHours(1);
                NeededRecords records = needed();
                await LockedAsync(async () =>
                {
                    records.Prune(_objects, _latest?.Id, recordedBefore, _closing.Token);
                    Disk.DeleteLeftOvers(records.InterruptedReverts);
                    await trees.PruneAsync(records.Trees, recordedBefore, _closing.Token);
                    return true;
                }, _closing.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The workspace is being closed.
        }
        catch (Exception failure)
        {
            log($"What no ticket needs any more could not be pruned: {failure.Message}");
        }
    }
}
