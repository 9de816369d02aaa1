using Conductor.Core.Tickets;
using Conductor.Server.Hosting;
using Conductor.Server.Landing;
using Conductor.Server.Protocol;
using Conductor.Server.Rpc;
using Conductor.Server.Storage;
using Conductor.Workers.Workspaces;

namespace Conductor.Server.Features.Landing;

/// <summary>What a client asks of work that lands.</summary>
internal sealed class LandingHandlers(RpcSession session)
{
    private readonly RepositoryRequests _requests = new(session);

    /// <summary>
    /// What a ticket's work changes: what stands in its tree, saved or not; once it has landed, what that brought. Git reads files through the
    /// filters that a repository is set up with, which are programs.
    /// </summary>
    public async Task<WorkReview> WorkAsync(TicketParams request, CancellationToken cancellationToken)
    {
        session.RequireTrust();
        (TrackActor actor, TicketState ticket) = _requests.Ticket(request.TrackId, request.TicketId);
        int? attempt = ticket.Attempt is { Tree: not null } active ? active.Number : ticket.Unlanded?.Attempt;
        if (attempt is null && ticket.Landed is null)
        {
            throw WireRefusal.Of(ErrorCodes.WrongState, $"{request.TicketId} has no work in a tree of its own. Look at it once a worker has begun there; what was changed in the workspace's folder is shown as changes of files.");
        }

        TicketRepository repository = await _requests.OpenAsync(cancellationToken);
        if (attempt is not { } number)
        {
            return ReviewMapping.ToInfo(RepositoryRequests.Require(await repository.ReviewLandingAsync(ticket.Landed?.Commit ?? "", request.TicketId, cancellationToken)), null);
        }

        TicketTree tree = repository.TreeOf(actor.TrackId, request.TicketId, number);
        ReviewedWork work = RepositoryRequests.Require(await repository.ReviewAsync(tree, cancellationToken));
        return ReviewMapping.ToInfo(work, Directory.Exists(tree.Root) ? tree.Root : null);
    }

    /// <summary>Brings what has landed into a ticket's tree, where a person resolves the conflicts.</summary>
    public async Task<ConflictedWork> BringInAsync(TicketParams request, CancellationToken cancellationToken)
    {
        TrackActor actor = _requests.Ticket(request.TrackId, request.TicketId).Actor;
        using WorkspaceOwnership.Lease lease = await _requests.OwnAsync(actor);
        TicketState ticket = _requests.Ticket(request.TrackId, request.TicketId).Ticket;
        if (ticket.Attempt is not { Phase: AttemptPhase.Submitted, MayLand: false } attempt || actor.State.Integration is not { } integration)
        {
            throw WireRefusal.Of(ErrorCodes.WrongState, $"{request.TicketId} has no work that waits at its landing gate, so there are no conflicts to resolve by hand. Look at where it stands now.");
        }

        TicketRepository repository = await _requests.OpenAsync(cancellationToken);
        TicketTree tree = repository.TreeOf(actor.TrackId, request.TicketId, attempt.Number);
        if (await repository.BringInAsync(tree, $"refs/heads/{integration.Name}", cancellationToken) is MergeOutcome.Failed failed)
        {
            throw RepositoryRequests.Error(failed.Refusal);
        }

        return new ConflictedWork(tree.Root, [.. RepositoryRequests.Require(await repository.SidesAsync(tree, cancellationToken))
            .Select(file => new ConflictFileInfo(repository.InWorkspace(file.Path), Text(file.Base), Text(file.Ours), Text(file.Theirs), Reason(file.Reason)))]);
    }

    /// <summary>Merges what has landed into the person's branch.</summary>
    public async Task<MergeIntoResult> MergeIntoAsync(MergeIntoParams request, CancellationToken cancellationToken)
    {
        TrackActor actor = session.Track(request.TrackId);
        using WorkspaceOwnership.Lease lease = await _requests.OwnAsync(actor);
        if (actor.State.Integration is not { HasLanded: true } integration)
        {
            throw WireRefusal.Of(ErrorCodes.WrongState, "Nothing of this track has landed yet, so there is nothing to merge.");
        }

        BranchMerged merged = RepositoryRequests.Require(await BranchMerge.MergeAsync(await _requests.OpenAsync(cancellationToken), actor, integration, request.Onto, cancellationToken));
        if (merged.Recorded is { } reply)
        {
            WireRefusal.Result(reply, session.Workspace);

            // What one track's branch has of another's is merged with it.
            session.LookForHandMerges(session.Workspace.Actors.Where(other => other != actor));
        }

        return new MergeIntoResult(actor.TrackId, merged.Commit, merged.Files);
    }

    private static ConflictReasonName Reason(UnresolvedReason reason) => reason switch
    {
        UnresolvedReason.Marks => ConflictReasonName.Marks,
        UnresolvedReason.Untouched => ConflictReasonName.Untouched,
        _ => ConflictReasonName.Before,
    };

    private static string? Text(byte[]? content) => content is null ? null : TextFile.Decode(content)?.Text;
}
