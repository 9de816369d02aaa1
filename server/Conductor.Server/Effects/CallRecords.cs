using Conductor.Core.Approvals;
using Conductor.Core.Tickets;
using Conductor.Server.Hosting;
using Conductor.Server.Snapshots;
using Conductor.Workers.Loop;

namespace Conductor.Server.Effects;

/// <summary>
/// Records around each call of one attempt what stands in the workspace. What was before stands in the same record as the call's start, and
/// what it changed in the same one as its end. Used by one worker, in order.
/// </summary>
internal sealed class CallRecords(TrackActor actor, AttemptKey key, TreeRecorder trees, WorkerEnvironment environment)
{
    // Calls before which something was recorded. The end of another one has nothing to tell, and need not wait for what other workers record.
    private readonly HashSet<string> _recorded = new(StringComparer.Ordinal);

    // Calls that may leave an exit code.
    private readonly HashSet<string> _commands = new(StringComparer.Ordinal);

    // The acceptance command that is under way: its end does not name it.
    private string? _acceptance;

    /// <summary>Before the worker starts or goes on: settles what was interrupted, and records the tree.</summary>
    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        await SettleAsync(actor, key.TicketId, trees, cancellationToken);
        await actor.SendAsync(new TrackCommand.RecordTree(await trees.BeforeAttemptAsync(key, cancellationToken)));
    }

    /// <summary>Calls of a ticket that had begun and whose end nobody saw: what differs since is taken for theirs, and marked as uncertain.</summary>
    public static async Task SettleAsync(TrackActor actor, string ticketId, TreeRecorder trees, CancellationToken cancellationToken)
    {
        foreach (TrackEvent.TreeRecorded open in actor.State.Tickets.GetValueOrDefault(ticketId)?.Files.Open.Values ?? [])
        {
            await actor.SendAsync(new TrackCommand.RecordFiles(await trees.AfterInterruptionAsync(open, cancellationToken)));
        }
    }

    /// <summary>Records what stands there before a tool call, with its start.</summary>
    /// <param name="change">What it is about to do to a file, where that is not what was proposed; null otherwise.</param>
    /// <param name="begin">Records the start; gets null for a call that changes nothing.</param>
    public async Task BeforeToolAsync(string callId, string arguments, PlannedChange? change, Func<TrackEvent.TreeRecorded?, Task> begin, CancellationToken cancellationToken)
    {
        ToolProposal? proposal = actor.State.Tickets.GetValueOrDefault(key.TicketId)?.Attempt?.Calls.GetValueOrDefault(callId)?.Proposal;
        ToolProposal? started = proposal is null ? null : EditedCalls.AsStarted(proposal, arguments, environment);
        if (started is { Risk: ToolRisk.Command })
        {
            _commands.Add(callId);
        }

        TrackEvent.TreeRecorded? before = started switch
        {
            { Risk: ToolRisk.Command } => await trees.BeforeCommandAsync(CallOf(callId), started.Command ?? started.Tool, cancellationToken),
            { Risk: ToolRisk.Write, Path: { } path } => await trees.BeforeWriteAsync(CallOf(callId), change?.Path ?? path, cancellationToken),
            _ => null,
        };
        if (before is { Problem: null })
        {
            _recorded.Add(callId);
        }

        try
        {
            await begin(before);
        }
        catch
        {
            // It is not made: the attempt was stopped, or nothing can be recorded.
            if (_recorded.Remove(callId))
            {
                await trees.ForgetAsync(CallOf(callId));
            }

            throw;
        }
    }

    /// <summary>Records the tree before an acceptance command does anything; a tool's command is recorded with its start.</summary>
    public async Task BeforeCommandAsync(string callId, CancellationToken cancellationToken)
    {
        TicketState? ticket = actor.State.Tickets.GetValueOrDefault(key.TicketId);
        if (ticket?.Attempt is { } attempt && !attempt.Calls.ContainsKey(callId))
        {
            _acceptance = callId;
            await actor.SendAsync(new TrackCommand.RecordTree(await trees.BeforeCommandAsync(CallOf(callId), $"acceptance of {key.TicketId}", cancellationToken)));
        }
    }

    /// <summary>What a tool call changed; null when it changes nothing.</summary>
    public Task<TrackEvent.FilesChanged?> AfterAsync(string callId) =>
        _recorded.Remove(callId) ? trees.AfterAsync(CallOf(callId)) : Task.FromResult<TrackEvent.FilesChanged?>(null);

    /// <summary>The end of a tool call is recorded, so what it left as evidence of it is not needed any more.</summary>
    public void Finished(string callId)
    {
        if (_commands.Remove(callId))
        {
            DeleteExitCode(callId);
        }
    }

    /// <summary>What the acceptance command changed that was started last; null when it could not be started.</summary>
    public async Task<TrackEvent.FilesChanged?> AfterAcceptanceAsync()
    {
        if (_acceptance is not { } callId)
        {
            return null;
        }

        _acceptance = null;
        // It is made again when its end is not recorded, so its exit code is no evidence.
        DeleteExitCode(callId);
        return await trees.AfterAsync(CallOf(callId));
    }

    /// <summary>After the worker has stopped, however: what its last call changed is known too.</summary>
    public async Task EndAsync()
    {
        foreach (CallKey call in await trees.UnfinishedAsync(key))
        {
            if (await trees.AfterAsync(call) is { } changed)
            {
                await actor.SendAsync(new TrackCommand.RecordFiles(changed));
            }
        }
    }

    private void DeleteExitCode(string callId)
    {
        try
        {
            if (environment.ExitCodeFolder is { } folder && ExitCodeFiles.PathFor(folder, key.TrackId, key.TicketId, key.Attempt, callId) is var file && File.Exists(file))
            {
                File.Delete(file);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // It goes when what is not needed is pruned.
        }
    }

    private CallKey CallOf(string callId) => new(key.TrackId, key.TicketId, key.Attempt, callId);
}
