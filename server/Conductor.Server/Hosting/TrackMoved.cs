using Conductor.Core.Landing;
using Conductor.Core.Tickets;
using Conductor.Server.Storage;

namespace Conductor.Server.Hosting;

/// <summary>A track moved on: what happened, durable already, and what is shown of it on both sides.</summary>
/// <param name="Entries">In order. Empty when nothing can be recorded, so that the run only shows as paused.</param>
/// <param name="WorkspaceCap">Workers at a time that the workspace allows by now.</param>
/// <param name="IsOurs">This process has recorded it, and it has effects here. Otherwise it is only to be shown.</param>
public sealed record TrackMoved(string TrackId, TrackState Before, TrackState After, IReadOnlyList<JournalEntry> Entries, int WorkspaceCap, bool IsOurs = true)
{
    /// <summary>When it happened; null without entries.</summary>
    public DateTimeOffset? At => Entries is [.., var last] ? last.At : null;

    /// <summary>The tree of an attempt, though its ticket may be at the next one by now; null where it had none.</summary>
    public WorkingTree? TreeOf(string ticketId, int attempt) => TreeIn(After, ticketId, attempt) ?? TreeIn(Before, ticketId, attempt);

    private static WorkingTree? TreeIn(TrackState state, string ticketId, int attempt) => state.Tickets.GetValueOrDefault(ticketId) switch
    {
        { Attempt: { Tree: { } tree } current } when current.Number == attempt => tree,
        { Unlanded: { } left } when left.Attempt == attempt => left.Tree,
        _ => null,
    };
}

/// <summary>Gets every move of every track, in order per track. Called on the actor's own turn: enqueue and return.</summary>
public interface ITrackObserver
{
    /// <summary>A track moved on.</summary>
    void OnMoved(TrackMoved moved);
}
