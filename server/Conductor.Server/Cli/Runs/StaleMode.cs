using Conductor.Core.Tickets;

namespace Conductor.Server.Cli.Runs;

/// <summary>What a run does first about completed tickets that may not fit any more what they were built on.</summary>
internal enum StaleMode
{
    /// <summary>Nothing.</summary>
    Leave,

    /// <summary>They are done again.</summary>
    Rerun,

    /// <summary>They count as built on what stands now.</summary>
    Confirm,
}

/// <summary>The commands that a mode stands for.</summary>
internal static class StaleModes
{
    /// <summary>One for each stale ticket, those that others were built on first.</summary>
    /// <param name="model">For a run that this begins.</param>
    public static IEnumerable<TrackCommand> Commands(this StaleMode mode, TrackState state, string model) => mode == StaleMode.Leave
        ? []
        : state.Graph.Tickets.Where(ticket => state.Tickets[ticket.Id].IsStale).OrderByDescending(ticket => state.Graph.ChainLengthOf(ticket.Id)).Select(ticket => mode == StaleMode.Rerun
            ? (TrackCommand)new TrackCommand.RetryTicket(ticket.Id, Note: null, model)
            : new TrackCommand.ConfirmTicket(ticket.Id));
}
