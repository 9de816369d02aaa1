namespace Conductor.Workers.Processes;

/// <summary>Ends what a sidecar that died has left running.</summary>
public static class OrphanedCommands
{
    /// <summary>
    /// Ends the processes of a recorded command, when they are its processes: the id and the start stamp must both match, since ids are
    /// used again. Where the command itself is gone, what it left behind is found by its mark (on Linux) and ended too.
    /// </summary>
    public static Task<OrphanEnding> EndAsync(int pid, string startedAt, TimeProvider time) =>
        EndAsync(new CommandSession(new CommandStarted(pid, startedAt)), time);

    internal static async Task<OrphanEnding> EndAsync(CommandSession session, TimeProvider time)
    {
        var isThere = ProcessTable.Find(session.Command.Pid)?.StartedAt == session.Command.StartedAt || session.MarkedMembers().Count > 0;
        return !isThere ? OrphanEnding.NothingThere
            : await session.EndAsync(time) ? OrphanEnding.Ended
            : OrphanEnding.StillRunning;
    }
}

/// <summary>What became of a command that might have been left running.</summary>
public enum OrphanEnding
{
    /// <summary>Nothing of it was there.</summary>
    NothingThere,

    /// <summary>Something was running and has been ended.</summary>
    Ended,

    /// <summary>Something was running and could not be ended: it still runs.</summary>
    StillRunning,
}
