using Conductor.Server.Protocol;
using Conductor.Server.Rpc;

namespace Conductor.Server.Features.Landing;

/// <summary>What a client asks of the working trees on disk.</summary>
internal sealed class TreeHandlers(RpcSession session)
{
    /// <summary>All of them.</summary>
    public Task<TreeList> ListAsync(CancellationToken cancellationToken) => throw new NotSupportedException(session.ToString());

    /// <summary>Takes one away.</summary>
    public Task<DiscardResult> DiscardAsync(TreeParams request, CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <summary>Makes a branch of discarded work.</summary>
    public Task<RestoredWork> RestoreAsync(RestoreWorkParams request, CancellationToken cancellationToken) => throw new NotSupportedException();
}
