using System.Collections.Immutable;
using Conductor.Core.Engine;
using Conductor.Core.Tickets;
using Conductor.Server.Effects;
using Conductor.Server.Hosting;
using Conductor.Server.Storage;

namespace Conductor.Server.Snapshots;

/// <summary>
/// Takes back what a ticket changed, and undoes that: looks at the files, records the intention, writes, records the end. Asked again after
/// a crash in between it goes on, since a file that is already as it is to become stays. One at a time, and only while no other process
/// works in the folder: to look at the files is to record them, and what they have become meanwhile is that process's to tell. It happens
/// where the files stand: in the workspace's folder, or in the tree of the ticket's latest attempt. Thread-safe.
/// </summary>
internal sealed class TicketReverts(AttemptPlaces places, WorkspaceOwnership ownership, WorkerHost workers) : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1);

    /// <summary>Carries one out; refused at once while another process works in the folder.</summary>
    public async Task<RevertReply> CarryOutAsync(TrackActor actor, RevertRequest request, CancellationToken cancellationToken)
    {
        if (Ticket(actor, request.TicketId) is { Landed: { } landed } done && LandingDecisions.RevertsLanding(done))
        {
            // What has landed is in the repository's history; what others built on it since is not told from it file by file.
            string where = $"The work of {request.TicketId} has landed on {actor.State.Integration?.Name} as commit {landed.Commit[..Math.Min(landed.Commit.Length, 12)]}, so it is not taken back file by file. Revert that commit on the branch (git revert -m 1).";
            return new RevertReply(new CommandReply(actor.State, new Refusal(RefusalCode.WrongState, where)), []);
        }

        if (Ticket(actor, request.TicketId) is { } asked && places.OfFiles(asked) is null)
        {
            string gone = $"The files of {request.TicketId} stood in its working tree {asked.FilesTree?.Folder}, which is no longer there, so there is nothing to write. Retry the ticket to begin again from what has landed.";
            return new RevertReply(new CommandReply(actor.State, new Refusal(RefusalCode.WrongState, gone)), []);
        }

        RevertReply? reply = null;
        await OwningAsync(
            actor,
            async () =>
            {
                if (Ticket(actor, request.TicketId) is { } ticket && RevertDecisions.WhyNot(actor.State, ticket, request.IsUndo) is null)
                {
                    await SettleOwnedAsync(actor, request.TicketId, cancellationToken);
                }

                reply = await WriteAsync(actor, request, cancellationToken);
            },
            cancellationToken);
        return reply ?? new RevertReply(CommandReply.InUse(actor.State, ownership), []);
    }

    /// <summary>
    /// Finds out what calls of a ticket changed whose end nobody saw. Nothing happens while a worker has the ticket, which does it itself, or
    /// while another process works in the folder.
    /// </summary>
    public Task SettleAsync(TrackActor actor, string ticketId, CancellationToken cancellationToken) => IsSettled(actor, ticketId)
        ? Task.CompletedTask
        : OwningAsync(actor, () => SettleOwnedAsync(actor, ticketId, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();

    /// <summary>Does it while no other process may begin to work on the files, one at a time; not at all when another one works on them already.</summary>
    private async Task OwningAsync(TrackActor actor, Func<Task> step, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            using WorkspaceOwnership.Lease? lease = ownership.TryTake();
            if (lease is not null)
            {
                // A turn of the actor hears what others have recorded until now: they may have settled a call, or gone on with the ticket.
                await actor.SendAsync(new TrackCommand.Reschedule());
                await step();
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task SettleOwnedAsync(TrackActor actor, string ticketId, CancellationToken cancellationToken)
    {
        await workers.WoundDownAsync(actor.TrackId, ticketId).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!IsSettled(actor, ticketId) && PlaceOf(actor, ticketId) is { Trees: var trees })
        {
            await CallRecords.SettleAsync(actor, ticketId, trees, cancellationToken);
        }
    }

    private AttemptPlace? PlaceOf(TrackActor actor, string ticketId) => Ticket(actor, ticketId) is { } ticket ? places.OfFiles(ticket) : null;

    private static bool IsSettled(TrackActor actor, string ticketId) =>
        Ticket(actor, ticketId) is not { Files.Open.IsEmpty: false, Attempt: not { Phase: AttemptPhase.Running } };

    private async Task<RevertReply> WriteAsync(TrackActor actor, RevertRequest request, CancellationToken cancellationToken)
    {
        TicketFiles files = Ticket(actor, request.TicketId)?.Files ?? new TicketFiles();
        TreeRecorder trees = (PlaceOf(actor, request.TicketId) ?? places.Own).Trees;
        ImmutableArray<FileTransition> goal = RevertDecisions.Goal(files, request.IsUndo);
        try
        {
            (string? tree, ImmutableArray<FileObservation> found) = goal.IsEmpty ? (null, []) : await trees.BeforeRevertAsync(goal.Select(file => file.Path), cancellationToken);
            CommandReply begun = await actor.SendAsync(new TrackCommand.BeginRevert(request.TicketId, request.IsUndo, request.IsForced, tree, found));
            if (begun.Refusal is not null || begun.State.Tickets[request.TicketId].Files.Revert is not { } revert)
            {
                return new RevertReply(begun, []);
            }

            ImmutableArray<FileTransition> written = RevertDecisions.Goal(begun.State.Tickets[request.TicketId].Files, request.IsUndo);
            await trees.RestoreAsync(written);
            return new RevertReply(await actor.SendAsync(new TrackCommand.FinishRevert(request.TicketId, revert.Number, request.IsUndo)), [.. written.Select(file => file.Path)]);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            string message = $"{failure.Message} Files before it are written, the others are as they were. Put that right and ask again, or choose the other direction.";
            return new RevertReply(new CommandReply(actor.State, new Refusal(RefusalCode.WrongState, message)), []);
        }
    }

    private static TicketState? Ticket(TrackActor actor, string ticketId) => actor.State.Tickets.GetValueOrDefault(ticketId);
}

/// <summary>What is asked.</summary>
/// <param name="IsUndo">A revert is undone.</param>
/// <param name="IsForced">Also files that others have changed since.</param>
internal sealed record RevertRequest(string TicketId, bool IsUndo, bool IsForced);

/// <summary>What became of it.</summary>
/// <param name="Files">Workspace-relative paths that were written or deleted; empty when it was refused.</param>
internal sealed record RevertReply(CommandReply Reply, ImmutableArray<string> Files);
