using System.Threading.Channels;

namespace Conductor.Server.Storage;

/// <summary>
/// The append-only record of what happened in a workspace. One writer task serves every track: it takes all batches that wait, commits
/// them in one transaction, and only then answers, so an acknowledged event is durable. Thread-safe.
/// </summary>
public sealed class Journal : IJournal, IAsyncDisposable
{
    private readonly Channel<Batch> _batches = Channel.CreateUnbounded<Batch>(new UnboundedChannelOptions { SingleReader = true });
    private readonly string _path;
    private readonly Func<string, JournalFile> _open;
    private readonly Task _writer;

    // True once the file has been there: then it is not made anew, which would begin a history without its beginning.
    private volatile bool _isKnown;

    /// <summary>The journal of this file; created with the first append, not before.</summary>
    public Journal(string path)
        : this(path, file => JournalFile.OpenForWriting(file))
    {
    }

    /// <summary>The same, with a file opened for writing by others; for tests of what a disk can do.</summary>
    internal Journal(string path, Func<string, JournalFile> open)
    {
        _path = path;
        _open = open;
        _writer = Task.Run(WriteAsync);
    }

    /// <summary>Appends events together, or not at all; durable when the task ends.</summary>
    /// <returns>The entries with their sequence numbers.</returns>
    /// <exception cref="JournalException">The file cannot be written; nothing of the batch is kept.</exception>
    public Task<IReadOnlyList<JournalEntry>> AppendAsync(IReadOnlyList<JournalEntry> entries)
    {
        var batch = new Batch(entries, new TaskCompletionSource<IReadOnlyList<JournalEntry>>(TaskCreationOptions.RunContinuationsAsynchronously));
        return _batches.Writer.TryWrite(batch)
            ? batch.Appended.Task
            : Task.FromException<IReadOnlyList<JournalEntry>>(new JournalException("The journal is closed."));
    }

    /// <summary>
    /// Entries after a sequence number, of one track or (null) of all; empty when there is no journal yet. They are read while they are
    /// enumerated, on a connection of their own.
    /// </summary>
    /// <exception cref="JournalException">The file cannot be read, or is gone.</exception>
    public IEnumerable<JournalEntry> Read(string? trackId, long after = 0)
    {
        using JournalFile? file = ForReading();
        foreach (JournalEntry entry in file?.Read(after, trackId) ?? [])
        {
            yield return entry;
        }
    }

    /// <summary>Ids of every track the journal knows, oldest first.</summary>
    public IReadOnlyList<string> TrackIds()
    {
        using JournalFile? file = ForReading();
        return file?.TrackIds() ?? [];
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _batches.Writer.TryComplete();
        await _writer.ConfigureAwait(false);
    }

    /// <summary>Null when there is none yet.</summary>
    private JournalFile? ForReading()
    {
        if (File.Exists(_path))
        {
            JournalFile file = JournalFile.OpenForReading(_path);
            _isKnown = true;
            if (file.HasEvents)
            {
                return file;
            }

            file.Dispose();
            return null;
        }

        return _isKnown ? throw JournalTrouble.Gone(_path) : null;
    }

    private async Task WriteAsync()
    {
        JournalFile? file = null;
        try
        {
            var waiting = new List<Batch>();
            while (await _batches.Reader.WaitToReadAsync())
            {
                waiting.Clear();
                while (_batches.Reader.TryRead(out Batch? batch))
                {
                    waiting.Add(batch);
                }

                file = Commit(file, waiting);
            }
        }
        finally
        {
            file?.Dispose();
        }
    }

    /// <summary>The one catch of the writer: a failed commit is every waiting appender's exception, and the next one opens the file afresh.</summary>
    private JournalFile? Commit(JournalFile? file, List<Batch> waiting)
    {
        try
        {
            file ??= _isKnown && !File.Exists(_path) ? throw JournalTrouble.Gone(_path) : _open(_path);
            _isKnown = true;
            List<JournalEntry> appended = file.Append(waiting.SelectMany(batch => batch.Entries));
            int start = 0;
            foreach (Batch batch in waiting)
            {
                batch.Appended.SetResult(appended.GetRange(start, batch.Entries.Count));
                start += batch.Entries.Count;
            }

            return file;
        }
        catch (Exception failure)
        {
            JournalException told = JournalTrouble.Of(_path, failure);
            foreach (Batch batch in waiting)
            {
                batch.Appended.SetException(told);
            }

            file?.Dispose();
            return null;
        }
    }

    private sealed record Batch(IReadOnlyList<JournalEntry> Entries, TaskCompletionSource<IReadOnlyList<JournalEntry>> Appended);
}
