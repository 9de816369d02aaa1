using System.Globalization;
using Conductor.Core.Tickets;
using Conductor.Core.Usage;

namespace Conductor.Core.Engine;

/// <summary>Decides what is asked of a whole run.</summary>
internal static class RunDecisions
{
    /// <summary>Starts a run, or gives a live one new options (which also resumes a paused one).</summary>
    public static Refusal? Start(DecisionBuilder decision, TrackCommand.StartRun start)
    {
        if (start.Options.MaxParallel is < 1 or > 64)
        {
            return new Refusal(RefusalCode.WrongState, $"maxParallel is {start.Options.MaxParallel}; give a number from 1 to 64.");
        }

        if (start.Options.Budget is { } budget && budget != budget.Sound())
        {
            return new Refusal(
                RefusalCode.WrongState, string.Create(CultureInfo.InvariantCulture, $"A budget is 0 or more, and at most {Budget.Most:N0}. Give other amounts, or leave them out for no limit."));
        }

        if (decision.State.Run is { IsAlive: true, Stopping: not null })
        {
            return new Refusal(RefusalCode.WrongState, "The run is just ending. Run it again once it has ended.");
        }

        decision.StartRun(start.Options);
        LandingDecisions.LandByPolicy(decision);
        return null;
    }

    /// <summary>Pauses a live run. An interrupted one also loses the prompts nobody was composing any more.</summary>
    public static Refusal? Pause(DecisionBuilder decision, TrackCommand.PauseRun pause)
    {
        RunState run = decision.State.Run;
        if (!run.IsAlive)
        {
            return new Refusal(RefusalCode.WrongState, "The track is not running, so there is nothing to pause. Run it first.");
        }

        // A paused run can still have a worker: the one whose gate was answered after an interruption.
        bool isStill = run.Status == RunStatus.Paused && decision.State.RunningCount == 0;
        if (!isStill || (pause.Cause == PauseCause.Person && !run.PauseCause.IsMeant()))
        {
            decision.Add(new TrackEvent.RunPaused(pause.Cause, pause.Detail));
        }

        if (!pause.Cause.IsMeant())
        {
            WithdrawPreparing(decision);
        }

        return null;
    }

    /// <summary>Resumes a paused run.</summary>
    public static Refusal? Resume(DecisionBuilder decision)
    {
        if (decision.State.Run.Status == RunStatus.Running)
        {
            return null;
        }

        if (decision.State.Run.Status != RunStatus.Paused)
        {
            return new Refusal(RefusalCode.WrongState, "The track is not paused. Run it instead.");
        }

        if (BudgetDecisions.WhyNotResume(decision) is { } refusal)
        {
            return refusal;
        }

        decision.Add(new TrackEvent.RunResumed());
        return null;
    }

    /// <summary>Cancels a live run: workers end as cancelled, everything else goes back to where it was.</summary>
    public static Refusal? Cancel(DecisionBuilder decision, string reason)
    {
        if (!decision.State.Run.IsAlive)
        {
            return new Refusal(RefusalCode.WrongState, "The track is not running, so there is nothing to cancel. Run it first, or cancel a ticket.");
        }

        decision.Add(new TrackEvent.RunStopping(RunStatus.Cancelled, reason));
        foreach (ReadyKey key in decision.State.Active)
        {
            AttemptState? attempt = decision.State.Tickets[key.TicketId].Attempt;
            if (attempt is { Phase: AttemptPhase.Running or AttemptPhase.Suspended })
            {
                AttemptEnding.EndIfActive(decision, key.TicketId, new TicketOutcome.Cancelled(reason));
            }
            else if (attempt is { Phase: AttemptPhase.Landing })
            {
                AttemptEnding.EndIfActive(decision, key.TicketId, LandingDecisions.LeftUnlanded(attempt, reason));
            }
        }

        return null;
    }

    private static void WithdrawPreparing(DecisionBuilder decision)
    {
        foreach (ReadyKey key in decision.State.Active)
        {
            if (decision.State.Tickets[key.TicketId].Attempt is { Phase: AttemptPhase.Preparing })
            {
                AttemptEnding.PrepareAnew(decision, key.TicketId, "What composed its prompt has ended.");
            }
        }
    }
}
