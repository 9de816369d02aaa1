using System.Threading.Channels;
using Conductor.Core.Tickets;
using Conductor.Server.Hosting;
using Conductor.Server.Storage;
using Conductor.Server.Tests.Rpc;
using Xunit;

namespace Conductor.Server.Tests.Hosting;

public sealed class JournalWatchTests : IDisposable
{
    private readonly TestWorkspace _folder = new();
    private readonly Channel<string> _told = Channel.CreateUnbounded<string>();

    public void Dispose() => _folder.Dispose();

    private WorkspaceFolder Folder => new(_folder.Root);

    [Fact]
    public async Task Tracks_that_others_record_are_told_and_then_it_is_quiet()
    {
        await AppendAsync("first");
        await using JournalWatch watch = Start();
        await QuietAsync(watch);

        for (int time = 0; time < 5; time++)
        {
            await AppendAsync("second");
            Assert.Equal("second", await NextAsync());
        }

        await QuietAsync(watch);
        Assert.False(_told.Reader.TryRead(out _));
    }

    [Fact]
    public async Task A_journal_that_comes_or_is_put_in_anothers_place_is_looked_at_from_its_beginning()
    {
        Folder.Create();
        await using JournalWatch watch = Start();
        await AppendAsync("first");
        Assert.Equal("first", await NextAsync());

        File.Move(Folder.Journal, $"{Folder.Journal}.away");
        await AppendAsync("restored");

        // A look that was under way while the file was moved may tell of the first one once more, which does no harm.
        string told = await NextAsync();
        Assert.Equal("restored", told == "first" ? await NextAsync() : told);
    }

    [Fact]
    public void A_folder_that_is_not_there_yet_is_not_watched() => Assert.Null(JournalWatch.TryStart(Folder, _ => { }, _ => { }));

    private JournalWatch Start() =>
        JournalWatch.TryStart(Folder, tracks => tracks.ToList().ForEach(track => _told.Writer.TryWrite(track)), _ => { }) ?? throw new InvalidOperationException("It cannot be watched.");

    /// <summary>Another process's writer: it opens the journal, appends, and closes it again.</summary>
    private async Task AppendAsync(string trackId)
    {
        Folder.Create();
        await using var journal = new Journal(Folder.Journal);
        await journal.AppendAsync([new JournalEntry(0, trackId, DateTimeOffset.UnixEpoch, new TrackEvent.RunResumed())]);
    }

    private async Task<string> NextAsync() => await _told.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Notifications.Limit);

    /// <summary>Waits for a while in which it asks nothing; one that hears itself never has one.</summary>
    private static async Task QuietAsync(JournalWatch watch)
    {
        using var limit = new CancellationTokenSource(Notifications.Limit);
        int before;
        do
        {
            limit.Token.ThrowIfCancellationRequested();
            before = watch.Looks;
            for (int turn = 0; turn < 200_000; turn++)
            {
                await Task.Yield();
            }
        }
        while (watch.Looks != before);
    }
}
