using Conductor.Core.Tickets;
using Conductor.Server.Storage;

namespace Conductor.CrashHost.Host;

/// <summary>A journal with a point right before and right after each append.</summary>
internal sealed class WatchedJournal(IJournal inner, KillSwitch kill) : IJournal
{
    private static readonly TimeSpan Hold = TimeSpan.FromMilliseconds(150);

    public async Task<IReadOnlyList<JournalEntry>> AppendAsync(IReadOnlyList<JournalEntry> entries)
    {
        // What only goes along with something else does not name the batch, unless it stands alone.
        string[] names = [.. entries.Select(entry => entry.Event).OrderBy(GoesAlong).Select(EventLabel.Of)];
        if (kill.IsDueAt("before append", names))
        {
            // What does not wait for its record, though it should, gets the time to happen and to show.
            await Task.Delay(Hold);
        }

        kill.Pass("before append", names);
        IReadOnlyList<JournalEntry> appended = await inner.AppendAsync(entries);
        kill.Pass("after append", names);
        return appended;
    }

    private static bool GoesAlong(TrackEvent happened) => happened is TrackEvent.TreeRecorded or TrackEvent.FileChanged or TrackEvent.FilesChanged;

    public IEnumerable<JournalEntry> Read(string? trackId, long after = 0) => inner.Read(trackId, after);
}
