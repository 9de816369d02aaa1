using System.Diagnostics;
using System.Globalization;
using Conductor.Core.Tickets;
using Conductor.Server.Storage;
using Microsoft.Data.Sqlite;

namespace Conductor.Benchmarks;

/// <summary>What durability costs: appends against bare SQLite doing the same transactions, and coming back with a long journal.</summary>
internal static class JournalBenchmark
{
    private const int Events = 100_000;
    private const int Tracks = 10;

    /// <summary>Runs it.</summary>
    public static async Task<BenchmarkResult> RunAsync(BenchmarkOptions options, CancellationToken cancellationToken)
    {
        string folder = Directory.CreateTempSubdirectory("conductor-bench-").FullName;
        try
        {
            TrackEvent[] events = [.. SyntheticHistory.Of("track", 40).Take(options.Repeat(full: 1_000, quick: 200))];
            List<Figure> figures = [.. await AppendAsync(folder, events, options.Repeat(full: 7, quick: 3), cancellationToken)];
            figures.AddRange(await RecoveryBenchmark.RunAsync(Path.Combine(folder, "recovered"), await FillAsync(Path.Combine(folder, "recovered")), options, cancellationToken));
            return new BenchmarkResult(
                "journal",
                "Single events one after the other, each durable before the next, against bare SQLite inserting the same rows in as many transactions, in turn; then eight appenders at once. A sidecar that opens a workspace with 100,000 events, against one with none.",
                figures);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<IReadOnlyList<Figure>> AppendAsync(string folder, TrackEvent[] events, int times, CancellationToken cancellationToken)
    {
        var bare = new List<double>();
        var ours = new List<double>();
        var together = new List<double>();
        for (int time = 0; time < times; time++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            bare.Add(Bare(Path.Combine(folder, $"bare-{time}.db"), events));
            ours.Add(await OursAsync(Path.Combine(folder, $"ours-{time}.db"), events, appenders: 1));
            together.Add(await OursAsync(Path.Combine(folder, $"together-{time}.db"), events, appenders: 8));
        }

        return
        [
            new Figure("appends of bare SQLite", Statistics.Median(bare), "/s"),
            new Figure("appends of the journal", Statistics.Median(ours), "/s"),
            new Figure("journal to bare SQLite", Statistics.Median([.. ours.Zip(bare, (mine, theirs) => mine / theirs)]), "x", Target.AtLeast(0.8)),
            new Figure("appends of the journal, eight at once", Statistics.Median(together), "/s"),
        ];
    }

    /// <returns>Transactions per second.</returns>
    private static double Bare(string path, TrackEvent[] events)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        connection.Open();
        Execute(connection, "pragma journal_mode = wal; pragma synchronous = full; create table events (sequence integer primary key autoincrement, track text not null, at text not null, version integer not null, kind text not null, body text not null); create index events_by_track on events (track, sequence)");
        string[] bodies = [.. events.Select(EventJson.Write)];
        long start = Stopwatch.GetTimestamp();
        for (int index = 0; index < events.Length; index++)
        {
            using SqliteTransaction transaction = connection.BeginTransaction();
            using SqliteCommand insert = connection.CreateCommand();
            insert.Transaction = transaction;
            insert.CommandText = "insert into events (track, at, version, kind, body) values ($track, $at, 1, $kind, $body)";
            insert.Parameters.AddWithValue("$track", "track");
            insert.Parameters.AddWithValue("$at", DateTimeOffset.UnixEpoch.ToString("O", CultureInfo.InvariantCulture));
            insert.Parameters.AddWithValue("$kind", events[index].GetType().Name);
            insert.Parameters.AddWithValue("$body", bodies[index]);
            insert.ExecuteNonQuery();
            transaction.Commit();
        }

        return events.Length / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <returns>Events per second.</returns>
    private static async Task<double> OursAsync(string path, TrackEvent[] events, int appenders)
    {
        await using var journal = new Journal(path);
        await journal.AppendAsync([Entry("track", events[0])]);
        long start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, appenders).Select(async appender =>
        {
            for (int index = appender; index < events.Length; index += appenders)
            {
                await journal.AppendAsync([Entry("track", events[index])]).ConfigureAwait(false);
            }
        }));
        return events.Length / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <returns>How many events the workspace's journal has.</returns>
    private static async Task<int> FillAsync(string root)
    {
        Directory.CreateDirectory(root);
        var folder = new WorkspaceFolder(root);
        folder.Create();
        await using var journal = new Journal(folder.Journal);
        int written = 0;
        int tickets = Events / Tracks / (SyntheticHistory.Of("track", 1).Count() - 2);
        for (int track = 0; track < Tracks; track++)
        {
            string trackId = string.Create(CultureInfo.InvariantCulture, $"track-{track}");
            JournalEntry[] entries = [.. SyntheticHistory.Of(trackId, tickets + 1).Select(happened => Entry(trackId, happened))];
            await journal.AppendAsync(entries);
            written += entries.Length;
        }

        return written;
    }

    private static JournalEntry Entry(string trackId, TrackEvent happened) => new(0, trackId, DateTimeOffset.UnixEpoch, happened);

    private static void Execute(SqliteConnection connection, string text)
    {
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // The text is a constant of this file.
        command.CommandText = text;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
