using Conductor.Core.Engine;
using Conductor.Core.Tickets;
using Conductor.Core.Usage;
using Xunit;

namespace Conductor.Core.Tests.Engine;

public sealed class WorkedTimeTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public void Time_counts_while_a_worker_is_at_work_and_not_while_people_are_waited_for()
    {
        Scenario track = Scenario.Running(Make.Ticket("A")).After(5 * Minute).Compose("A").After(7 * Minute).Answer("A", Make.Approve)
            .After(2 * Minute).Propose("A", Make.Write("1")).After(9 * Minute).Answer("A", Make.Approve).After(3 * Minute).Begin("A", Make.Write("1"));

        Assert.Equal(5 * Minute, track.State.Meter.WorkedAt(track.Now));
        Assert.Equal(5 * Minute, track.State.Tickets["A"].Meter.WorkedAt(track.Now));
    }

    [Theory]
    [InlineData(ModelWait.Consent)]
    [InlineData(ModelWait.Limit)]
    [InlineData(ModelWait.Budget)]
    [InlineData("rateLimit")]
    public void Time_in_which_a_worker_waits_for_its_model_does_not_count(string kind)
    {
        Scenario track = Timed(10).After(Minute).When(new TrackCommand.RecordModelFailure(
            new TrackEvent.ModelCallFailed("A", 1, 0, Tier.Worker, "demo", kind, "Wait.", Make.Noon.AddHours(1), "Demo")));
        Assert.Null(Budgets.NextMoment(track.State));

        track.After(60 * Minute).When(new TrackCommand.Reschedule()).When(new TrackCommand.BeginModelCall("A", 1, 0, Tier.Worker, "demo")).After(2 * Minute);

        Assert.Equal((RunStatus.Running, 3 * Minute), (track.State.Run.Status, track.State.Meter.WorkedAt(track.Now)));
        Assert.Equal(3 * Minute, track.State.Tickets["A"].Meter.WorkedAt(track.Now));
    }

    [Fact]
    public void Workers_side_by_side_count_once_for_the_run_and_each_for_its_ticket()
    {
        Scenario track = Scenario.Running(Make.Ticket("A"), Make.Ticket("B")).Spawn("A").After(Minute).Spawn("B").After(2 * Minute).Complete("A").After(4 * Minute).Complete("B");

        Assert.Equal(7 * Minute, track.State.Meter.Worked);
        Assert.Equal((3 * Minute, 6 * Minute), (track.State.Tickets["A"].Meter.Worked, track.State.Tickets["B"].Meter.Worked));
    }

    [Fact]
    public void A_pause_does_not_count()
    {
        Scenario track = Scenario.Running(Make.Ticket("A")).Spawn("A").After(Minute).When(new TrackCommand.PauseRun(PauseCause.Person))
            .After(60 * Minute).When(new TrackCommand.ResumeRun()).After(Minute);

        Assert.Equal(2 * Minute, track.State.Meter.WorkedAt(track.Now));
    }

    [Fact]
    public void Of_a_run_whose_process_ended_the_time_until_that_was_found_does_not_count()
    {
        Scenario track = Scenario.Running(Make.Ticket("A")).Spawn("A").After(Minute).When(new TrackCommand.TellWorker("A", 1, "nudge", "Go on."))
            .After(600 * Minute).When(new TrackCommand.PauseRun(PauseCause.Interruption));

        Assert.Equal(Minute, track.State.Meter.Worked);
    }

    [Fact]
    public void A_clock_that_is_put_back_takes_no_time_away()
    {
        Scenario track = Scenario.Running(Make.Ticket("A")).Spawn("A").After(Minute).When(new TrackCommand.TellWorker("A", 1, "nudge", "Go on."))
            .After(-30 * Minute).When(new TrackCommand.PauseRun(PauseCause.Person));

        Assert.Equal(Minute, track.State.Meter.Worked);
    }

    [Fact]
    public void A_run_whose_time_is_up_pauses_with_whatever_is_decided_next()
    {
        Scenario track = Timed(10).After(10 * Minute).When(new TrackCommand.Reschedule());

        Assert.Equal(new BudgetShortage(null, BudgetKind.Minutes, 10, 0), track.State.Run.Shortage);
        Assert.StartsWith("The run's budget of 10 minutes does not last: 10 minutes are spent. Choose", track.State.Run.Detail, StringComparison.Ordinal);
        track.When(new TrackCommand.ResumeRun()).ThenRefused(RefusalCode.WrongState, "--budget-minutes +10");

        track.When(new TrackCommand.AddBudget(null, new Budget(Minutes: 5))).After(5 * Minute - TimeSpan.FromTicks(1)).When(new TrackCommand.Reschedule());
        Assert.Equal(RunStatus.Running, track.State.Run.Status);

        Assert.Equal(RunStatus.Paused, track.After(TimeSpan.FromTicks(1)).When(new TrackCommand.Reschedule()).State.Run.Status);
    }

    [Fact]
    public void A_run_that_ends_as_its_time_is_up_has_ended() =>
        Assert.Equal(RunStatus.Done, Timed(10).After(11 * Minute).Complete("A").State.Run.Status);

    [Fact]
    public void The_time_of_a_tickets_attempts_pauses_the_run()
    {
        Scenario track = Scenario.Running(Make.Ticket("A") with { Budget = new Budget(Minutes: 3) }, Make.Ticket("B")).Spawn("A", "B").After(2 * Minute)
            .End("A", new TicketOutcome.Failed("It broke.")).When(new TrackCommand.RetryTicket("A", null, "demo")).Spawn("A").After(Minute).When(new TrackCommand.Reschedule());

        Assert.Equal("A", track.State.Run.Shortage?.TicketId);
    }

    [Fact]
    public void The_next_moment_is_first_that_of_the_warning_then_that_of_the_limit()
    {
        Scenario track = Timed(10);
        Assert.Equal(track.Now + (8 * Minute), Budgets.NextMoment(track.State));

        track.After(8 * Minute).When(new TrackCommand.Reschedule());
        Assert.Equal("The run's budget of 10 minutes is nearly used up: 8 minutes (80 %) are spent. The run pauses when it is.", track.State.Run.Detail);
        Assert.Equal(track.Now + (2 * Minute), Budgets.NextMoment(track.State));
    }

    [Fact]
    public void Nothing_is_waited_for_while_nobody_works_or_no_time_is_limited()
    {
        Assert.Null(Budgets.NextMoment(Timed(10).When(new TrackCommand.PauseRun(PauseCause.Person)).State));
        Assert.Null(Budgets.NextMoment(Scenario.Running(Make.Ticket("A")).Spawn("A").State));
        Assert.Null(Budgets.NextMoment(Timed(Budget.Most).State));
    }

    [Fact]
    public void What_is_due_at_the_next_moment_happens_at_it() => Simulations.EachTurn(turn =>
    {
        TrackState state = turn.Decision.State;
        if (Budgets.NextMoment(state) is { } moment)
        {
            var context = new DecisionContext(moment > state.At ? moment : state.At, turn.Slots, Core.Approvals.ApprovalMode.Never);
            Decision then = TrackDecider.Decide(state, new TrackCommand.Reschedule(), context);
            Assert.Contains(then.Events, happened => happened is TrackEvent.BudgetWarned or TrackEvent.RunPaused { Cause: PauseCause.Budget });
        }
    });

    private static Scenario Timed(long minutes) =>
        Scenario.Of(Make.Ticket("A")).When(new TrackCommand.StartRun(Make.Automatic with { Budget = new Budget(Minutes: minutes) })).Spawn("A");
}
