using Conductor.Server.Protocol;
using Conductor.Server.Rpc;

namespace Conductor.Server.Features.Usage;

/// <summary>What was spent.</summary>
internal sealed class UsageHandlers(RpcSession session)
{
    /// <summary>The ledger of one track, or of all loaded ones.</summary>
    public UsageReport Get(UsageParams request) => UsageMapping.ToReport(
        request.TrackId is { } trackId
            ? [(trackId, session.Track(trackId).State)]
            : [.. session.Workspace.Actors.Select(actor => (actor.TrackId, actor.State)).OrderBy(entry => entry.TrackId, StringComparer.Ordinal)]);
}
