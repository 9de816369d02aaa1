using System.Globalization;
using Conductor.Core.Tickets;
using Microsoft.Data.Sqlite;

namespace Conductor.Server.Storage;

/// <summary>The journal's SQLite file: schema, append, read. Write-ahead log, every commit flushed. Not thread-safe: one thread at a time.</summary>
internal sealed class JournalFile : IDisposable
{
    private const int SchemaVersion = 1;

    private const string Schema = """
        create table if not exists events (
            sequence integer primary key autoincrement,
            track text not null,
            at text not null,
            version integer not null,
            kind text not null,
            body text not null
        );
        create index if not exists events_by_track on events (track, sequence);
        """;

    private readonly SqliteConnection _connection;

    private JournalFile(SqliteConnection connection) => _connection = connection;

    /// <summary>Opens the file for writing, creating it when it is not there.</summary>
    /// <exception cref="JournalException">It is damaged, locked, or of a newer version.</exception>
    public static JournalFile OpenForWriting(string path) => Open(path, SqliteOpenMode.ReadWriteCreate, """
        pragma journal_mode = wal;
        pragma synchronous = full;
        pragma busy_timeout = 5000;
        """);

    /// <summary>Opens an existing file for reading, beside a writer of any process.</summary>
    /// <exception cref="JournalException">It is damaged or of a newer version.</exception>
    public static JournalFile OpenForReading(string path) => Open(path, SqliteOpenMode.ReadWrite, "pragma query_only = 1; pragma busy_timeout = 5000;");

    /// <summary>Appends in one transaction; durable when it returns.</summary>
    /// <returns>The entries with their sequence numbers.</returns>
    public List<JournalEntry> Append(IEnumerable<JournalEntry> entries)
    {
        var appended = new List<JournalEntry>();
        using SqliteTransaction transaction = _connection.BeginTransaction();
        using SqliteCommand insert = _connection.CreateCommand();
        insert.Transaction = transaction;
        insert.CommandText = "insert into events (track, at, version, kind, body) values ($track, $at, $version, $kind, $body) returning sequence";
        SqliteParameter track = insert.Parameters.Add("$track", SqliteType.Text);
        SqliteParameter at = insert.Parameters.Add("$at", SqliteType.Text);
        insert.Parameters.AddWithValue("$version", EventJson.Version);
        SqliteParameter kind = insert.Parameters.Add("$kind", SqliteType.Text);
        SqliteParameter body = insert.Parameters.Add("$body", SqliteType.Text);
        insert.Prepare();
        foreach (JournalEntry entry in entries)
        {
            track.Value = entry.TrackId;
            at.Value = entry.At.ToString("O", CultureInfo.InvariantCulture);
            kind.Value = entry.Event.GetType().Name;
            body.Value = EventJson.Write(entry.Event);
            long sequence = (long)(insert.ExecuteScalar() ?? throw new JournalException("SQLite gave no sequence number for an appended event."));
            appended.Add(entry with { Sequence = sequence });
        }

        transaction.Commit();
        return appended;
    }

    /// <summary>Entries after a sequence number, in order; of one track or (null) of all.</summary>
    public IEnumerable<JournalEntry> Read(long after, string? trackId)
    {
        using SqliteCommand select = _connection.CreateCommand();
        select.CommandText = "select sequence, track, at, version, body from events where sequence > $after and ($track is null or track = $track) order by sequence";
        select.Parameters.AddWithValue("$after", after);
        select.Parameters.AddWithValue("$track", (object?)trackId ?? DBNull.Value);
        using SqliteDataReader reader = select.ExecuteReader();
        while (reader.Read())
        {
            TrackEvent happened = EventJson.Read(reader.GetString(4), reader.GetInt32(3));
            var at = DateTimeOffset.Parse(reader.GetString(2), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);
            yield return new JournalEntry(reader.GetInt64(0), reader.GetString(1), at, happened);
        }
    }

    /// <summary>Ids of every track the journal knows, in the order they first appeared.</summary>
    public List<string> TrackIds()
    {
        using SqliteCommand select = _connection.CreateCommand();
        select.CommandText = "select track from events group by track order by min(sequence)";
        using SqliteDataReader reader = select.ExecuteReader();
        var ids = new List<string>();
        while (reader.Read())
        {
            ids.Add(reader.GetString(0));
        }

        return ids;
    }

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    private static JournalFile Open(string path, SqliteOpenMode mode, string pragmas)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false }.ToString());
        try
        {
            connection.Open();
            Execute(connection, pragmas);
            CheckVersion(connection, create: mode == SqliteOpenMode.ReadWriteCreate);
            return new JournalFile(connection);
        }
        catch (SqliteException failure)
        {
            connection.Dispose();
            throw new JournalException($"The journal {path} cannot be opened: {failure.Message}. Close other programs that hold it, or restore it from a backup.", failure);
        }
        catch (JournalException)
        {
            connection.Dispose();
            throw;
        }
    }

    private static void CheckVersion(SqliteConnection connection, bool create)
    {
        using SqliteCommand read = connection.CreateCommand();
        read.CommandText = "pragma user_version";
        long version = (long)(read.ExecuteScalar() ?? 0L);
        if (version > SchemaVersion)
        {
            throw new JournalException($"The journal was written by a newer Conductor (schema {version}; this one knows {SchemaVersion}). Update Conductor.");
        }

        if (version < SchemaVersion && create)
        {
            Execute(connection, Schema + $"pragma user_version = {SchemaVersion};");
        }
    }

    private static void Execute(SqliteConnection connection, string text)
    {
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Every text given here is a constant of this file.
        command.CommandText = text;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
