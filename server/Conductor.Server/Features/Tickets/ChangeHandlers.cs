using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Conductor.Core.Engine;
using Conductor.Core.Tickets;
using Conductor.Server.Effects;
using Conductor.Server.Features.Landing;
using Conductor.Server.Hosting;
using Conductor.Server.Landing;
using Conductor.Server.Protocol;
using Conductor.Server.Rpc;
using Conductor.Server.Snapshots;
using Conductor.Workers.Workspaces;

namespace Conductor.Server.Features.Tickets;

/// <summary>What a client asks of the files a ticket changed.</summary>
internal sealed class ChangeHandlers(RpcSession session)
{
    private readonly RepositoryRequests _requests = new(session);

    /// <summary>Each file with what it was before.</summary>
    public async Task<TicketChanges> GetAsync(TicketParams request, CancellationToken cancellationToken)
    {
        TrackActor actor = session.Track(request.TrackId);
        TicketFiles files = Files(actor, request.TicketId);
        if (session.Workspace.Settings.IsTrusted)
        {
            await session.Workspace.Reverts.SettleAsync(actor, request.TicketId, cancellationToken);
            files = Files(actor, request.TicketId);
        }

        return new TicketChanges(
            [
                .. files.Paths.Select(path => files.Spans.TryGetValue(path, out FileSpan? span)
                    ? new FileChangeInfo(path, TextOf(span.First), IsKept: true)
                    : new FileChangeInfo(path, files.Texts[path], IsKept: false)),
            ],
            Gaps(actor.State, request.TicketId, files),
            OfLanding(actor.State, request.TicketId) is null ? [.. files.Revert?.Files.Select(file => file.Path) ?? []] : [],
            await LandedAsync(actor, request.TicketId, cancellationToken));
    }

    /// <summary>Takes the changes back, or undoes that.</summary>
    public async Task<RevertResult> RevertAsync(RevertParams request, bool isUndo, CancellationToken cancellationToken)
    {
        session.RequireTrust();
        TrackActor actor = session.Track(request.TrackId);
        Files(actor, request.TicketId);
        if (LandingDecisions.RevertsLanding(actor.State.Tickets[request.TicketId]))
        {
            RevertReply landed = await session.Workspace.LandedReverts.CarryOutAsync(actor, request.TicketId, isUndo, cancellationToken);
            // The tree in which that was made goes when nothing else needs it.
            session.Own(session.Workspace.Yard.TidyAsync(actor.TrackId, CancellationToken.None));
            CommandResult recorded = WireRefusal.Result(landed.Reply, session.Workspace);
            return new RevertResult(recorded.TrackId, recorded.Revision, landed.Files);
        }

        RevertReply revert = await session.Workspace.Reverts.CarryOutAsync(
            actor, new RevertRequest(request.TicketId, isUndo, request.Force ?? false), cancellationToken);
        CommandResult result = WireRefusal.Result(revert.Reply, session.Workspace);
        return new RevertResult(result.TrackId, result.Revision, revert.Files);
    }

    /// <summary>What its workers changed says nothing of that: a later attempt, also one that was discarded, may have changed other files than have landed.</summary>
    private async Task<LandedChangesInfo?> LandedAsync(TrackActor actor, string ticketId, CancellationToken cancellationToken)
    {
        if (!session.Workspace.Settings.IsTrusted
            || actor.State is not { Integration: { } integration } state
            || state.Tickets.GetValueOrDefault(ticketId) is not { Landed: { RevertedBy: null } landed } ticket
            || !LandingDecisions.RevertsLanding(ticket))
        {
            return null;
        }

        TicketRepository repository = await _requests.OpenAsync(cancellationToken);
        return new LandedChangesInfo(integration.Name, RepositoryRequests.Require(await repository.LandedPathsAsync(landed.Commit, ticketId, cancellationToken)));
    }

    /// <summary>What a person should know before changes are taken back. Of what has landed, no file of a folder is put back, so what is not known of those says nothing.</summary>
    private static ImmutableArray<string> Gaps(TrackState state, string ticketId, TicketFiles files) => OfLanding(state, ticketId) switch
    {
        null => [.. files.Gaps],
        { Landed.RevertedBy: null } ticket when LandedReverts.Unproven(state, ticket) is { } unproven => [unproven],
        _ => [],
    };

    /// <summary>The ticket, when what is taken back of it, or had again, is what has landed.</summary>
    private static TicketState? OfLanding(TrackState state, string ticketId) =>
        state.Tickets.GetValueOrDefault(ticketId) is { } ticket && LandingDecisions.RevertsLanding(ticket) ? ticket : null;

    private static TicketFiles Files(TrackActor actor, string ticketId) =>
        actor.State.Tickets.GetValueOrDefault(ticketId)?.Files
        ?? throw WireRefusal.Of(ErrorCodes.UnknownTicket, $"The track has no ticket {ticketId}. It may have been renamed or removed; look at its file.");

    private string? TextOf(FileVersion? version)
    {
        if (version is null)
        {
            return null;
        }

        if (session.Workspace.Trees.Objects.Read(version.ContentId) is not { } content)
        {
            return "(Its earlier content is no longer kept.)\n";
        }

        return version.Kind == FileKind.Link
            ? Encoding.UTF8.GetString(content)
            : TextFile.Decode(content)?.Text ?? string.Create(CultureInfo.InvariantCulture, $"(A binary file of {content.Length:N0} bytes. Reverting the ticket's changes puts it back exactly.)\n");
    }
}
