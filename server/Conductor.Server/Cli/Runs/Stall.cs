using Conductor.Core.Tickets;

namespace Conductor.Server.Cli.Runs;

/// <summary>
/// A running track in which nothing is under way: the scheduler has started whatever it may, so all that is left waits for a person, who in
/// an editor would mark a ticket as done or run it. A terminal has no such button, so the run is paused there rather than waiting for ever.
/// </summary>
internal static class Stall
{
    private const int MostNamed = 5;

    /// <summary>For whom the run waits, in words; null while anything is under way.</summary>
    public static string? Of(TrackState state)
    {
        if (state.Run is not { Status: RunStatus.Running, Stopping: null } || !state.Active.IsEmpty)
        {
            return null;
        }

        IEnumerable<string> persons = state.ReadyForPerson.Take(MostNamed).Select(key => $"{key.TicketId} waits for {state.Tickets[key.TicketId].Definition.AssignedTo} to do it.");
        IEnumerable<string> unasked = state.Ready.Concat(state.ReadyInStepMode).Take(MostNamed).Select(key => $"{key.TicketId} waits to be run, because the run does not start tickets by itself.");
        int named = Math.Min(state.ReadyForPerson.Count, MostNamed) + Math.Min(state.Ready.Count + state.ReadyInStepMode.Count, MostNamed);
        int more = state.ReadyForPerson.Count + state.Ready.Count + state.ReadyInStepMode.Count - named;
        IEnumerable<string> unaccepted = state.Unaccepted.Take(MostNamed).Select(key => $"{key.TicketId} is {state.Tickets[key.TicketId].Outcome?.Status}.");
        return string.Join(" ", persons.Concat(unasked).Concat(more > 0 ? [$"And {more} more."] : []).Concat(unaccepted));
    }

    /// <summary>How such a run counts: failed beats blocked.</summary>
    public static RunStatus StatusOf(TrackState state) =>
        state.Unaccepted.Any(key => state.Tickets[key.TicketId].Outcome is TicketOutcome.Failed) ? RunStatus.Failed : RunStatus.Blocked;
}
