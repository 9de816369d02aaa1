using Conductor.Core.Tickets;
using Conductor.Server.Storage;

namespace Conductor.Server.Hosting;

/// <summary>A track moved on: what happened, durable already, and the state on both sides.</summary>
/// <param name="Entries">In order; at least one.</param>
public sealed record TrackMoved(string TrackId, TrackState Before, TrackState After, IReadOnlyList<JournalEntry> Entries);

/// <summary>Gets every move of every track, in order per track. Called on the actor's own turn: enqueue and return.</summary>
public interface ITrackObserver
{
    /// <summary>A track moved on.</summary>
    void OnMoved(TrackMoved moved);
}
