using Conductor.Core.Tickets;
using Conductor.Server.Hosting;

namespace Conductor.Server.Features.Tickets;

/// <summary>Finds the tool call that an event names by id alone.</summary>
internal static class ToolCalls
{
    /// <summary>The name of its tool.</summary>
    public static string NameOf(TrackMoved moved, string ticketId, string callId) =>
        (Find(moved.After, ticketId, callId) ?? Find(moved.Before, ticketId, callId))?.Proposal.Tool ?? "tool";

    private static ToolCallState? Find(TrackState state, string ticketId, string callId) =>
        state.Tickets.GetValueOrDefault(ticketId)?.Attempt?.Calls.GetValueOrDefault(callId);
}
