using Conductor.Core.Tickets;
using Conductor.Workers.Loop;

namespace Conductor.Server.Effects;

/// <summary>Finds what a process that died has left in doubt, so that a person is asked as soon as the track is opened. Changes nothing.</summary>
internal sealed class RecoveredCalls(WorkerEnvironment environment)
{
    /// <summary>A question for each call that had begun and might be done twice. Only right while no worker of the track is alive.</summary>
    public IReadOnlyList<TrackCommand> InDoubt(TrackState state) =>
    [
        .. from key in state.Active
           let attempt = state.Tickets[key.TicketId].Attempt
           where attempt is not null
           from call in attempt.Calls.Values
           where InterruptedCalls.IsInDoubt(call, environment)
           orderby call.Proposal.CallId
           select new TrackCommand.ReportInDoubt(
               key.TicketId, attempt.Number, call.Proposal.CallId, InterruptedCalls.Find(key.TicketId, attempt.Number, call, environment)),
    ];
}
