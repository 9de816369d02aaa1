using Conductor.Core.Tickets;

namespace Conductor.Core.Engine;

/// <summary>Who is at work, in the field's words.</summary>
public static class ActiveTier
{
    private const int MostNamed = 4;

    /// <summary>
    /// For example <c>Tier 3 (Worker): T-7</c>; empty when no run is alive, and while a paused one has no worker. Workers that wait for their
    /// model are named when none is at work and no gate is open, tickets that wait to be started by a person only when nobody waits so either.
    /// </summary>
    public static string Of(TrackState state)
    {
        bool isRunning = state.Run.Status == RunStatus.Running;
        if (!isRunning && state.RunningCount == 0)
        {
            return "";
        }

        var working = new List<string>();
        var waiting = new List<string>();
        var landing = new List<string>();
        var unanswered = new List<(string TicketId, string Provider)>();
        bool preparing = false;
        foreach (ReadyKey key in state.Active)
        {
            TicketState ticket = state.Tickets[key.TicketId];
            TicketPhase phase = TicketPhases.Of(state, ticket);
            preparing |= phase is TicketPhase.Preparing;
            if (phase == TicketPhase.Running && ticket.Attempt?.Waiting is { } wait)
            {
                unanswered.Add((key.TicketId, wait.Provider));
            }
            else if (phase == TicketPhase.Running)
            {
                working.Add(key.TicketId);
            }
            else if (phase == TicketPhase.Landing)
            {
                landing.Add(key.TicketId);
            }
            else if (phase is TicketPhase.AwaitingSpawn or TicketPhase.AwaitingTool or TicketPhase.AwaitingLanding or TicketPhase.Conflict)
            {
                waiting.Add(key.TicketId);
            }
        }

        if (working.Count > 0)
        {
            return $"Tier 3 (Worker): {Names(working)}";
        }

        if (landing.Count > 0)
        {
            return $"Landing: {Names(landing)}";
        }

        if (preparing)
        {
            return "Tier 2 (Tech Lead)";
        }

        if (waiting.Count == 0 && unanswered.Count > 0)
        {
            return $"Waiting for {string.Join(", ", unanswered.Select(call => call.Provider).Distinct())}: {Names([.. unanswered.Select(call => call.TicketId)])}";
        }

        if (isRunning && waiting.Count == 0)
        {
            waiting.AddRange(Unstarted(state));
        }

        return waiting.Count > 0 ? $"Awaiting Approval: {Names(waiting)}" : "Tier 2 (Tech Lead)";
    }

    private static IEnumerable<string> Unstarted(TrackState state) =>
        state.ReadyForPerson.Concat(state.ReadyInStepMode).Concat(state.Ready).Take(MostNamed + 1).Select(key => key.TicketId);

    private static string Names(List<string> ids) =>
        string.Join(", ", ids.Take(MostNamed)) + (ids.Count > MostNamed ? ", …" : "");
}
