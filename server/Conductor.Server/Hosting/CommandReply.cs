using Conductor.Core.Tickets;
using Conductor.Server.Storage;

namespace Conductor.Server.Hosting;

/// <summary>What became of a command.</summary>
/// <param name="State">The track's state after it (or before, when it was refused).</param>
/// <param name="Refusal">Null when it was accepted.</param>
/// <param name="IsInUse">Refused because another process owns the workspace.</param>
public sealed record CommandReply(TrackState State, Refusal? Refusal, bool IsInUse = false)
{
    /// <summary>The answer to everything that would change something while another process owns the workspace; it names that process.</summary>
    internal static CommandReply InUse(TrackState state, WorkspaceOwnership ownership) => new(
        state,
        new Refusal(RefusalCode.WrongState, ownership.DescribeUse()),
        IsInUse: true);
}
