using System.Threading.Channels;
using Conductor.Server.Storage;

namespace Conductor.Server.Hosting;

/// <summary>
/// Tells in which tracks something was recorded, by whichever process, so that what another one does is seen while it does it. Holds one
/// connection to the journal for as long as it lives: whoever closes the last one deletes the log, which would be an event of its own.
/// </summary>
internal sealed class JournalWatch : IAsyncDisposable
{
    // A commit is written to the log, which is heard, and only then made visible in memory, which is not: one more look comes after the last
    // that was heard.
    private static readonly TimeSpan Afterwards = TimeSpan.FromMilliseconds(200);

    private readonly FileSystemWatcher _watcher;
    private readonly Channel<bool> _signals = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
    private readonly string _path;
    private readonly Action<IReadOnlyList<string>> _recorded;
    private readonly Action<string> _log;
    private readonly Timer _again;
    private readonly Task _loop;

    // Touched only by the loop, all down to the next blank line.
    private JournalFile? _file;
    private long _version = -1;
    private long _last;
    private string? _told;

    // Set by the watcher's thread: another file may stand there now.
    private volatile bool _isReplaced;
    private volatile bool _isClosing;

    private JournalWatch(FileSystemWatcher watcher, WorkspaceFolder folder, Action<IReadOnlyList<string>> recorded, Action<string> log)
    {
        _watcher = watcher;
        _path = folder.Journal;
        _recorded = recorded;
        _log = log;
        _again = new Timer(_ => _signals.Writer.TryWrite(true));
        watcher.Changed += (_, _) => Signal();
        watcher.Created += (_, changed) => Replaced(changed.FullPath);
        watcher.Deleted += (_, changed) => Replaced(changed.FullPath);
        watcher.Renamed += (_, _) => Replaced(_path);
        watcher.Error += (_, _) => Signal();
        watcher.EnableRaisingEvents = true;
        Begin();
        Signal();
        _loop = Task.Run(LookAsync);
    }

    /// <summary>Begins to watch a folder; null where it is not there yet or cannot be watched, with the reason in the log.</summary>
    /// <param name="recorded">Given the ids of tracks that have new events, on one thread at a time; may throw a journal's exception.</param>
    public static JournalWatch? TryStart(WorkspaceFolder folder, Action<IReadOnlyList<string>> recorded, Action<string> log)
    {
        if (!Directory.Exists(folder.Folder))
        {
            return null;
        }

        FileSystemWatcher? watcher = null;
        try
        {
            // Appends go to the log beside the file, which is there while a process has the journal open.
            watcher = new FileSystemWatcher(folder.Folder, $"{Path.GetFileName(folder.Journal)}*")
            {
                NotifyFilter = NotifyFilters.LastWrite | NotifyFilters.Size | NotifyFilters.FileName,
            };
            return new JournalWatch(watcher, folder, recorded, log);
        }
        catch (Exception failure) when (failure is IOException or ArgumentException or UnauthorizedAccessException)
        {
            watcher?.Dispose();
            log($"What another process records in {folder.Folder} is not seen by itself: {failure.Message} It is read with the next command.");
            return null;
        }
    }

    /// <summary>How often it has asked the journal what is new. For tests: an idle workspace must not be looked at without end.</summary>
    internal int Looks { get; private set; }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _isClosing = true;
        _watcher.Dispose();
        await _again.DisposeAsync();
        _signals.Writer.TryComplete();
        await _loop;
        _file?.Dispose();
    }

    private void Replaced(string path)
    {
        _isReplaced |= path == _path;
        Signal();
    }

    private void Signal()
    {
        if (_isClosing)
        {
            return;
        }

        _signals.Writer.TryWrite(true);
        _again.Change(Afterwards, Timeout.InfiniteTimeSpan);
    }

    private async Task LookAsync()
    {
        await foreach (bool _ in _signals.Reader.ReadAllAsync())
        {
            Looks++;
            try
            {
                Look();
                _told = null;
            }
            catch (JournalException failure)
            {
                // It may only be that another process is just closing the journal; then nothing more will be heard of it.
                Close();
                _again.Change(Afterwards, Timeout.InfiniteTimeSpan);
                if (failure.Message != _told)
                {
                    _told = failure.Message;
                    _log($"What another process records is not seen just now: {failure.Message}");
                }
            }
        }
    }

    /// <summary>What is there before the watch is read by whoever opens the workspace.</summary>
    private void Begin()
    {
        try
        {
            if (File.Exists(_path))
            {
                _file = JournalFile.OpenForReading(_path);
                _file.TracksAfter(0, out _last);
            }
        }
        catch (JournalException)
        {
            // The first look says so; then all that is there is told.
            Close();
        }
    }

    private void Look()
    {
        if (_isReplaced)
        {
            _isReplaced = false;
            Close();
        }

        if (_file is null)
        {
            if (!File.Exists(_path))
            {
                return;
            }

            _file = JournalFile.OpenForReading(_path);
        }

        if (_file.DataVersion() is var version && version == _version)
        {
            return;
        }

        _version = version;
        if (_file.TracksAfter(_last, out long last) is { Count: > 0 } tracks)
        {
            _recorded(tracks);
        }

        _last = last;
    }

    /// <summary>Whatever stands there next is looked at from its beginning.</summary>
    private void Close()
    {
        _file?.Dispose();
        _file = null;
        _version = -1;
        _last = 0;
    }
}
