using Conductor.Server.Protocol;
using Conductor.Server.Rpc;

namespace Conductor.Server.Features.Landing;

/// <summary>What a client asks of work that lands.</summary>
internal sealed class LandingHandlers(RpcSession session)
{
    /// <summary>What a ticket's work changes.</summary>
    public Task<WorkReview> WorkAsync(TicketParams request, CancellationToken cancellationToken) => throw new NotSupportedException(session.ToString());

    /// <summary>Brings what has landed into a ticket's tree.</summary>
    public Task<ConflictedWork> BringInAsync(TicketParams request, CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <summary>Merges what has landed into the person's branch.</summary>
    public Task<MergeIntoResult> MergeIntoAsync(MergeIntoParams request, CancellationToken cancellationToken) => throw new NotSupportedException();
}
