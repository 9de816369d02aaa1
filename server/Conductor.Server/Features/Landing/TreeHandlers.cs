using System.Collections.Immutable;
using System.Globalization;
using Conductor.Core.Tickets;
using Conductor.Server.Effects;
using Conductor.Server.Hosting;
using Conductor.Server.Landing;
using Conductor.Server.Protocol;
using Conductor.Server.Rpc;
using Conductor.Server.Storage;

namespace Conductor.Server.Features.Landing;

/// <summary>What a client asks of the working trees on disk.</summary>
internal sealed class TreeHandlers(RpcSession session)
{
    private const int MostCounted = 50;

    private readonly RepositoryRequests _requests = new(session);

    /// <summary>All of them, and what was discarded. To see what has landed git reads files, through filters that are programs.</summary>
    public async Task<TreeList> ListAsync(CancellationToken cancellationToken)
    {
        session.RequireTrust();
        // To measure trees is to read every folder in them.
        ImmutableArray<YardTree> trees = RepositoryRequests.Require(await Task.Run(() => session.Workspace.Yard.ListAsync(cancellationToken), cancellationToken));
        return new TreeList([.. trees.Select(ToInfo)], Directory.Exists(session.Workspace.Folder.WorkingTrees) ? await DiscardedAsync(cancellationToken) : []);
    }

    /// <summary>The newest first. To count files is a call of git for each, so that is done of so many.</summary>
    private async Task<IReadOnlyList<DiscardedWorkInfo>> DiscardedAsync(CancellationToken cancellationToken)
    {
        TicketRepository repository = await _requests.OpenAsync(cancellationToken);
        var infos = new List<DiscardedWorkInfo>();
        foreach ((DiscardedWork work, TicketDefinition? ticket) in session.Workspace.Yard.WithTickets(RepositoryRequests.Require(await repository.ListDiscardedAsync(cancellationToken))))
        {
            int? files = infos.Count < MostCounted && (await repository.DiscardedFilesAsync(work, cancellationToken)).IsDone(out int? count, out _) ? count : null;
            string date = work.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            infos.Add(new DiscardedWorkInfo(work.Ref, date, work.Track, ticket?.Id ?? work.Ticket, work.Commit, work.Subject, ticket?.DisplayTitle, files));
        }

        return infos;
    }

    /// <summary>Takes one away.</summary>
    public async Task<DiscardResult> DiscardAsync(TreeParams request, CancellationToken cancellationToken)
    {
        TrackActor actor = session.Track(request.TrackId);
        using WorkspaceOwnership.Lease lease = await _requests.OwnAsync(actor);
        return new DiscardResult(RepositoryRequests.Require(await session.Workspace.Yard.DiscardAsync(actor.State, request.TicketId, request.Attempt, cancellationToken)).KeptAs);
    }

    /// <summary>Makes a branch of discarded work.</summary>
    public async Task<RestoredWork> RestoreAsync(RestoreWorkParams request, CancellationToken cancellationToken)
    {
        using WorkspaceOwnership.Lease lease = await _requests.OwnAsync(actor: null);
        TicketRepository repository = await _requests.OpenAsync(cancellationToken);
        return new RestoredWork(request.Branch, RepositoryRequests.Require(await repository.RestoreDiscardedAsync(request.Ref, request.Branch, cancellationToken)));
    }

    private static TreeInfo ToInfo(YardTree tree) => new(
        tree.Tree.TrackId,
        tree.State == YardTreeState.Landings ? null : tree.Tree.TicketId,
        tree.Tree.Attempt,
        tree.Tree.Folder,
        tree.State == YardTreeState.Landings ? null : tree.Tree.Branch,
        tree.Bytes,
        Enum.Parse<TreeStateName>(tree.State.ToString()));
}
