namespace Conductor.Workers.Processes;

/// <summary>Ends what a sidecar that died has left running.</summary>
public static class OrphanedCommands
{
    /// <summary>
    /// Ends the processes of a recorded command, when they are its processes: the id and the start stamp must both match, since ids are
    /// used again. Where the command itself is gone, what it left behind is found by its mark (on Linux) and ended too.
    /// </summary>
    /// <returns>True when something was running and has been ended.</returns>
    public static async Task<bool> EndAsync(int pid, string startedAt, TimeProvider time)
    {
        var session = new CommandSession(new CommandStarted(pid, startedAt));
        var leader = ProcessTable.Find(pid);
        if (leader?.StartedAt == startedAt)
        {
            return await session.EndAsync(time);
        }
        return session.MarkedMembers().Count > 0 && await session.EndAsync(time);
    }
}
