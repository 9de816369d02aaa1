using System.Collections.Immutable;
using Conductor.Core.Tickets;
using Conductor.Server.Storage;

namespace Conductor.Server.Hosting;

/// <summary>
/// Where other tracks stand whose tickets are under way. The journal is asked once for each time that this process takes the workspace: while it has it nobody else records,
/// and what it records itself its actors know. Not thread-safe: one track at a time asks.
/// </summary>
/// <param name="actor">The actor of a track, loaded when it is not yet.</param>
/// <param name="loaded">Those that are.</param>
internal sealed class TracksBeside(Journal journal, Func<string, TrackActor> actor, Func<IEnumerable<TrackActor>> loaded)
{
    // What actors had not heard when this process took the workspace; each finds it by itself with its next turn.
    private readonly Dictionary<string, RecordedTrack> _unheard = new(StringComparer.Ordinal);
    private int _generation;

    /// <summary>Those of all tracks but one, which asks.</summary>
    /// <param name="generation">Of the lease that it holds.</param>
    /// <exception cref="InvalidOperationException">One of them cannot be read, which says nothing of the journal of the track that asks.</exception>
    public ImmutableArray<TrackState> Of(string trackId, int generation)
    {
        if (_generation != generation)
        {
            Hear(trackId);
            _generation = generation;
        }

        return [.. loaded().Where(other => other.TrackId != trackId).Select(Latest).Where(state => !state.Active.IsEmpty)];
    }

    private void Hear(string asking)
    {
        _unheard.Clear();
        try
        {
            foreach (string trackId in journal.TrackIds().Where(other => other != asking))
            {
                RecordedTrack known = actor(trackId).Recorded;
                _unheard[trackId] = journal.Read(trackId, known.Sequence)
                    .Aggregate(known, (heard, entry) => new RecordedTrack(TrackEvolution.Apply(heard.State, entry.Event, entry.At), entry.Sequence));
            }
        }
        catch (JournalException unreadable)
        {
            throw new InvalidOperationException($"Which files tickets of other tracks have changed could not be read, so nothing can be written beside them: {unreadable.Message}", unreadable);
        }
    }

    private TrackState Latest(TrackActor other)
    {
        RecordedTrack own = other.Recorded;
        return _unheard.TryGetValue(other.TrackId, out RecordedTrack? heard) && heard.Sequence > own.Sequence ? heard.State : own.State;
    }
}
