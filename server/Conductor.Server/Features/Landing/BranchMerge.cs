using System.Collections.Immutable;
using Conductor.Core.Tickets;
using Conductor.Server.Hosting;
using Conductor.Server.Landing;
using Conductor.Workers.Workspaces;
using IntegrationBranch = Conductor.Core.Landing.IntegrationBranch;

namespace Conductor.Server.Features.Landing;

/// <summary>Merges what has landed of a track into the branch that a person has checked out, and records that: the same for whoever asks.</summary>
internal static class BranchMerge
{
    private const int MostSubject = 100;

    /// <summary>Merges; only who owns the workspace does.</summary>
    /// <param name="onto">The person's branch.</param>
    public static async Task<GitOutcome<BranchMerged>> MergeAsync(TicketRepository repository, TrackActor actor, IntegrationBranch integration, string onto, CancellationToken cancellationToken)
    {
        string what = actor.State.Header.Description is { Length: > 0 } said ? OneLine.Of(said, MostSubject) : integration.Name;
        return await repository.MergeIntoAsync(actor.TrackId, onto, $"Merge {what}\n", cancellationToken) switch
        {
            MergeOutcome.Merged merged => new GitOutcome<BranchMerged>.Done(new BranchMerged(merged.Commit, [], await actor.SendAsync(new TrackCommand.RecordMerge(onto, merged.Tip)))),
            MergeOutcome.Conflict conflict => new GitOutcome<BranchMerged>.Done(new BranchMerged(null, [.. conflict.Files.Select(file => repository.InWorkspace(file.Path))], null)),
            MergeOutcome.Failed failed => new GitOutcome<BranchMerged>.Refused(failed.Refusal),
            _ => throw new InvalidOperationException("A merge is made, in conflict or failed."),
        };
    }
}

/// <summary>What became of a merge into a person's branch.</summary>
/// <param name="Commit">What the branch stands at; null when nothing was merged, because of conflicts.</param>
/// <param name="Files">The files in conflict, as the workspace names them.</param>
/// <param name="Recorded">The answer to recording it; null where there was nothing to record.</param>
internal sealed record BranchMerged(string? Commit, ImmutableArray<string> Files, CommandReply? Recorded);
