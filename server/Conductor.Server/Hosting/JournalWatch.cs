using Conductor.Server.Storage;

namespace Conductor.Server.Hosting;

/// <summary>
/// Tells when another process may have recorded something, so that what it does is seen while it does it. What is told may be of this
/// process's own making, or nothing. Thread-safe.
/// </summary>
internal sealed class JournalWatch : IDisposable
{
    private readonly FileSystemWatcher _watcher;

    private JournalWatch(WorkspaceFolder folder, Action changed)
    {
        // Appends go to the log beside the file, which is there while a process has the journal open.
        _watcher = new FileSystemWatcher(folder.Folder, $"{Path.GetFileName(folder.Journal)}*")
        {
            NotifyFilter = NotifyFilters.LastWrite | NotifyFilters.Size | NotifyFilters.FileName,
        };
        _watcher.Changed += (_, _) => changed();
        _watcher.Created += (_, _) => changed();
        _watcher.Deleted += (_, _) => changed();
        _watcher.Error += (_, _) => changed();
        _watcher.EnableRaisingEvents = true;
    }

    /// <summary>Begins to watch; null where that cannot be done, with the reason in the log.</summary>
    /// <param name="changed">Called on any thread, often.</param>
    public static JournalWatch? TryStart(WorkspaceFolder folder, Action changed, Action<string> log)
    {
        try
        {
            return Directory.Exists(folder.Folder) ? new JournalWatch(folder, changed) : null;
        }
        catch (Exception failure) when (failure is IOException or ArgumentException or UnauthorizedAccessException)
        {
            log($"What another process records in {folder.Folder} is not seen by itself: {failure.Message} It is read with the next command.");
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _watcher.Dispose();
}
