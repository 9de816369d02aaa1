using Conductor.Server.Storage;

namespace Conductor.CrashHost.Host;

/// <summary>A journal with a point right before and right after each append.</summary>
internal sealed class WatchedJournal(IJournal inner, KillSwitch kill) : IJournal
{
    public async Task<IReadOnlyList<JournalEntry>> AppendAsync(IReadOnlyList<JournalEntry> entries)
    {
        string[] names = [.. entries.Select(entry => EventLabel.Of(entry.Event))];
        kill.Pass("before append", names);
        IReadOnlyList<JournalEntry> appended = await inner.AppendAsync(entries);
        kill.Pass("after append", names);
        return appended;
    }

    public IReadOnlyList<JournalEntry> Read(string? trackId, long after = 0) => inner.Read(trackId, after);
}
