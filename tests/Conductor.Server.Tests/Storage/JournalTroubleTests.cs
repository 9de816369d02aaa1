using Conductor.Core.Tickets;
using Conductor.Server.Storage;
using Conductor.Server.Tests.Rpc;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Conductor.Server.Tests.Storage;

/// <summary>What a disk, another program or a person can do to the journal's file.</summary>
public sealed class JournalTroubleTests : IDisposable
{
    private const string Track = "track";

    private readonly TestWorkspace _folder = new();

    private string JournalPath => _folder.At("conductor.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_full_disk_is_said_and_keeps_nothing_of_the_batch_and_with_space_it_goes_on()
    {
        string quota = "pragma max_page_count = 20";
        await using var journal = new Journal(JournalPath, path => JournalFile.OpenForWriting(path).With(quota));
        await AppendAsync(journal, 1);

        JournalException told = await Assert.ThrowsAsync<JournalException>(() => AppendAsync(journal, 2, text: new string('x', 500_000)));
        Assert.Contains("disk is full", told.Message, StringComparison.Ordinal);
        Assert.Equal([1], Read(journal));

        quota = "pragma max_page_count = 10000";
        await AppendAsync(journal, 3);
        Assert.Equal([1, 3], Read(journal));
    }

    [Fact]
    public async Task A_read_only_journal_is_said_and_can_still_be_read()
    {
        await WriteAsync(1);
        await using var journal = new Journal(JournalPath, path => JournalFile.OpenForWriting(path).With("pragma query_only = 1"));

        JournalException told = await Assert.ThrowsAsync<JournalException>(() => AppendAsync(journal, 2));

        Assert.Contains("read-only", told.Message, StringComparison.Ordinal);
        Assert.Equal([1], Read(journal));
    }

    [Fact]
    public async Task A_journal_that_another_program_has_locked_is_said_and_goes_on_when_it_lets_go()
    {
        await WriteAsync(1);
        await using var journal = new Journal(JournalPath, path => JournalFile.OpenForWriting(path, mostSecondsLocked: 1));
        using (SqliteConnection other = Connect())
        {
            Execute(other, "begin immediate");

            JournalException told = await Assert.ThrowsAsync<JournalException>(() => AppendAsync(journal, 2));

            Assert.Contains("locked by another program", told.Message, StringComparison.Ordinal);
            Assert.Equal([1], Read(journal));
        }

        await AppendAsync(journal, 3);
        Assert.Equal([1, 3], Read(journal));
    }

    [Fact]
    public async Task A_damaged_page_is_said_with_what_to_do_and_nothing_is_written_over_it()
    {
        await WriteAsync([.. Enumerable.Range(1, 400)]);
        byte[] content = await File.ReadAllBytesAsync(JournalPath, TestContext.Current.CancellationToken);
        content.AsSpan(8 * 4096, 4 * 4096).Fill(0xAB);
        await File.WriteAllBytesAsync(JournalPath, content, TestContext.Current.CancellationToken);
        await using var journal = new Journal(JournalPath);

        JournalException told = Assert.Throws<JournalException>(() => Read(journal));

        Assert.Contains("damaged", told.Message, StringComparison.Ordinal);
        Assert.Contains("backup", told.Message, StringComparison.Ordinal);
        Assert.Equal(content, await File.ReadAllBytesAsync(JournalPath, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Whatever_is_left_of_a_torn_log_the_journal_opens_with_the_first_events_whole()
    {
        using var torn = new TestWorkspace();
        (byte[] file, byte[] log) = await CopyWhileOpenAsync();
        int most = 0;
        for (int left = 0; left <= log.Length; left += log.Length / 24)
        {
            await File.WriteAllBytesAsync(torn.At("conductor.db"), file, TestContext.Current.CancellationToken);
            await File.WriteAllBytesAsync(torn.At("conductor.db-wal"), log[..left], TestContext.Current.CancellationToken);
            await using var journal = new Journal(torn.At("conductor.db"));

            int[] kept = Read(journal);
            await AppendAsync(journal, 1_000);

            Assert.Equal(Enumerable.Range(1, kept.Length), kept);
            Assert.Equal([.. kept, 1_000], Read(journal));
            most = Math.Max(most, kept.Length);
            File.Delete(torn.At("conductor.db-wal"));
        }

        Assert.InRange(most, 25, 30);
    }

    [Fact]
    public async Task A_journal_that_was_deleted_while_in_use_is_said_and_not_begun_anew()
    {
        await using var journal = new Journal(JournalPath);
        await AppendAsync(journal, 1);
        File.Delete(JournalPath);

        JournalException first = await Assert.ThrowsAsync<JournalException>(() => AppendAsync(journal, 2));
        JournalException second = await Assert.ThrowsAsync<JournalException>(() => AppendAsync(journal, 3));

        Assert.Contains("no longer there", first.Message, StringComparison.Ordinal);
        Assert.Equal(first.Message, second.Message);
        Assert.False(File.Exists(JournalPath));
        Assert.Throws<JournalException>(() => Read(journal));
    }

    [Fact]
    public async Task A_journal_that_is_put_back_goes_on()
    {
        await using var journal = new Journal(JournalPath);
        await AppendAsync(journal, 1);
        File.Move(JournalPath, _folder.At("elsewhere.db"));
        await Assert.ThrowsAsync<JournalException>(() => AppendAsync(journal, 2));

        File.Move(_folder.At("elsewhere.db"), JournalPath);
        await AppendAsync(journal, 3);

        Assert.Equal([1, 3], Read(journal));
    }

    /// <summary>The files as they stand while the journal is open, as a power cut would leave them.</summary>
    private async Task<(byte[] File, byte[] Log)> CopyWhileOpenAsync()
    {
        await using var journal = new Journal(JournalPath);
        foreach (int number in Enumerable.Range(1, 30))
        {
            await AppendAsync(journal, number, text: new string('x', 2_000));
        }

        return (await File.ReadAllBytesAsync(JournalPath), await File.ReadAllBytesAsync($"{JournalPath}-wal"));
    }

    private async Task WriteAsync(params int[] numbers)
    {
        await using var journal = new Journal(JournalPath);
        foreach (int number in numbers)
        {
            await AppendAsync(journal, number);
        }
    }

    private static async Task AppendAsync(Journal journal, int number, string text = "") =>
        await journal.AppendAsync([new JournalEntry(0, Track, DateTimeOffset.UnixEpoch, new TrackEvent.MessageSent("A", number, text))]);

    private static int[] Read(Journal journal) => [.. journal.Read(Track).Select(entry => ((TrackEvent.MessageSent)entry.Event).Attempt)];

    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = JournalPath, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // The text is a constant of this file.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
