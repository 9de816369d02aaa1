using System.Globalization;
using System.Text;
using Conductor.Core.Tickets;
using Microsoft.Data.Sqlite;

namespace Conductor.Server.Storage;

/// <summary>The journal's SQLite file: schema, append, read. Write-ahead log, every commit flushed. Not thread-safe: one thread at a time.</summary>
internal sealed class JournalFile : IDisposable
{
    private const int SchemaVersion = 2;

    private const int MostSecondsLocked = 5;

    // Payloads are bytes, since a text of SQLite's ends at its first NUL.
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
        create table if not exists payloads (
            hash text primary key,
            body blob not null
        ) without rowid;
        """;

    private readonly SqliteConnection _connection;
    private readonly string _path;

    private JournalFile(SqliteConnection connection, string path)
    {
        _connection = connection;
        _path = path;
    }

    /// <summary>Opens the file for writing, creating it when it is not there.</summary>
    /// <param name="mostSecondsLocked">How long each statement waits for another program that has the file locked.</param>
    /// <exception cref="JournalException">It is damaged, locked, or of a newer version.</exception>
    public static JournalFile OpenForWriting(string path, int mostSecondsLocked = MostSecondsLocked) => Open(path, SqliteOpenMode.ReadWriteCreate, mostSecondsLocked, """
        pragma journal_mode = wal;
        pragma synchronous = full;
        """);

    /// <summary>Opens an existing file for reading, beside a writer of any process.</summary>
    /// <exception cref="JournalException">It is damaged or of a newer version.</exception>
    public static JournalFile OpenForReading(string path) => Open(path, SqliteOpenMode.ReadWrite, MostSecondsLocked, "pragma query_only = 1;");

    /// <summary>False for a file in which nothing was ever committed; then there is nothing to read.</summary>
    public bool HasEvents { get; private init; }

    /// <summary>Runs a statement on its connection; for tests of what a disk can do.</summary>
    internal JournalFile With(string statement)
    {
        Execute(_connection, statement);
        return this;
    }

    /// <summary>Appends in one transaction; durable when it returns.</summary>
    /// <returns>The entries with their sequence numbers.</returns>
    /// <exception cref="JournalException">Nothing is kept, and the file is not to be used any more.</exception>
    public List<JournalEntry> Append(IEnumerable<JournalEntry> entries)
    {
        try
        {
            // What is written into a file without a name is lost with the process, though SQLite sees nothing wrong with it.
            return File.Exists(_path) ? AppendAll(entries) : throw JournalTrouble.Gone(_path);
        }
        catch (SqliteException failure)
        {
            throw JournalTrouble.Of(_path, failure);
        }
    }

    /// <summary>Entries after a sequence number, in order; of one track or (null) of all. One reading at a time.</summary>
    /// <exception cref="JournalException">The file is damaged, or holds what this program does not know.</exception>
    public IEnumerable<JournalEntry> Read(long after, string? trackId)
    {
        using SqliteCommand payload = _connection.CreateCommand();
        payload.CommandText = "select body from payloads where hash = $hash";
        SqliteParameter hash = payload.Parameters.Add("$hash", SqliteType.Text);
        using SqliteCommand select = _connection.CreateCommand();
        select.CommandText = "select sequence, track, at, version, body from events where sequence > $after and ($track is null or track = $track) order by sequence";
        select.Parameters.AddWithValue("$after", after);
        select.Parameters.AddWithValue("$track", (object?)trackId ?? DBNull.Value);
        using SqliteDataReader reader = Guard(select.ExecuteReader);
        while (Guard(() => Next(reader, Payload)) is { } entry)
        {
            yield return entry;
        }

        string Payload(string wanted)
        {
            hash.Value = wanted;
            return payload.ExecuteScalar() is byte[] text ? Encoding.UTF8.GetString(text) : throw new JournalException($"The journal {_path} lacks a text that one of its events refers to ({wanted}). Put a backup in its place.");
        }
    }

    /// <summary>Ids of every track the journal knows, in the order they first appeared.</summary>
    /// <exception cref="JournalException">The file is damaged.</exception>
    public List<string> TrackIds() => Guard(() =>
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
    });

    /// <summary>Another number after each commit of any other connection, in whichever process.</summary>
    /// <exception cref="JournalException">The file is damaged.</exception>
    public long DataVersion() => Guard(() =>
    {
        using SqliteCommand select = _connection.CreateCommand();
        select.CommandText = "pragma data_version";
        return (long)(select.ExecuteScalar() ?? 0L);
    });

    /// <summary>Ids of the tracks that have events after a sequence number.</summary>
    /// <param name="last">The newest sequence number there is; the one given when there is none after it.</param>
    /// <exception cref="JournalException">The file is damaged.</exception>
    public List<string> TracksAfter(long after, out long last)
    {
        long newest = after;
        List<string> ids = Guard(() =>
        {
            var found = new List<string>();
            if (!IsMade())
            {
                return found;
            }

            using SqliteCommand select = _connection.CreateCommand();
            select.CommandText = "select track, max(sequence) from events where sequence > $after group by track";
            select.Parameters.AddWithValue("$after", after);
            using SqliteDataReader reader = select.ExecuteReader();
            while (reader.Read())
            {
                found.Add(reader.GetString(0));
                newest = Math.Max(newest, reader.GetInt64(1));
            }

            return found;
        });
        last = newest;
        return ids;
    }

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    private bool IsMade()
    {
        using SqliteCommand select = _connection.CreateCommand();
        select.CommandText = "pragma user_version";
        return select.ExecuteScalar() is > 0L;
    }

    private List<JournalEntry> AppendAll(IEnumerable<JournalEntry> entries)
    {
        var appended = new List<JournalEntry>();
        using SqliteTransaction transaction = _connection.BeginTransaction();
        using SqliteCommand insert = _connection.CreateCommand();
        insert.Transaction = transaction;
        insert.CommandText = "insert into events (track, at, version, kind, body) values ($track, $at, $version, $kind, $body) returning sequence";
        SqliteParameter track = insert.Parameters.Add("$track", SqliteType.Text);
        SqliteParameter at = insert.Parameters.Add("$at", SqliteType.Text);
        SqliteParameter version = insert.Parameters.Add("$version", SqliteType.Integer);
        SqliteParameter kind = insert.Parameters.Add("$kind", SqliteType.Text);
        SqliteParameter body = insert.Parameters.Add("$body", SqliteType.Text);
        insert.Prepare();
        foreach (JournalEntry entry in entries)
        {
            track.Value = entry.TrackId;
            at.Value = entry.At.ToString("O", CultureInfo.InvariantCulture);
            kind.Value = entry.Event.GetType().Name;
            (version.Value, body.Value) = EventJson.Store(entry.Event, (hash, text) => Keep(transaction, hash, text));
            long sequence = (long)(insert.ExecuteScalar() ?? throw new JournalException("SQLite gave no sequence number for an appended event."));
            appended.Add(entry with { Sequence = sequence });
        }

        transaction.Commit();
        return appended;
    }

    private void Keep(SqliteTransaction transaction, string hash, string text)
    {
        using SqliteCommand insert = _connection.CreateCommand();
        insert.Transaction = transaction;
        insert.CommandText = "insert or ignore into payloads (hash, body) values ($hash, $body)";
        insert.Parameters.AddWithValue("$hash", hash);
        insert.Parameters.AddWithValue("$body", Encoding.UTF8.GetBytes(text));
        insert.ExecuteNonQuery();
    }

    private static JournalEntry? Next(SqliteDataReader reader, Func<string, string> payload)
    {
        if (!reader.Read())
        {
            return null;
        }

        TrackEvent happened = EventJson.Read(reader.GetFieldValue<byte[]>(4), reader.GetInt32(3), payload);
        var at = DateTimeOffset.Parse(reader.GetString(2), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);
        return new JournalEntry(reader.GetInt64(0), reader.GetString(1), at, happened);
    }

    private T Guard<T>(Func<T> reading)
    {
        try
        {
            return reading();
        }
        catch (SqliteException failure)
        {
            throw JournalTrouble.Of(_path, failure);
        }
    }

    private static JournalFile Open(string path, SqliteOpenMode mode, int mostSecondsLocked, string pragmas)
    {
        var address = new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false, DefaultTimeout = mostSecondsLocked };
        var connection = new SqliteConnection(address.ToString());
        try
        {
            connection.Open();
            Execute(connection, pragmas);
            long version = CheckVersion(connection, create: mode == SqliteOpenMode.ReadWriteCreate);
            return new JournalFile(connection, path) { HasEvents = version > 0 };
        }
        catch (SqliteException failure)
        {
            connection.Dispose();
            throw JournalTrouble.Of(path, failure);
        }
        catch (JournalException)
        {
            connection.Dispose();
            throw;
        }
    }

    private static long CheckVersion(SqliteConnection connection, bool create)
    {
        using SqliteCommand read = connection.CreateCommand();
        read.CommandText = "pragma user_version";
        long version = (long)(read.ExecuteScalar() ?? 0L);
        if (version > SchemaVersion)
        {
            throw new JournalException($"The journal was written by a newer Conductor (schema {version}; this one knows {SchemaVersion}). Update Conductor.");
        }

        if (version == SchemaVersion || !create)
        {
            return version;
        }

        Execute(connection, $"begin immediate; {Schema} pragma user_version = {SchemaVersion}; commit;");
        return SchemaVersion;
    }

    private static void Execute(SqliteConnection connection, string text)
    {
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Every text given here is a constant, of this file or of a test.
        command.CommandText = text;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
