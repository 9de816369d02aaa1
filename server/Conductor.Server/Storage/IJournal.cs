namespace Conductor.Server.Storage;

/// <summary>What a track's actor needs of the journal. Thread-safe.</summary>
internal interface IJournal
{
    /// <summary>Appends events together, or not at all; durable when the task ends.</summary>
    /// <returns>The entries with their sequence numbers.</returns>
    /// <exception cref="JournalException">Nothing of the batch is kept.</exception>
    Task<IReadOnlyList<JournalEntry>> AppendAsync(IReadOnlyList<JournalEntry> entries);

    /// <summary>Entries after a sequence number, of one track or (null) of all; empty when there is no journal yet. Read while they are enumerated.</summary>
    /// <exception cref="JournalException">The journal cannot be read, or is gone.</exception>
    IEnumerable<JournalEntry> Read(string? trackId, long after = 0);
}
