using System.Globalization;
using Conductor.Core.Tickets;
using Conductor.Server.Hosting;
using Conductor.Workers.Processes;
using Conductor.Workers.Tools;

namespace Conductor.Server.Effects;

/// <summary>
/// Runs in a new working tree what the track's file wants run there. A few at a time: such commands download and build, and many tickets
/// become ready together. Thread-safe.
/// </summary>
internal sealed class TreeSetups(ToolContext tools) : IDisposable
{
    /// <summary>What it may take.</summary>
    public static readonly TimeSpan TimeLimit = TimeSpan.FromMinutes(10);

    /// <summary>Recorded for one that was ended because its time was over, and for one that could not be started, as shells have it.</summary>
    private const int TimedOut = 124;
    private const int NotStarted = 127;

    private const int MostAtATime = 4;
    private const string CallId = "tree-setup";
    private const int MostShown = 2000;

    private readonly SemaphoreSlim _slots = new(MostAtATime);

    /// <summary>Runs it to its end, and records that.</summary>
    /// <param name="root">The workspace in the tree, absolute.</param>
    /// <returns>Why the tree is of no use, in words for a person; null when all went well.</returns>
    /// <exception cref="OperationCanceledException">It was stopped, and everything it had started has been ended.</exception>
    public async Task<string?> RunAsync(TrackActor actor, AttemptKey key, string command, string root, CancellationToken cancellationToken)
    {
        await _slots.WaitAsync(cancellationToken);
        try
        {
            var request = new CommandRequest(command, root, TimeLimit)
            {
                OutputBytes = tools.Limits.OutputBytes,
                Started = (started, _) => actor.SendAsync(new TrackCommand.RecordCommandStarted(key.TicketId, key.Attempt, CallId, started.Pid, started.StartedAt)),
                StillRunning = started => actor.SendAsync(new TrackCommand.RecordCommandStillRunning(key.TicketId, key.Attempt, CallId, started.Pid)),
            };
            CommandResult result = await tools.Commands.RunAsync(request, cancellationToken);
            await RecordAsync(actor, key, command, result.ExitCode ?? TimedOut, result.Output);
            return result switch
            {
                { ExitCode: 0 } => null,
                { TimedOut: true } => $"The set-up command `{command}` of its working tree was ended after {TimeLimit.TotalMinutes:0} minutes. Make it shorter, then retry the ticket.{EndOf(result.Output)}",
                _ => string.Create(CultureInfo.InvariantCulture,
                    $"The set-up command `{command}` of its working tree ended with exit code {result.ExitCode}. Put right what it says, or change the command in the track's file (worktree, setup), then retry the ticket.{EndOf(result.Output)}"),
            };
        }
        catch (CommandStartException failure)
        {
            await RecordAsync(actor, key, command, NotStarted, failure.Message);
            return $"The set-up command `{command}` of its working tree could not be started: {failure.Message} Then retry the ticket.";
        }
        finally
        {
            _slots.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _slots.Dispose();

    private static Task<CommandReply> RecordAsync(TrackActor actor, AttemptKey key, string command, int exitCode, string output) =>
        actor.SendAsync(new TrackCommand.RecordSetUp(new TrackEvent.SetUpRan(key.TicketId, key.Attempt, command, exitCode, output)));

    private static string EndOf(string output) => output.Trim() switch
    {
        "" => " It wrote nothing.",
        { Length: <= MostShown } all => $" It wrote:\n{all}",
        var all => $" Its output ends with:\n{all[^MostShown..]}",
    };
}
