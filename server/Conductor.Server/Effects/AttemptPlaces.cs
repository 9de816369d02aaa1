using System.Collections.Concurrent;
using Conductor.Core.Landing;
using Conductor.Core.Tickets;
using Conductor.Server.Landing;
using Conductor.Server.Storage;
using Conductor.Workers.Workspaces;

namespace Conductor.Server.Effects;

/// <summary>
/// The places of a workspace's attempts: its own folder, and each working tree while it is there. Who asks for a tree gets that tree or nothing,
/// never another folder. Thread-safe.
/// </summary>
/// <param name="own">The workspace's own folder; not disposed here.</param>
/// <param name="open">Makes the place of a working tree.</param>
internal sealed class AttemptPlaces(AttemptPlace own, Func<WorkspaceRoot, AttemptPlace> open) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<AttemptPlace>> _trees = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Task, bool> _closing = new();

    /// <summary>The workspace's own folder.</summary>
    public AttemptPlace Own => own;

    /// <summary>Where an attempt works: in its tree, or in the workspace's folder when it has none; null when its tree is gone.</summary>
    public AttemptPlace? Find(WorkingTree? tree)
    {
        if (tree is null)
        {
            return own;
        }

        // Without its own link to the repository a folder in the workspace is no tree: git would take the workspace's.
        string root = RootOf(tree);
        if (TopOf(tree) is not { } top || TreeRegistrations.GitFolderOf(top) is null || !Directory.Exists(root))
        {
            Forget(root);
            return null;
        }

        return _trees.GetOrAdd(root, path => new Lazy<AttemptPlace>(() => open(WorkspaceRoot.Open(path)))).Value;
    }

    /// <summary>Where the attempt of a ticket works that is under way; null when it has none, or its tree is gone.</summary>
    public AttemptPlace? Find(TrackState state, string ticketId, int attempt) =>
        state.Tickets.GetValueOrDefault(ticketId)?.Attempt is { } current && current.Number == attempt ? Find(current.Tree) : null;

    /// <summary>Where the files stand that a ticket has changed; null when that tree is gone.</summary>
    public AttemptPlace? OfFiles(TicketState ticket) => Find(ticket.FilesTree);

    /// <summary>A working tree as what is recorded names it.</summary>
    public WorkingTree NameOf(TicketTree tree, string baseCommit) =>
        new(Path.GetRelativePath(own.Environment.Tools.Root.FullPath, tree.Root).Replace(Path.DirectorySeparatorChar, '/'), tree.Branch, baseCommit);

    /// <summary>Lets go of the code of a tree in which nobody works any more; what asks for it again has it read again.</summary>
    public Task RestAsync(WorkingTree tree) =>
        _trees.TryGetValue(RootOf(tree), out Lazy<AttemptPlace>? place) && place is { IsValueCreated: true, Value.Code: { } code } ? code.LetGoAsync() : Task.CompletedTask;

    /// <summary>Lets go of what is kept of a tree, which is about to go or is gone.</summary>
    /// <returns>Ends when nothing of it is held open any more.</returns>
    public Task ForgetAsync(WorkingTree tree)
    {
        Forget(RootOf(tree));
        return Task.WhenAll(_closing.Keys);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (string root in _trees.Keys)
        {
            Forget(root);
        }

        await Task.WhenAll(_closing.Keys);
    }

    private void Forget(string root)
    {
        if (_trees.TryRemove(root, out Lazy<AttemptPlace>? place) && place.IsValueCreated)
        {
            Task closing = place.Value.DisposeAsync().AsTask();
            _closing[closing] = true;
            _ = closing.ContinueWith(ended => _closing.TryRemove(ended, out _), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    private string RootOf(WorkingTree tree) => Path.GetFullPath(tree.Folder, own.Environment.Tools.Root.FullPath);

    /// <summary>The top of a tree; the workspace may be a folder in it. Null for what is none of ours.</summary>
    private string? TopOf(WorkingTree tree)
    {
        string trees = Path.Combine(new WorkspaceFolder(own.Environment.Tools.Root.FullPath).Folder, "worktrees") + Path.DirectorySeparatorChar;
        string root = RootOf(tree);
        return root.StartsWith(trees, StringComparison.Ordinal) && root.Length > trees.Length ? trees + root[trees.Length..].Split(Path.DirectorySeparatorChar)[0] : null;
    }
}
