using Conductor.Core.Approvals;
using Conductor.Core.Landing;
using Conductor.Core.Tickets;

namespace Conductor.Core.Engine;

/// <summary>Decides how work lands: one at a time, in the order of tickets, after a person has said so where one is asked.</summary>
public static class LandingDecisions
{
    /// <summary>The kind of a ticket that is blocked because its work did not land.</summary>
    public const string BlockedKind = "landing";

    /// <summary>Decides one report.</summary>
    internal static Refusal? Decide(DecisionBuilder decision, TrackCommand command) => command switch
    {
        TrackCommand.RecordIntegration record => Keep(decision, new TrackEvent.IntegrationBegun(record.Branch)),
        TrackCommand.RecordMerge record => Keep(decision, new TrackEvent.IntegrationMerged(record.Onto, record.Tip)),
        TrackCommand.RecordWorkingTree record => While(decision, record.TicketId, record.Attempt, null, _ => decision.Add(new TrackEvent.TreeReady(record.TicketId, record.Attempt, record.Tree, record.Earlier))),
        TrackCommand.SubmitWork submit => While(decision, submit.TicketId, submit.Attempt, AttemptPhase.Running, attempt => Submit(decision, submit, attempt)),
        TrackCommand.StopLanding stop => While(decision, stop.TicketId, stop.Attempt, AttemptPhase.Landing, _ => Stop(decision, stop)),
        TrackCommand.FinishLanding finish => Finish(decision, finish),
        TrackCommand.RecordLandingRevert revert => Revert(decision, revert),
        TrackCommand.RecordTreeRemoval removal => Remove(decision, removal),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "No decision is written for this command."),
    };

    /// <summary>Begins the next landing, unless one is under way: landings are serial.</summary>
    internal static void StartNext(DecisionBuilder decision)
    {
        ReadyKey? next = null;
        foreach (ReadyKey key in decision.State.Active)
        {
            AttemptState? attempt = decision.State.Tickets[key.TicketId].Attempt;
            if (attempt is { Phase: AttemptPhase.Landing })
            {
                return;
            }

            next ??= attempt is { Phase: AttemptPhase.Submitted, MayLand: true } ? key : null;
        }

        if (next is { } first && decision.State.Tickets[first.TicketId].Attempt is { } ready)
        {
            decision.Add(new TrackEvent.LandingStarted(first.TicketId, ready.Number));
        }
    }

    /// <summary>Whose word lets work land that was asked about before the run was told to land by itself.</summary>
    internal const string ByPolicy = "policy:auto";

    /// <summary>A live run that is told to land by itself does so with what it has asked about already, where it would not have asked.</summary>
    internal static void LandByPolicy(DecisionBuilder decision)
    {
        if (decision.State.Run.Options is not { Landing: LandingPolicy.Auto })
        {
            return;
        }

        foreach (ApprovalRequest.Landing request in decision.State.OpenApprovals.Values.OfType<ApprovalRequest.Landing>())
        {
            if (request.Problem is null && TrackEvolution.Find(decision.State, request.TicketId, request.Attempt) is var (_, attempt) && !WasDeclined(attempt))
            {
                decision.Add(new TrackEvent.ApprovalDecided(request.ApprovalId, request.TicketId, request.Attempt, new ApprovalDecision(ApprovalChoice.Approve, ByPolicy)));
            }
        }
    }

    /// <summary>Does what a person said about work that is to land.</summary>
    internal static void Settle(DecisionBuilder decision, ApprovalRequest.Landing request, ApprovalDecision answer)
    {
        switch (answer.Choice)
        {
            case ApprovalChoice.SendBack:
                decision.Add(new TrackEvent.WorkReturned(request.TicketId, request.Attempt, WorkReturns.Review, WorkReturns.ReviewHead + answer.Reason?.Trim()));
                if (request.Problem is { Kind: LandingProblemKind.Conflict } conflict)
                {
                    // Done on what it began with, the work would meet the same conflict again.
                    decision.Add(new TrackEvent.WorkerTold(request.TicketId, request.Attempt, WorkReturns.Conflict, ConflictText(conflict)));
                }

                break;
            case ApprovalChoice.Resolve:
                decision.Add(new TrackEvent.WorkReturned(request.TicketId, request.Attempt, WorkReturns.Conflict, ConflictText(request.Problem)));
                break;
            case ApprovalChoice.Reject:
                string reason = string.IsNullOrWhiteSpace(answer.Reason) ? "The work was not accepted." : answer.Reason;
                AttemptEnding.EndIfActive(decision, request.TicketId, new TicketOutcome.Blocked(BlockedKind, reason));
                break;
            default:
                // Approved: it lands when it is its turn. Aborted: the run ends.
                break;
        }
    }

    /// <summary>What becomes of a ticket whose work waits when its run ends.</summary>
    public static TicketOutcome LeftUnlanded(AttemptState attempt, string reason) =>
        new TicketOutcome.Cancelled(
        $"{reason} Its work had not landed; it is kept on {attempt.Tree?.Branch}. Bring it into your branch with git merge {attempt.Tree?.Branch}, or retry the ticket, which begins anew: "
        + "what that replaces, and what is discarded, can be restored for 30 days.");

    /// <summary>What stands in the tree of a ticket whose worker ended in the middle of a conflict, and how it goes on; null of any other.</summary>
    public static string? LeftInConflict(TicketState ticket) => ticket is { Outcome: TicketOutcome.Failed or TicketOutcome.Blocked, Unlanded: { IsInConflict: true, Tree: var tree } }
        ? $"It was resolving its conflict with what has landed: that stands beside its own work in {tree.Folder}, on {tree.Branch}. Retry the ticket to begin anew from what has landed; "
            + $"what that replaces can be restored for 30 days. Or resolve and commit it there yourself, and bring it into your branch with git merge {tree.Branch}."
        : null;

    private static void Submit(DecisionBuilder decision, TrackCommand.SubmitWork submit, AttemptState attempt)
    {
        bool landsByItself = decision.State.Run.Options is { Landing: LandingPolicy.Auto } && !WasDeclined(attempt);
        decision.Add(new TrackEvent.WorkSubmitted(submit.TicketId, submit.Attempt, submit.Work, landsByItself));
        if (!landsByItself)
        {
            Ask(decision, submit.TicketId);
        }
    }

    /// <summary>A person has rejected a call of it, or sent its work back, so they want to see what became of that.</summary>
    private static bool WasDeclined(AttemptState attempt) =>
        attempt.Calls.Values.Any(call => call.Decision is { Choice: ApprovalChoice.Reject, IsByPerson: true })
        || attempt.Steps.Exists(step => step is AttemptStep.Told { Kind: WorkReturns.Review });

    private static void Stop(DecisionBuilder decision, TrackCommand.StopLanding stop)
    {
        decision.Add(new TrackEvent.LandingStopped(stop.TicketId, stop.Attempt, stop.Problem, stop.Work));
        Ask(decision, stop.TicketId);
    }

    private static void Ask(DecisionBuilder decision, string ticketId)
    {
        TicketState ticket = decision.State.Tickets[ticketId];
        if (ticket.Attempt is not { Work: { } work, Tree: { } tree } attempt)
        {
            return;
        }

        decision.Add(new TrackEvent.ApprovalRequested(new ApprovalRequest.Landing(
            ApprovalIds.Of(decision.State, ticketId, attempt.Number, "landing", attempt.LandingAsks),
            ticketId,
            attempt.Number,
            ContentHash.Of(work.Commit, attempt.LandingProblem?.Detail ?? ""),
            decision.Context.Now,
            work,
            tree,
            [.. ticket.Evidence],
            attempt.LandingProblem)));
    }

    /// <summary>What stands on the branch is recorded whatever became of the attempt meanwhile.</summary>
    private static Refusal? Finish(DecisionBuilder decision, TrackCommand.FinishLanding finish)
    {
        decision.Add(new TrackEvent.WorkLanded(finish.TicketId, finish.Attempt, finish.Commit, finish.Tree));
        if (TrackEvolution.Find(decision.State, finish.TicketId, finish.Attempt) is var (_, attempt) && attempt.Work is { } work)
        {
            AttemptEnding.EndIfActive(decision, finish.TicketId, new TicketOutcome.Completed(work.Summary));
        }

        return null;
    }

    /// <summary>What is taken back of a ticket, or had again, is what has landed of it; otherwise it is its changes of files.</summary>
    public static bool RevertsLanding(TicketState ticket) => ticket is { Landed: not null, Attempt: null };

    /// <summary>Why landed work cannot be taken back, or had again, now; null when it can.</summary>
    public static Refusal? WhyNotRevert(TrackState state, TicketState ticket, bool isUndo)
    {
        string id = ticket.Definition.Id;
        return ticket switch
        {
            { Landed: null } => new Refusal(RefusalCode.WrongState, $"Nothing of {id} has landed, so there is nothing to take back. Discard its work instead, or reject it at its landing gate."),
            { Landed.RevertedBy: not null } when !isUndo => new Refusal(RefusalCode.WrongState, $"The work of {id} is taken back already. Undo that to have it again, or retry the ticket."),
            { Landed.RevertedBy: null } when isUndo => new Refusal(RefusalCode.WrongState, $"The work of {id} stands as it landed, so there is nothing to undo."),
            { Attempt: not null } => new Refusal(RefusalCode.WrongState, $"{id} is being worked on. Cancel the ticket first."),
            _ when IsLanding(state) => new Refusal(RefusalCode.WrongState, "Work is being landed just now. Ask again when that is over."),
            _ => null,
        };
    }

    /// <summary>Something is being landed just now.</summary>
    public static bool IsLanding(TrackState state) => state.Active.Any(key => state.Tickets[key.TicketId].Attempt is { Phase: AttemptPhase.Landing });

    /// <summary>What stands on the branch is recorded whatever has become of the ticket meanwhile.</summary>
    private static Refusal? Revert(DecisionBuilder decision, TrackCommand.RecordLandingRevert revert)
    {
        if (TicketDecisions.Find(decision.State, revert.TicketId, out _) is { } unknown)
        {
            return unknown;
        }

        decision.Add(new TrackEvent.LandingReverted(revert.TicketId, revert.Commit, revert.IsUndo));
        AttemptEnding.PrepareDependentsAnew(
            decision, revert.TicketId, revert.IsUndo ? $"The work of {revert.TicketId}, which it waits for, stands again." : $"The work of {revert.TicketId}, which it waits for, was taken back.");
        return null;
    }

    /// <summary>Recorded only of the tree that the ticket's work is said to stand in; of any other nobody is told anything.</summary>
    private static Refusal? Remove(DecisionBuilder decision, TrackCommand.RecordTreeRemoval removal)
    {
        TicketState? ticket = decision.State.Tickets.GetValueOrDefault(removal.TicketId) ?? decision.State.Departed.GetValueOrDefault(removal.TicketId);
        if (ticket?.Unlanded?.Attempt == removal.Attempt && ticket.Attempt?.Number != removal.Attempt)
        {
            decision.Add(new TrackEvent.TreeRemoved(removal.TicketId, removal.Attempt, removal.KeptAs));
        }

        return null;
    }

    private static string ConflictText(LandingProblem? problem) =>
        "Others have changed the same lines as you since you began, and their work has landed. It is merged into your tree now; where both changed the same, the files hold both sides and "
        + "what stood there before, between lines of <<<<<<<, |||||||, ======= and >>>>>>>. Resolve each of them so that both intentions hold, leave no such line, prove your work again, and finish. "
        + $"In conflict: {string.Join(", ", problem?.Files ?? [])}.";

    private static Refusal? Keep(DecisionBuilder decision, TrackEvent happened)
    {
        decision.Add(happened);
        return null;
    }

    private static Refusal? While(DecisionBuilder decision, string ticketId, int number, AttemptPhase? phase, Action<AttemptState> decide)
    {
        if (TrackEvolution.Find(decision.State, ticketId, number) is not var (_, attempt) || (phase is not null && attempt.Phase != phase))
        {
            return new Refusal(RefusalCode.WrongState, $"Attempt {number} of {ticketId} is not that far, or is over. Look at where it stands now.");
        }

        decide(attempt);
        return null;
    }
}

/// <summary>Why work goes back to its worker.</summary>
public static class WorkReturns
{
    /// <summary>A person has reviewed it.</summary>
    public const string Review = "review";

    /// <summary>It is in conflict with what has landed since.</summary>
    public const string Conflict = "conflict";

    /// <summary>What a worker is told before a person's words about its work.</summary>
    internal const string ReviewHead = "Your work was reviewed and does not land yet. What is wrong with it:\n";

    /// <summary>The words with which a person has sent an attempt's work back the last time; null when nobody has.</summary>
    public static string? LastWords(AttemptState attempt) => attempt.Steps.FindLast(step => step is AttemptStep.Told { Kind: Review }) is AttemptStep.Told { Text: var text }
        ? text.StartsWith(ReviewHead, StringComparison.Ordinal) ? text[ReviewHead.Length..] : text
        : null;
}
