using Conductor.Core.Tickets;

namespace Conductor.Server.Storage;

/// <summary>An event in its place in the journal.</summary>
/// <param name="Sequence">Grows by one with each event of the workspace; 0 until it is appended.</param>
public sealed record JournalEntry(long Sequence, string TrackId, DateTimeOffset At, TrackEvent Event);
