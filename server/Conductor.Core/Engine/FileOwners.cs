using System.Collections.Immutable;
using Conductor.Core.Approvals;
using Conductor.Core.Tickets;

namespace Conductor.Core.Engine;

/// <summary>
/// Whose a file is while tickets share a folder: the ticket's that has changed it, or has asked to, until that ticket is over. What a command
/// writes is seen only afterwards.
/// </summary>
internal static class FileOwners
{
    /// <summary>
    /// Another ticket at work in the same folder whose file this is, named with its track where that is another one; null when it is nobody else's. Tickets in trees of
    /// their own share none.
    /// </summary>
    /// <param name="others">Other tracks of the workspace.</param>
    public static string? OtherOwner(TrackState state, ImmutableArray<TrackState> others, string ticketId, ToolProposal call)
    {
        if (call is not { Risk: ToolRisk.Write, Path: { } path } || state.Tickets[ticketId].Attempt is { Tree: not null })
        {
            return null;
        }

        if (OwnerIn(state, path, except: ticketId) is { } owner)
        {
            return owner;
        }

        foreach (TrackState other in others)
        {
            if (OwnerIn(other, path, except: null) is { } elsewhere)
            {
                return $"{elsewhere} (of {other.Header.Path ?? other.Header.TrackId})";
            }
        }

        return null;
    }

    private static string? OwnerIn(TrackState state, string path, string? except)
    {
        foreach (ReadyKey key in state.Active)
        {
            TicketState other = state.Tickets[key.TicketId];
            if (key.TicketId != except && other.Attempt is { Phase: AttemptPhase.Running or AttemptPhase.Suspended, Tree: null } attempt && (HasChanged(other.Files, path) || Wants(attempt, path)))
            {
                return key.TicketId;
            }
        }

        return null;
    }

    /// <summary>What differs after an interrupted call is taken for its, but may be another's: that makes nobody the owner.</summary>
    private static bool HasChanged(TicketFiles files, string path) => files.Texts.ContainsKey(path) || files.Spans.TryGetValue(path, out FileSpan? span) && !span.IsMixed;

    private static bool Wants(AttemptState attempt, string path) => attempt.Calls.Values.Any(call =>
        call is { IsFinished: false, Proposal.Risk: ToolRisk.Write, Decision: null or { Choice: ApprovalChoice.Approve } } && call.AsStarted.Path == path);
}
