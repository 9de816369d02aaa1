using Conductor.Core.Tickets;
using Conductor.Server.Storage;
using Conductor.Server.Tests.Rpc;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Conductor.Server.Tests.Storage;

public sealed class PayloadTests : IDisposable
{
    private const string Track = "track";

    private readonly TestWorkspace _folder = new();

    private string File => _folder.At("conductor.db");

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> LongTexts =>
    [
        new string('a', Payloads.MostInEvent + 1),
        new string('ä', (Payloads.MostInEvent / 2) + 1),
        new string('語', (Payloads.MostInEvent / 3) + 1),
        string.Concat(Enumerable.Repeat("line \"quoted\" \\ \0 \u2028 😀\r\n", 4_000)),
    ];

    [Theory]
    [MemberData(nameof(LongTexts))]
    public async Task A_long_text_is_kept_beside_its_event_and_reads_back_as_it_was(string text)
    {
        await using var journal = new Journal(File);

        await AppendAsync(journal, Finished("1", text));

        Assert.Equal(text, Assert.IsType<TrackEvent.ToolFinished>(Assert.Single(journal.Read(Track)).Event).Result);
        Assert.Equal((1L, 2L), (Scalar("select count(*) from payloads"), Scalar("select version from events")));
        Assert.True(Scalar("select length(body) from events") < 1_000);
    }

    [Fact]
    public async Task A_text_of_64_KiB_stays_in_its_event_which_older_versions_can_read()
    {
        await using var journal = new Journal(File);

        await AppendAsync(journal, Finished("1", new string('a', Payloads.MostInEvent)));

        Assert.Equal((0L, 1L), (Scalar("select count(*) from payloads"), Scalar("select version from events")));
    }

    [Fact]
    public async Task The_same_text_in_many_events_is_stored_once()
    {
        string text = new('x', 200_000);
        await using var journal = new Journal(File);

        await AppendAsync(journal, Finished("1", text), new TrackEvent.FileChanged("A", 1, "2", "a.txt", text));
        await AppendAsync(journal, Finished("3", text));

        Assert.Equal(1L, Scalar("select count(*) from payloads"));
        Assert.Equal([text, text], journal.Read(Track).Select(entry => entry.Event).OfType<TrackEvent.ToolFinished>().Select(finished => finished.Result));
    }

    [Fact]
    public async Task A_short_text_that_looks_like_a_reference_is_a_text()
    {
        const string Text = """{"$payload":"abc"}""";
        await using var journal = new Journal(File);

        await AppendAsync(journal, Finished("1", Text), Finished("2", Text + new string(' ', Payloads.MostInEvent)));

        Assert.Equal([Text, Text], journal.Read(Track).Select(entry => ((TrackEvent.ToolFinished)entry.Event).Result.TrimEnd()));
    }

    [Fact]
    public async Task A_text_that_is_missing_is_said_with_what_to_do()
    {
        await using var journal = new Journal(File);
        await AppendAsync(journal, Finished("1", new string('x', 100_000)));
        Scalar("delete from payloads returning 1");

        JournalException told = Assert.Throws<JournalException>(() => journal.Read(Track).ToArray());

        Assert.Contains("backup", told.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_journal_without_payloads_gets_them_with_its_next_event()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(File) ?? "");
        Execute(await System.IO.File.ReadAllTextAsync(RepositoryFiles.PathOf("tests/Conductor.Server.Tests/Storage/Journals/v1/whole-track.sql"), TestContext.Current.CancellationToken));
        await using var journal = new Journal(File);
        int before = journal.Read(trackId: null).Count();

        await AppendAsync(journal, Finished("1", new string('x', 100_000)));

        Assert.Equal(before + 1, journal.Read(trackId: null).Count());
        Assert.Equal((1L, 2L), (Scalar("select count(*) from payloads"), Scalar("pragma user_version")));
    }

    private static TrackEvent.ToolFinished Finished(string callId, string result) => new("A", 1, callId, result, Failed: false, ExitCode: null);

    private static async Task AppendAsync(Journal journal, params TrackEvent[] events) =>
        await journal.AppendAsync([.. events.Select(happened => new JournalEntry(0, Track, DateTimeOffset.UnixEpoch, happened))]);

    private long Scalar(string sql) => (long)(Connected(sql, command => command.ExecuteScalar()) ?? 0L);

    private void Execute(string sql) => Connected(sql, command => command.ExecuteNonQuery());

    private T Connected<T>(string sql, Func<SqliteCommand, T> use)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = File, Pooling = false }.ToString());
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // The text is a file of this repository or a constant of this one.
        command.CommandText = sql;
#pragma warning restore CA2100
        return use(command);
    }
}
