using System.Collections.Immutable;
using Conductor.Core.Engine;
using Conductor.Core.Tickets;
using Conductor.Server.Hosting;
using Conductor.Server.Landing;
using Conductor.Server.Snapshots;
using Conductor.Server.Storage;

namespace Conductor.Server.Effects;

/// <summary>
/// Takes back what has landed of a ticket, and has it again: a commit on the integration branch, then its record. Asked again after a crash in
/// between, the commit is found. Acceptance is not run, so what stays is not proven anew: <see cref="Unproven"/> says so.
/// </summary>
internal sealed class LandedReverts(WorkspaceRepository repositories, WorkspaceOwnership ownership)
{
    private const int MostNamed = 8;

    /// <summary>Carries it out; refused at once while another process works in the folder, or something lands.</summary>
    public async Task<RevertReply> CarryOutAsync(TrackActor actor, string ticketId, bool isUndo, CancellationToken cancellationToken)
    {
        using WorkspaceOwnership.Lease? lease = ownership.TryTake();
        if (lease is null)
        {
            return new RevertReply(CommandReply.InUse(actor.State, ownership), []);
        }

        // A turn of the actor hears what others have recorded until now.
        await actor.SendAsync(new TrackCommand.Reschedule());
        if (Find(actor, ticketId) is not { } asked)
        {
            return Refused(actor, Gone(ticketId));
        }

        if (LandingDecisions.WhyNotRevert(actor.State, asked, isUndo) is { } refused)
        {
            return Refused(actor, refused);
        }

        using IDisposable turn = await repositories.TakeTurnAsync(actor.TrackId, cancellationToken);
        if (Find(actor, ticketId) is not { } ticket)
        {
            return Refused(actor, Gone(ticketId));
        }

        if (LandingDecisions.WhyNotRevert(actor.State, ticket, isUndo) is { } meanwhile || ticket.Landed is not { } landed)
        {
            return Refused(actor, LandingDecisions.WhyNotRevert(actor.State, ticket, isUndo) ?? new Refusal(RefusalCode.Stale, $"{ticketId} has changed meanwhile. Ask again."));
        }

        if (!(await repositories.OpenAsync(cancellationToken)).IsDone(out TicketRepository? repository, out Refusal? refusal)
            || !(await RevertAsync(repository, actor.TrackId, ticket.Definition, landed.Commit, landed.RevertedBy, isUndo, cancellationToken)).IsDone(out RevertOutcome? outcome, out refusal))
        {
            return Refused(actor, refusal);
        }

        return outcome switch
        {
            RevertOutcome.Reverted made => new RevertReply(await RecordAsync(actor, repository, new TrackCommand.RecordLandingRevert(ticketId, made.Commit, isUndo)), made.Files),
            RevertOutcome.Conflict conflict => Refused(actor, await ConflictAsync(actor, repository, ticketId, conflict, isUndo, cancellationToken)),
            _ => throw new InvalidOperationException("Something is taken back or in conflict."),
        };
    }

    /// <summary>What a person should know before they take landed work back, in words: whose proof rests on it. Null when nobody's does.</summary>
    public static string? Unproven(TrackState state, TicketState ticket)
    {
        TicketState[] later =
        [
            .. state.Tickets.Values
                .Where(other => other.Landed is { RevertedBy: null } && other.AcceptedAt > ticket.AcceptedAt && !other.Definition.Acceptance.IsEmpty)
                .OrderBy(other => other.AcceptedAt),
        ];
        string[] commands = [.. later.SelectMany(other => other.Definition.Acceptance).Distinct(StringComparer.Ordinal)];
        return later.Length == 0
            ? null
            : $"No acceptance command is run when landed work is taken back, and {Some([.. later.Select(other => other.Definition.Id)])} landed after it and {(later.Length == 1 ? "was" : "were")} proven with it there. "
                + $"Before you rely on what stays, merge it into your branch and run there: {Some([.. commands.Select(command => $"`{command}`")])}.";
    }

    private static string Some(string[] all) => string.Join(", ", all.Take(MostNamed)) + (all.Length > MostNamed ? $" and {all.Length - MostNamed} more" : "");

    private static async Task<CommandReply> RecordAsync(TrackActor actor, TicketRepository repository, TrackCommand.RecordLandingRevert revert)
    {
        CommandReply reply = await actor.SendAsync(revert);
        await IntegrationTip.RecordAsync(actor, repository);
        return reply;
    }

    private static Task<GitOutcome<RevertOutcome>> RevertAsync(
        TicketRepository repository, string trackId, TicketDefinition ticket, string landed, string? revertedBy, bool isUndo, CancellationToken cancellationToken)
    {
        string subject = LandingMessage.Subject(ticket);
        return isUndo && revertedBy is not null
            ? repository.RevertLandingAsync(trackId, revertedBy, ticketId: null, $"Have again: {subject}", cancellationToken)
            : repository.RevertLandingAsync(trackId, landed, ticket.Id, $"Take back: {subject}", cancellationToken);
    }

    private static async Task<Refusal> ConflictAsync(TrackActor actor, TicketRepository repository, string ticketId, RevertOutcome.Conflict conflict, bool isUndo, CancellationToken cancellationToken)
    {
        var named = new List<string>();
        foreach (string path in conflict.Paths.Take(20))
        {
            string[] others = (await repository.LandedChangesAsync(actor.TrackId, conflict.Since, path, cancellationToken)).IsDone(out ImmutableArray<string> commits, out _)
                ? LandedTickets.Of(actor.State, commits)
                : [];
            named.Add(repository.InWorkspace(path) + (others.Length > 0 ? $" (changed since by {string.Join(" and ", others)})" : ""));
        }

        string more = conflict.Paths.Length > named.Count ? $" and {conflict.Paths.Length - named.Count} more" : "";
        string what = isUndo ? $"The work of {ticketId} cannot be had again" : $"The work of {ticketId} cannot be taken back";
        return new Refusal(
            RefusalCode.WrongState,
            $"{what} by itself, and nothing was changed: what landed later changes the same places in {string.Join(", ", named)}{more}. Take that back first, or add a ticket that mends it.")
        {
            Files = [.. conflict.Paths.Select(repository.InWorkspace)],
        };
    }

    /// <summary>The file may have been written anew while something was waited for.</summary>
    private static TicketState? Find(TrackActor actor, string ticketId) => actor.State.Tickets.GetValueOrDefault(ticketId);

    private static Refusal Gone(string ticketId) =>
        new(RefusalCode.UnknownTicket, $"The track has no ticket {ticketId} any more. It may have been renamed or removed; look at its file.");

    private static RevertReply Refused(TrackActor actor, Refusal refusal) => new(new CommandReply(actor.State, refusal), []);
}
