using Conductor.Core.Approvals;
using Conductor.Core.Tickets;

namespace Conductor.Core.Engine;

/// <summary>Decides what composers and workers report. A report about an attempt that is over is refused, except results: those are kept.</summary>
internal static class AttemptDecisions
{
    /// <summary>Decides one report.</summary>
    public static Refusal? Decide(DecisionBuilder decision, TrackCommand command) => command switch
    {
        TrackCommand.ProposeSpawn propose => ProposeSpawn(decision, propose),
        TrackCommand.ReportStale stale => WhileCurrent(decision, stale.TicketId, stale.Attempt, attempt =>
        {
            if (attempt is { Phase: AttemptPhase.Running, Steps.IsEmpty: true })
            {
                decision.Add(new TrackEvent.AttemptStale(stale.TicketId, stale.Attempt));
                TicketState ticket = decision.State.Tickets[stale.TicketId];
                if (ticket.UnmetDependencies > 0 || !attempt.Definition.AsksTheSameAs(ticket.Definition))
                {
                    AttemptEnding.PrepareAnew(decision, stale.TicketId, "What it was set up with has changed.");
                }
            }
        }),
        TrackCommand.BeginModelCall begin => WhileRunning(decision, begin.TicketId, begin.Attempt, attempt => BudgetDecisions.BeginCall(decision, begin, attempt)),
        TrackCommand.RecordModelAnswer record => Keep(decision, record.Answer),
        TrackCommand.RecordModelFailure record => WhileRunning(decision, record.Failure.TicketId, record.Failure.Attempt, _ => Keep(decision, record.Failure)),
        TrackCommand.ShortenConversation shorten => WhileCurrent(decision, shorten.TicketId, shorten.Attempt, _ =>
            decision.Add(new TrackEvent.ConversationShortened(shorten.TicketId, shorten.Attempt, shorten.CallIds))),
        TrackCommand.TellWorker tell => WhileCurrent(decision, tell.TicketId, tell.Attempt, _ =>
            decision.Add(new TrackEvent.WorkerTold(tell.TicketId, tell.Attempt, tell.Kind, tell.Text))),
        TrackCommand.ProposeTool propose => WhileCurrent(decision, propose.TicketId, propose.Attempt, attempt => ProposeTool(decision, propose, attempt)),
        TrackCommand.ProposeToolAgain again => WhileCurrent(decision, again.TicketId, again.Attempt, attempt => ProposeAgain(decision, again, attempt)),
        TrackCommand.BeginTool begin => BeginTool(decision, begin),
        TrackCommand.ReportInDoubt report => WhileCurrent(decision, report.TicketId, report.Attempt, attempt => DoubtDecisions.Ask(decision, report, attempt)),
        TrackCommand.RecordCommandEnded ended => Keep(decision, new TrackEvent.CommandEnded(ended.TicketId, ended.Attempt, ended.CallId, ended.ProcessId)),
        TrackCommand.RecordCommandStillRunning left => Keep(decision, new TrackEvent.CommandStillRunning(left.TicketId, left.Attempt, left.CallId, left.ProcessId)),
        TrackCommand.RecordCommandStarted started => Keep(
            decision, new TrackEvent.CommandStarted(started.TicketId, started.Attempt, started.CallId, started.ProcessId, started.ProcessStartedAt)),
        TrackCommand.FinishTool finish => FinishTool(decision, finish),
        TrackCommand.RecordAcceptance record => KeepAll(decision, record.Files, record.Ran),
        TrackCommand.RecordSetUp record => Keep(decision, record.Ran),
        TrackCommand.RecordTree record => Keep(decision, record.Recorded),
        TrackCommand.RecordFiles record => Keep(decision, record.Changed),
        TrackCommand.EndAttempt { Outcome: TicketOutcome.Completed } end when TrackEvolution.Find(decision.State, end.TicketId, end.Attempt) is (_, { Tree: not null }) =>
            new Refusal(RefusalCode.WrongState, $"{end.TicketId} works in a tree of its own: it is completed when its work has landed. Submit the work."),
        TrackCommand.EndAttempt end => WhileCurrent(decision, end.TicketId, end.Attempt, _ => EndAttempt(decision, end)),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "No decision is written for this command."),
    };

    private static Refusal? ProposeSpawn(DecisionBuilder decision, TrackCommand.ProposeSpawn propose) =>
        WhileCurrent(decision, propose.TicketId, propose.Attempt, attempt =>
        {
            if (attempt.Phase == AttemptPhase.Preparing)
            {
                decision.Add(new TrackEvent.ApprovalRequested(new ApprovalRequest.Spawn(
                    ApprovalIds.Of(decision.State, propose.TicketId, propose.Attempt, "spawn", attempt.SpawnAsks),
                    propose.TicketId,
                    propose.Attempt,
                    propose.ShownHash,
                    decision.Context.Now,
                    propose.Proposal)));
            }
        });

    private static void ProposeTool(DecisionBuilder decision, TrackCommand.ProposeTool propose, AttemptState attempt)
    {
        if (attempt.Calls.ContainsKey(propose.Call.CallId))
        {
            return;
        }

        Propose(decision, propose.TicketId, attempt, propose.Call, propose.ShownHash, overtaken: null);
    }

    /// <summary>A person's approval that no effect has followed yet gives way to the file as it is now. What a policy decides is not asked again.</summary>
    private static void ProposeAgain(DecisionBuilder decision, TrackCommand.ProposeToolAgain again, AttemptState attempt)
    {
        if (attempt.Calls.GetValueOrDefault(again.Call.CallId) is not { StartedWith: null, Decision: { Choice: ApprovalChoice.Approve, IsByPerson: true } approved } call)
        {
            return;
        }

        decision.Add(new TrackEvent.ToolOvertaken(again.TicketId, again.Attempt, again.Call.CallId, $"{again.Call.Path} has changed since it was approved."));
        Propose(decision, again.TicketId, attempt, again.Call, again.ShownHash, new OvertakenApproval(call.Proposal.Before, approved.Arguments), call.Asks);
    }

    private static void Propose(
        DecisionBuilder decision, string ticketId, AttemptState attempt, ToolProposal call, string shownHash, OvertakenApproval? overtaken, int asks = 0)
    {
        call = call with { OwnedBy = FileOwners.OtherOwner(decision.State, decision.Context.Others, ticketId, call) };
        decision.Add(new TrackEvent.ToolProposed(ticketId, attempt.Number, call));
        bool stepMode = attempt.Definition.StepMode || decision.State.Run.Options?.StepMode == true;
        if (ApprovalPolicy.WhyRefuse(call, decision.Context.Mode, stepMode) is { } taken)
        {
            decision.Add(new TrackEvent.ToolDecided(ticketId, attempt.Number, call.CallId, new ApprovalDecision(ApprovalChoice.Reject, "policy:never", taken)));
            return;
        }

        string? why = ApprovalPolicy.WhyAsk(call, decision.Context.Mode, stepMode, decision.State.Tickets[ticketId].Rules);
        if (why is null)
        {
            string by = $"policy:{decision.Context.Mode.ToString().ToLowerInvariant()}";
            decision.Add(new TrackEvent.ToolDecided(ticketId, attempt.Number, call.CallId, new ApprovalDecision(ApprovalChoice.Approve, by)));
            return;
        }

        decision.Add(new TrackEvent.ApprovalRequested(new ApprovalRequest.Tool(
            ApprovalIds.Of(decision.State, ticketId, attempt.Number, call.CallId, asks),
            ticketId,
            attempt.Number,
            shownHash,
            decision.Context.Now,
            call,
            overtaken is null ? why : $"{call.Path} has changed since you decided. {why}",
            overtaken)));
    }

    /// <summary>
    /// An effect needs an approval, runs with exactly the arguments approved, and is never repeated blindly: only once more for each time a
    /// person says so. What changes nothing may be begun again.
    /// </summary>
    private static Refusal? BeginTool(DecisionBuilder decision, TrackCommand.BeginTool begin) =>
        WhileRunning(decision, begin.TicketId, begin.Attempt, attempt => attempt.Calls.GetValueOrDefault(begin.CallId) switch
        {
            not { Decision.Choice: ApprovalChoice.Approve } =>
                new Refusal(RefusalCode.WrongState, $"The tool call {begin.CallId} was not approved, so it must not run. Propose it and wait for the decision."),
            { } call when DoubtDecisions.IsAsked(attempt, call) =>
                new Refusal(RefusalCode.WrongState, $"It is not known what became of the tool call {begin.CallId}, and a person is being asked. Wait for the decision."),
            { IsFinished: true } or { StartedWith: not null, MayRunAgain: false, Proposal.Risk: ToolRisk.Write or ToolRisk.Command } =>
                new Refusal(RefusalCode.WrongState, $"The tool call {begin.CallId} was begun before. Find out what it did, and propose a new call if it is needed again."),
            { } call when begin.Arguments != (call.Decision.Arguments ?? call.Proposal.Arguments) =>
                new Refusal(RefusalCode.Stale, $"The arguments of the tool call {begin.CallId} are not those approved. Run it with those, or propose a new call."),
            _ => KeepAll(decision, begin.Before, new TrackEvent.ToolStarted(begin.TicketId, begin.Attempt, begin.CallId, begin.Arguments, begin.Change)),
        });

    /// <summary>Results are kept whatever became of the attempt, but a call ends once.</summary>
    private static Refusal? FinishTool(DecisionBuilder decision, TrackCommand.FinishTool finish)
    {
        TrackEvent.ToolFinished finished = finish.Finished;
        if (TrackEvolution.Find(decision.State, finished.TicketId, finished.Attempt) is var (_, attempt)
            && attempt.Calls.GetValueOrDefault(finished.CallId) is { } call)
        {
            if (call.IsFinished)
            {
                return null;
            }

            DoubtDecisions.Withdraw(decision, finished.TicketId, attempt, call);
        }

        if (finish.Change is { } change)
        {
            decision.Add(change);
        }

        return KeepAll(decision, finish.Files, finished);
    }

    private static void EndAttempt(DecisionBuilder decision, TrackCommand.EndAttempt end)
    {
        AttemptEnding.EndIfActive(decision, end.TicketId, end.Outcome);
        if (end.StopsRun is not null && decision.State.Run is { IsAlive: true, Stopping: null })
        {
            AccountTrouble.Decide(decision, end.TicketId, end.StopsRun, end.Account);
        }
    }

    private static Refusal? Keep(DecisionBuilder decision, TrackEvent happened)
    {
        decision.Add(happened);
        return null;
    }

    private static Refusal? KeepAll(DecisionBuilder decision, TrackEvent? first, TrackEvent then)
    {
        if (first is not null)
        {
            decision.Add(first);
        }

        return Keep(decision, then);
    }

    private static Refusal? WhileCurrent(DecisionBuilder decision, string ticketId, int number, Action<AttemptState> decide)
    {
        if (TrackEvolution.Find(decision.State, ticketId, number) is not var (_, attempt))
        {
            return Over(decision, ticketId, number);
        }

        decide(attempt);
        return null;
    }

    /// <summary>For what may only happen while the attempt has its worker: not after a pause, however close the two were.</summary>
    private static Refusal? WhileRunning(DecisionBuilder decision, string ticketId, int number, Func<AttemptState, Refusal?> decide)
    {
        if (TrackEvolution.Find(decision.State, ticketId, number) is not var (_, attempt))
        {
            return Over(decision, ticketId, number);
        }

        return attempt.Phase == AttemptPhase.Running
            ? decide(attempt)
            : new Refusal(RefusalCode.WrongState, $"Attempt {decision.State.NumberTold(ticketId, number)} of {ticketId} has no worker now. Resume the run and wait until it goes on.");
    }

    private static Refusal Over(DecisionBuilder decision, string ticketId, int number) =>
        new(RefusalCode.WrongState, $"Attempt {decision.State.NumberTold(ticketId, number)} of {ticketId} is over. Retry the ticket to begin another one.");
}
