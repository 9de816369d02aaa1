using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Conductor.Server.Effects;

/// <summary>
/// The output of attempts that have not ended: one stream per start or resumption. Of an ended attempt the journal has everything that counts,
/// so its streams are let go. Thread-safe; the streams of one ticket are opened one at a time.
/// </summary>
internal sealed class LiveOutputs(IOutputObserver observer, TimeProvider time)
{
    private readonly ConcurrentDictionary<(string TrackId, string TicketId), ImmutableList<OutputStream>> _streams = new();
    private int _openings;

    /// <summary>Opens a stream for a worker that starts or goes on; those of earlier attempts are let go.</summary>
    /// <param name="since">The record that begins it, by its sequence in the journal.</param>
    public OutputStream Open(AttemptKey key, long since)
    {
        var stream = new OutputStream(key, Interlocked.Increment(ref _openings), since, observer, time);
        _streams.AddOrUpdate((key.TrackId, key.TicketId), [stream], (_, known) => [.. known.Where(earlier => earlier.Key == key), stream]);
        return stream;
    }

    /// <summary>The attempt has ended, and its end is recorded.</summary>
    public void Forget(AttemptKey key) => _streams.TryRemove((key.TrackId, key.TicketId), out _);

    /// <summary>What was streamed of a ticket's current attempt, oldest first; at most the last one still goes on.</summary>
    public IReadOnlyList<StreamedText> Of(string trackId, string ticketId) =>
        [.. _streams.GetValueOrDefault((trackId, ticketId), []).Select(stream => stream.Streamed)];
}
