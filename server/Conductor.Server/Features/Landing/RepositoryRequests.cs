using Conductor.Core.Tickets;
using Conductor.Server.Hosting;
using Conductor.Server.Landing;
using Conductor.Server.Protocol;
using Conductor.Server.Rpc;
using Conductor.Server.Storage;
using StreamJsonRpc;

namespace Conductor.Server.Features.Landing;

/// <summary>What requests about the repository have in common: who is meant, the door, and refusals.</summary>
internal sealed class RepositoryRequests(RpcSession session)
{
    /// <summary>A ticket of a loaded track.</summary>
    /// <exception cref="LocalRpcException">There is no such track or ticket.</exception>
    public (TrackActor Actor, TicketState Ticket) Ticket(string trackId, string ticketId)
    {
        TrackActor actor = session.Track(trackId);
        return (actor, actor.State.Tickets.GetValueOrDefault(ticketId)
            ?? throw WireRefusal.Of(ErrorCodes.UnknownTicket, $"The track has no ticket {ticketId}. It may have been renamed or removed; look at its file."));
    }

    /// <summary>The repository.</summary>
    /// <exception cref="LocalRpcException">There is none to work with; the message says what to do.</exception>
    public async Task<TicketRepository> OpenAsync(CancellationToken cancellationToken) => Require(await session.Workspace.Repository.OpenAsync(cancellationToken));

    /// <summary>Takes the workspace, so that no other process works in it meanwhile, and hears what others have recorded of a track.</summary>
    /// <param name="actor">The track; null where it is about none.</param>
    /// <exception cref="LocalRpcException">Another process has it, or nothing may run here.</exception>
    public async Task<WorkspaceOwnership.Lease> OwnAsync(TrackActor? actor)
    {
        session.RequireTrust();
        WorkspaceOwnership ownership = session.Workspace.Ownership;
        WorkspaceOwnership.Lease lease = ownership.TryTake() ?? throw WireRefusal.Of(
            ErrorCodes.WorkspaceInUse, ownership.DescribeUse(), new ErrorData(ProcessId: ownership.OwnerProcessId()));
        try
        {
            await (actor?.SendAsync(new TrackCommand.Reschedule()) ?? Task.CompletedTask);
            return lease;
        }
        catch
        {
            lease.Dispose();
            throw;
        }
    }

    /// <summary>What was done; a refusal becomes an error with its files.</summary>
    /// <exception cref="LocalRpcException">It was refused.</exception>
    public static T Require<T>(GitOutcome<T> outcome) => outcome.IsDone(out T? value, out Refusal? refusal) ? value : throw Error(refusal);

    /// <summary>A refusal as an error.</summary>
    public static LocalRpcException Error(Refusal refusal) =>
        WireRefusal.Of(ErrorCodes.WrongState, refusal.Message, refusal.Files.IsDefaultOrEmpty ? null : new ErrorData(Files: refusal.Files));
}
