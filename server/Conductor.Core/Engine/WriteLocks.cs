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
/// after it: nothing that comes later overtakes it, so it waits no longer than those before it take. For one look at one state; its time grows with the number of
/// those looked at, not with how many of them there are for each other. Not thread-safe.
/// </summary>
internal sealed class WriteLocks(TrackState state, RunOptions options)
{
    private readonly bool _isUsed = options.UnscopedAlone || state.Graph.HasScopes;
    private readonly List<(string TicketId, WriteScope Scope)> _taken = [];
    private readonly Dictionary<WriteScope, int> _places = [];
    private readonly GlobIndex _globs = new();

    /// <summary>Takes what a ticket writes. Null: it may be at work. Otherwise the first of those that it waits for.</summary>
    public ScopeConflict? Take(string ticketId)
    {
        if (!_isUsed)
        {
            return null;
        }

        WriteScope scope = ScopeOf(state.Tickets[ticketId]);
        if (scope.IsUnknown && !options.UnscopedAlone)
        {
            return null;
        }

        int first = FirstBefore(scope);
        ScopeConflict? conflict = first < _taken.Count ? Between(scope, _taken[first]) : null;

        // One entry for all that write the same: the first of them stands before every other.
        if (_places.TryAdd(scope, _taken.Count))
        {
            foreach (ScopeGlob glob in scope.Globs)
            {
                _globs.Add(glob, _taken.Count);
            }

            _taken.Add((ticketId, scope));
        }

        return conflict;
    }

    /// <summary>The place of the first that may change what this one may; that after the last for none.</summary>
    private int FirstBefore(WriteScope scope)
    {
        if (scope.IsUnknown)
        {
            return 0;
        }

        // One that does not say what it changes may change anything.
        int first = Math.Min(_places.GetValueOrDefault(scope, _taken.Count), _places.GetValueOrDefault(WriteScope.Unknown, _taken.Count));
        foreach (ScopeGlob glob in scope.Globs)
        {
            first = _globs.FirstMeeting(glob, first);
        }

        return first;
    }

    /// <summary>A worker goes by what its ticket was when it began.</summary>
    private WriteScope ScopeOf(TicketState ticket) => ticket.Attempt is { Definition.Writes: var began } && !began.SequenceEqual(ticket.Definition.Writes)
        ? WriteScope.Of(began)
        : state.Graph.ScopeOf(ticket.Definition.Id);

    private static ScopeConflict Between(WriteScope mine, (string TicketId, WriteScope Scope) other) => mine.OverlapWith(other.Scope) is var (myGlob, theirGlob)
        ? new ScopeConflict(other.TicketId, myGlob, theirGlob)
        : new ScopeConflict(other.TicketId, mine.First, other.Scope.First);
}
