using Conductor.Core.Scopes;
using Conductor.Core.Tickets;

namespace Conductor.Core.Engine;

/// <summary>Why two tickets are not at work together: there is a path that both may change.</summary>
/// <param name="TicketId">The one that is there first, or stands before the other in the order.</param>
/// <param name="Mine">The glob of the ticket that waits; null where a scope that is not said counts as every path.</param>
/// <param name="Theirs">The glob of the other one; null likewise.</param>
internal sealed record ScopeConflict(string TicketId, string? Mine, string? Theirs);

/// <summary>
/// What may be written by those that are at work, or that come before others in the order. Whoever finds its paths taken takes them all the same, for those
/// after it: nothing that comes later overtakes it, so it waits no longer than those before it take. For one look at one state; not thread-safe.
/// </summary>
internal sealed class WriteLocks(TrackState state, RunOptions options)
{
    private readonly bool _isUsed = options.UnscopedAlone || state.Graph.HasScopes;
    private readonly List<(string TicketId, WriteScope Scope)> _taken = [];

    /// <summary>Takes what a ticket writes. Null: it may be at work. Otherwise the first of those that it waits for.</summary>
    public ScopeConflict? Take(string ticketId)
    {
        if (!_isUsed)
        {
            return null;
        }

        WriteScope scope = ScopeOf(state.Tickets[ticketId]);
        ScopeConflict? conflict = null;
        bool isThere = false;
        foreach ((string otherId, WriteScope theirs) in _taken)
        {
            isThere |= ReferenceEquals(scope, theirs);
            conflict ??= Between(scope, otherId, theirs);
            if (isThere && conflict is not null)
            {
                return conflict;
            }
        }

        // One entry for all that write the same: the first of them stands before every other.
        if (!isThere && !(scope.IsUnknown && !options.UnscopedAlone))
        {
            _taken.Add((ticketId, scope));
        }

        return conflict;
    }

    /// <summary>A worker goes by what its ticket was when it began.</summary>
    private WriteScope ScopeOf(TicketState ticket) => ticket.Attempt is { Definition.Writes: var began } && !began.SequenceEqual(ticket.Definition.Writes)
        ? WriteScope.Of(began)
        : state.Graph.ScopeOf(ticket.Definition.Id);

    private ScopeConflict? Between(WriteScope mine, string otherId, WriteScope theirs) => mine.IsUnknown || theirs.IsUnknown
        ? options.UnscopedAlone ? new ScopeConflict(otherId, mine.First, theirs.First) : null
        : mine.OverlapWith(theirs) is var (myGlob, theirGlob) ? new ScopeConflict(otherId, myGlob, theirGlob) : null;
}
