using Conductor.Core.Tickets;
using Conductor.Workers.Loop;

namespace Conductor.Server.Effects;

/// <summary>
/// Finds what a process that died has left in doubt, so that a person is asked as soon as the track is opened. Changes nothing but that
/// half-written files of those calls are deleted.
/// </summary>
internal sealed class RecoveredCalls(AttemptPlaces places)
{
    /// <summary>A question for each call that had begun and might be done twice. Only right while no worker of the track is alive.</summary>
    public IReadOnlyList<TrackCommand> InDoubt(TrackState state)
    {
        var questions = new List<TrackCommand>();
        foreach ((string ticketId, AttemptState attempt, ToolCallState call, WorkerEnvironment environment) in Interrupted(state))
        {
            InterruptedCalls.DeleteLeftOvers(call, environment);
            string callId = call.Proposal.CallId;
            questions.Add(new TrackCommand.ReportInDoubt(ticketId, attempt.Number, callId, InterruptedCalls.Find(state.Header.TrackId, ticketId, attempt.Number, call, environment)));
        }

        return questions;
    }

    /// <summary>Where a tree is gone, nothing of its calls can be done twice: the attempt ends when it would go on.</summary>
    private IEnumerable<(string TicketId, AttemptState Attempt, ToolCallState Call, WorkerEnvironment Environment)> Interrupted(TrackState state) =>
        from key in state.Active
        let attempt = state.Tickets[key.TicketId].Attempt
        where attempt is not null
        let environment = places.Find(attempt.Tree)?.Environment
        where environment is not null
        from call in attempt.Calls.Values
        where InterruptedCalls.IsInDoubt(call, environment)
        orderby call.Proposal.CallId
        select (key.TicketId, attempt, call, environment);
}
