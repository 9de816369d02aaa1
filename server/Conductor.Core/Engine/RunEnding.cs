using Conductor.Core.Tickets;

namespace Conductor.Core.Engine;

/// <summary>How a run that cannot go on ends, and in which words.</summary>
internal static class RunEnding
{
    private const int MostNamed = 5;

    /// <summary>Done when all is accepted; else failed beats blocked.</summary>
    public static (RunStatus Status, string Detail) Of(TrackState state)
    {
        if (state.IsAllAccepted)
        {
            return (RunStatus.Done, Stale(state));
        }

        List<TicketState> ended = [.. state.Unaccepted.Select(key => state.Tickets[key.TicketId])];
        bool anyFailed = ended.Any(ticket => ticket.Outcome is TicketOutcome.Failed);
        IEnumerable<string> sentences = ended.Take(MostNamed).Select(Describe);
        if (ended.Count > MostNamed)
        {
            sentences = sentences.Append($"And {ended.Count - MostNamed} more.");
        }

        int held = state.Run.Held.Count(id => state.Tickets.GetValueOrDefault(id) is { Outcome: null, Hold: not null });
        if (held > 0)
        {
            sentences = sentences.Append(held == 1 ? "1 ticket with a model of the same provider was not begun." : $"{held} tickets with models of the same provider were not begun.");
        }

        int waiting = state.Tickets.Count - state.AcceptedCount - ended.Count - held;
        if (waiting > 0)
        {
            string whom = ended.Count == 1 ? "it" : "them";
            sentences = sentences.Append(waiting == 1 ? $"1 ticket waits for {whom}." : $"{waiting} tickets wait for {whom}.");
        }

        return (anyFailed ? RunStatus.Failed : RunStatus.Blocked, string.Join(" ", sentences));
    }

    /// <summary>Which completed tickets may not fit any more what they were built on; empty when all do.</summary>
    private static string Stale(TrackState state)
    {
        List<string> stale = [.. state.Graph.Tickets.Select(ticket => ticket.Id).Where(id => state.Tickets[id].IsStale)];
        if (stale.Count == 0)
        {
            return "";
        }

        string named = string.Join(", ", stale.Take(MostNamed)) + (stale.Count > MostNamed ? $" and {stale.Count - MostNamed} more" : "");
        return $"{named} {(stale.Count == 1 ? "is" : "are")} stale: what {(stale.Count == 1 ? "it was" : "they were")} built on has changed since. Retry {(stale.Count == 1 ? "it, or confirm that it still holds" : "them, or confirm that they still hold")}.";
    }

    private static string Describe(TicketState ticket) => ticket.Outcome switch
    {
        TicketOutcome.Blocked blocked => $"{ticket.Definition.Id} is blocked: {EndSentence(blocked.Reason)}",
        TicketOutcome.Failed failed => $"{ticket.Definition.Id} failed: {EndSentence(failed.Error)}",
        TicketOutcome.Cancelled cancelled => $"{ticket.Definition.Id} was cancelled: {EndSentence(cancelled.Reason)}",
        _ => $"{ticket.Definition.Id} has not ended.",
    };

    private static string EndSentence(string text) => text.EndsWith('.') || text.EndsWith('?') || text.EndsWith('!') ? text : text + ".";
}
