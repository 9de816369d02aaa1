using Conductor.Core.Tests.Engine;
using Conductor.Core.Tickets;
using Conductor.Server.Storage;
using Microsoft.Data.Sqlite;

namespace Conductor.Server.Tests.Storage;

/// <summary>Writes today's golden journal: simulated tracks that have every kind of event between them, and a long text.</summary>
internal static class GoldenJournalWriter
{
    private const int MostTracks = 1_000;

    /// <summary>Fills a journal and gives it as SQL text.</summary>
    /// <param name="path">A file that is not there yet.</param>
    public static async Task<string> WriteAsync(string path)
    {
        var missing = SampleValues.KindsOf(typeof(TrackEvent)).Select(kind => kind.Name).ToHashSet(StringComparer.Ordinal);
        await using (var journal = new Journal(path))
        {
            for (int seed = 0; seed < MostTracks && missing.Count > 0; seed++)
            {
                IReadOnlyList<TrackEvent> history = [.. new TrackSimulator(seed).Run().History];
                if (missing.Overlaps(history.Select(happened => happened.GetType().Name)))
                {
                    missing.ExceptWith(history.Select(happened => happened.GetType().Name));
                    await journal.AppendAsync([.. history.Select(happened => Entry($"track-{seed}", happened))]);
                }
            }

            await journal.AppendAsync([Entry("track-0", new TrackEvent.ToolFinished("A", 1, "long", new string('x', Payloads.MostInEvent + 1), Failed: false, ExitCode: null))]);
        }

        return Dump(path);
    }

    private static JournalEntry Entry(string trackId, TrackEvent happened) => new(0, trackId, DateTimeOffset.UnixEpoch, happened);

    private static string Dump(string path)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        connection.Open();
        IEnumerable<string> statements = Texts(connection, "select sql || ';' from sqlite_master where sql is not null and name <> 'sqlite_sequence'")
            .Concat(Texts(connection, "select 'insert into events values(' || sequence || ',' || quote(track) || ',' || quote(at) || ',' || version || ',' || quote(kind) || ',' || quote(body) || ');' from events order by sequence"))
            .Concat(Texts(connection, "select 'insert into payloads values(' || quote(hash) || ',' || quote(body) || ');' from payloads"))
            .Concat(Texts(connection, "select 'pragma user_version = ' || user_version || ';' from pragma_user_version"));
        return string.Join('\n', (IEnumerable<string>)["begin transaction;", .. statements, "commit;", ""]);
    }

    private static List<string> Texts(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // The text is a constant of this file.
        command.CommandText = sql;
#pragma warning restore CA2100
        using SqliteDataReader reader = command.ExecuteReader();
        var texts = new List<string>();
        while (reader.Read())
        {
            texts.Add(reader.GetString(0));
        }

        return texts;
    }
}
