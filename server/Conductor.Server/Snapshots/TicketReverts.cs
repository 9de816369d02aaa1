using System.Collections.Immutable;
using Conductor.Core.Engine;
using Conductor.Core.Tickets;
using Conductor.Server.Effects;
using Conductor.Server.Hosting;
using Conductor.Server.Storage;

namespace Conductor.Server.Snapshots;

/// <summary>
/// Takes back what a ticket changed, and undoes that: looks at the files, records the intention, writes, records the end. Asked again after
/// a crash in between it goes on, since a file that is already as it is to become stays. One at a time. Thread-safe.
/// </summary>
internal sealed class TicketReverts(TreeRecorder trees, WorkspaceOwnership ownership, WorkerHost workers) : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1);

    /// <summary>Carries one out.</summary>
    public async Task<RevertReply> CarryOutAsync(TrackActor actor, RevertRequest request, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            // Held until the files are written: no other process may begin to work on them meanwhile.
            using WorkspaceOwnership.Lease? lease = ownership.TryTake();
            if (lease is not null && Ticket(actor, request) is { } ticket && RevertDecisions.WhyNot(actor.State, ticket, request.IsUndo) is null)
            {
                await workers.WoundDownAsync(actor.TrackId, request.TicketId).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                await CallRecords.SettleAsync(actor, request.TicketId, trees, cancellationToken);
            }

            return await WriteAsync(actor, request, cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();

    private async Task<RevertReply> WriteAsync(TrackActor actor, RevertRequest request, CancellationToken cancellationToken)
    {
        TicketFiles files = Ticket(actor, request)?.Files ?? new TicketFiles();
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

    private static TicketState? Ticket(TrackActor actor, RevertRequest request) => actor.State.Tickets.GetValueOrDefault(request.TicketId);
}

/// <summary>What is asked.</summary>
/// <param name="IsUndo">A revert is undone.</param>
/// <param name="IsForced">Also files that others have changed since.</param>
internal sealed record RevertRequest(string TicketId, bool IsUndo, bool IsForced);

/// <summary>What became of it.</summary>
/// <param name="Files">Workspace-relative paths that were written or deleted; empty when it was refused.</param>
internal sealed record RevertReply(CommandReply Reply, ImmutableArray<string> Files);
