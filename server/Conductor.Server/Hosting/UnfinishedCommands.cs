using Conductor.Core.Tickets;
using Conductor.Workers.Processes;

namespace Conductor.Server.Hosting;

/// <summary>
/// Commands that the journal says were started, but not that they are over. A process that died may have left them running; whoever
/// opens the workspace next ends them before anything else is decided. Not thread-safe: used on an actor's own turn.
/// </summary>
internal sealed class UnfinishedCommands
{
    // A worker does one thing at a time, so an attempt has one command at most.
    private readonly Dictionary<(string TicketId, int Attempt), TrackEvent.CommandStarted> _open = [];

    /// <summary>Takes note of an event that another process recorded.</summary>
    public void Note(TrackEvent happened)
    {
        switch (happened)
        {
            case TrackEvent.CommandStarted started:
                _open[(started.TicketId, started.Attempt)] = started;
                break;
            case TrackEvent.ToolFinished finished:
                _open.Remove((finished.TicketId, finished.Attempt));
                break;
            case TrackEvent.AcceptanceRan ran:
                _open.Remove((ran.TicketId, ran.Attempt));
                break;
            default:
                break;
        }
    }

    /// <summary>Ends whatever of them still runs; a process that merely got the same id is left alone. At most two seconds each.</summary>
    /// <returns>To be recorded: those that were running and have been ended.</returns>
    public async Task<IReadOnlyList<TrackCommand.RecordCommandEnded>> EndAsync(TimeProvider time)
    {
        var ended = new List<TrackCommand.RecordCommandEnded>();
        foreach (TrackEvent.CommandStarted command in _open.Values)
        {
            if (await OrphanedCommands.EndAsync(command.ProcessId, command.ProcessStartedAt, time))
            {
                ended.Add(new TrackCommand.RecordCommandEnded(command.TicketId, command.Attempt, command.CallId, command.ProcessId));
            }
        }

        _open.Clear();
        return ended;
    }
}
