using Conductor.Core.Tickets;
using Conductor.Server.Hosting;
using Conductor.Workers.Loop;
using Conductor.Workers.Tools;
using Conductor.Workers.Workspaces;

namespace Conductor.Server.Effects;

/// <summary>Runs commands that a track declares in a working tree, for one attempt: each one's process is recorded before it does anything.</summary>
internal sealed class TreeCommands(TrackActor actor, AttemptKey key, ToolContext tools)
{
    /// <summary>Runs one to its end.</summary>
    /// <param name="callId">Names it among what the attempt runs.</param>
    /// <param name="root">The workspace in the tree, absolute.</param>
    /// <exception cref="OperationCanceledException">It was stopped, and everything it had started has been ended.</exception>
    public Task<DeclaredResult> RunAsync(string callId, string command, string root, CancellationToken cancellationToken) => DeclaredCommand.RunAsync(
        tools with
        {
            Root = WorkspaceRoot.Open(root),
            CommandStarted = (started, token) => RecordAsync(new TrackCommand.RecordCommandStarted(key.TicketId, key.Attempt, callId, started.Pid, started.StartedAt), token),
            CommandStillRunning = left => RecordAsync(new TrackCommand.RecordCommandStillRunning(key.TicketId, key.Attempt, callId, left.Pid), CancellationToken.None),
            ExitCodeFile = null,
        },
        command,
        cancellationToken);

    /// <summary>Runs a tree's set-up command to its end, and records how it ended.</summary>
    /// <inheritdoc cref="RunAsync"/>
    public async Task<DeclaredResult> SetUpAsync(string callId, string command, string root, CancellationToken cancellationToken)
    {
        DeclaredResult result = await RunAsync(callId, command, root, cancellationToken);
        await actor.SendAsync(new TrackCommand.RecordSetUp(new TrackEvent.SetUpRan(key.TicketId, key.Attempt, command, result.ExitCode, result.Output)));
        return result;
    }

    private async Task RecordAsync(TrackCommand command, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await actor.SendAsync(command);
    }
}
