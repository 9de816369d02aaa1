using Conductor.Core.Tickets;
using Conductor.Workers.Processes;

namespace Conductor.Server.Hosting;

/// <summary>
/// Commands that the journal says were started, but not that they are over, or that would not end. A process that died may have left them
/// running; whoever opens the workspace next ends them before anything else is decided. Not thread-safe: used on an actor's own turn.
/// </summary>
internal sealed class UnfinishedCommands
{
    // A worker does one thing at a time, so an attempt has one command at most.
    private readonly Dictionary<(string TicketId, int Attempt), TrackEvent.CommandStarted> _open = [];

    // Those that would not end, whatever became of their calls: they are looked at again each time.
    private readonly List<TrackEvent.CommandStarted> _left = [];

    /// <summary>What would not end takes its time each time it is tried, and whoever waits for the turn waits with it.</summary>
    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(30);

    private long? _tried;

    /// <summary>Takes note of an event.</summary>
    public void Note(TrackEvent happened)
    {
        switch (happened)
        {
            case TrackEvent.CommandStarted started:
                _open[(started.TicketId, started.Attempt)] = started;
                break;
            case TrackEvent.CommandStillRunning left when _open.GetValueOrDefault((left.TicketId, left.Attempt)) is { } command && command.ProcessId == left.ProcessId:
                _open.Remove((left.TicketId, left.Attempt));
                _left.Add(command);
                break;
            case TrackEvent.CommandEnded ended:
                _left.RemoveAll(command => (command.TicketId, command.Attempt, command.ProcessId) == (ended.TicketId, ended.Attempt, ended.ProcessId));
                break;
            case TrackEvent.ToolFinished finished:
                _open.Remove((finished.TicketId, finished.Attempt));
                break;
            case TrackEvent.AcceptanceRan ran:
                _open.Remove((ran.TicketId, ran.Attempt));
                break;
            case TrackEvent.SetUpRan ran:
                _open.Remove((ran.TicketId, ran.Attempt));
                break;
            default:
                break;
        }
    }

    /// <summary>Ends whatever of them still runs; a process that merely got the same id is left alone. At most two seconds each.</summary>
    /// <param name="end">Ends a command by its process id and start stamp.</param>
    /// <returns>To be recorded: those that were running and have ended, and those that could not be ended.</returns>
    public async Task<IReadOnlyList<TrackCommand>> EndAsync(Func<int, string, Task<OrphanEnding>> end, TimeProvider time)
    {
        var found = new List<TrackCommand>();
        bool isDue = _tried is not { } tried || time.GetElapsedTime(tried) >= BetweenTries;
        foreach (TrackEvent.CommandStarted command in isDue ? _left.ToArray() : [])
        {
            _tried = time.GetTimestamp();

            // Also one that has ended by itself: it was recorded as running.
            if (await end(command.ProcessId, command.ProcessStartedAt) != OrphanEnding.StillRunning)
            {
                found.Add(Ended(command));
                _left.Remove(command);
            }
        }

        foreach (TrackEvent.CommandStarted command in _open.Values)
        {
            OrphanEnding ending = await end(command.ProcessId, command.ProcessStartedAt);
            if (ending == OrphanEnding.Ended)
            {
                found.Add(Ended(command));
            }
            else if (ending == OrphanEnding.StillRunning)
            {
                found.Add(new TrackCommand.RecordCommandStillRunning(command.TicketId, command.Attempt, command.CallId, command.ProcessId));
                _left.Add(command);
                _tried = time.GetTimestamp();
            }
        }

        _open.Clear();
        return found;
    }

    private static TrackCommand.RecordCommandEnded Ended(TrackEvent.CommandStarted command) =>
        new(command.TicketId, command.Attempt, command.CallId, command.ProcessId);
}
