using Conductor.Core.Tickets;

namespace Conductor.Core.Engine;

/// <summary>
/// (state, command, context) → events or a refusal. Pure: no clock, no ids, no effects. After each accepted command the scheduler
/// advances the run in the same decision, so a ticket is started in the same turn as the event that frees it.
/// </summary>
public static class TrackDecider
{
    /// <summary>Decides one command.</summary>
    public static Decision Decide(TrackState state, TrackCommand command, DecisionContext context)
    {
        var decision = new DecisionBuilder(state, context);
        Refusal? refusal = command switch
        {
            TrackCommand.Define define => DefinitionDecisions.Define(decision, define),
            TrackCommand.StartRun start => RunDecisions.Start(decision, start),
            TrackCommand.PauseRun pause => RunDecisions.Pause(decision, pause),
            TrackCommand.ResumeRun => RunDecisions.Resume(decision),
            TrackCommand.AddBudget add => BudgetDecisions.Add(decision, add),
            TrackCommand.CancelRun cancel => RunDecisions.Cancel(decision, cancel.Reason),
            TrackCommand.RequestTicket request => TicketDecisions.Request(decision, request),
            TrackCommand.RetryTicket retry => TicketDecisions.Retry(decision, retry),
            TrackCommand.SkipTicket skip => TicketDecisions.Skip(decision, skip),
            TrackCommand.MarkTicketDone done => TicketDecisions.MarkDone(decision, done),
            TrackCommand.ConfirmTicket confirm => Staleness.Confirm(decision, confirm),
            TrackCommand.CancelTicket cancel => TicketDecisions.Cancel(decision, cancel),
            TrackCommand.WaiveDependency waive => TicketDecisions.Waive(decision, waive),
            TrackCommand.SendMessage send => TicketDecisions.Send(decision, send),
            TrackCommand.BeginRevert begin => RevertDecisions.Begin(decision, begin),
            TrackCommand.FinishRevert finish => RevertDecisions.Finish(decision, finish),
            TrackCommand.Decide decide => ApprovalDecisions.Decide(decision, decide),
            TrackCommand.RecordIntegration or TrackCommand.RecordMerge or TrackCommand.RecordWorkingTree or TrackCommand.SubmitWork or TrackCommand.StopLanding or TrackCommand.FinishLanding or TrackCommand.RecordLandingRevert or TrackCommand.RecordTreeRemoval =>
                LandingDecisions.Decide(decision, command),
            TrackCommand.Reschedule => null,
            _ => AttemptDecisions.Decide(decision, command),
        };
        if (refusal is not null)
        {
            return new Decision([], state, refusal);
        }

        Scheduler.Advance(decision);
        BudgetDecisions.Watch(decision);
        return decision.Build();
    }
}
