using Conductor.Core.Tickets;
using Conductor.Server.Landing;
using Conductor.Server.Storage;

namespace Conductor.Server.Hosting;

/// <summary>Finds what has landed and was merged into the person's branch by other means than Conductor's, so that it is not offered any more.</summary>
internal sealed class HandMerges(ConductorWorkspace workspace)
{
    /// <summary>Looks at tracks whose landed work is not known to be merged, and records what is. Where nothing may run, or another process has the workspace, nothing is done.</summary>
    /// <exception cref="IOException">git hangs.</exception>
    public async Task LookAsync(IEnumerable<TrackActor> actors, CancellationToken cancellationToken)
    {
        foreach (TrackActor actor in actors)
        {
            if (workspace.Settings.IsTrusted
                && actor.State.Integration is { HasUnmerged: true, Tip: var tip }
                && (await workspace.Repository.OpenAsync(cancellationToken)).IsDone(out TicketRepository? repository, out _)
                && (await repository.MergedIntoAsync(tip, cancellationToken)).IsDone(out string? onto, out _)
                && onto is not null
                && workspace.Ownership.TryTake() is { } lease)
            {
                using WorkspaceOwnership.Lease owned = lease;
                await actor.SendAsync(new TrackCommand.RecordMerge(onto, tip));
            }
        }
    }
}
