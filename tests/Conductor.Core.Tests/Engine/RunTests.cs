using Conductor.Core.Approvals;
using Conductor.Core.Engine;
using Conductor.Core.Tickets;
using Xunit;

namespace Conductor.Core.Tests.Engine;

public sealed class RunTests
{
    [Fact]
    public void A_ticket_is_prepared_in_the_turn_that_frees_it() =>
        Scenario.Running(Make.Ticket("A"), Make.Ticket("B", "A")).Spawn("A").Complete("A").Then(
            new TrackEvent.AttemptEnded("A", 1, new TicketOutcome.Completed("A is done.")),
            new TrackEvent.AttemptPrepared("B", 1, Make.Ticket("B", "A")));

    [Fact]
    public void An_approved_ticket_starts_in_the_turn_that_gives_back_the_only_slot()
    {
        var track = new Scenario { Slots = 1 };
        track.Define(Make.Ticket("A"), Make.Ticket("B")).When(new TrackCommand.StartRun(Make.Automatic)).Spawn("A", "B");
        Assert.Equal(TicketPhase.Queued, track.Phase("B"));

        track.Complete("A");

        Assert.Equal(TicketPhase.Running, track.Phase("B"));
    }

    [Fact]
    public void A_run_for_which_nobody_named_a_number_starts_more_workers_as_soon_as_the_workspace_allows_more()
    {
        var track = new Scenario { Slots = 1 };
        track.Define(Make.Ticket("A"), Make.Ticket("B")).When(new TrackCommand.StartRun(Make.Automatic with { MaxParallel = null })).Spawn("A", "B");
        Assert.True(Scheduler.WantsSlot(track.State, track.Now));

        track.Slots = 2;
        track.When(new TrackCommand.Reschedule());

        Assert.Equal(TicketPhase.Running, track.Phase("B"));
    }

    [Fact]
    public void A_run_that_was_asked_for_with_a_number_of_workers_keeps_to_it()
    {
        Scenario track = Scenario.Of(Make.Ticket("A"), Make.Ticket("B")).When(new TrackCommand.StartRun(Make.Automatic with { MaxParallel = 1 })).Spawn("A", "B");

        Assert.Equal(TicketPhase.Queued, track.Phase("B"));
        Assert.False(Scheduler.WantsSlot(track.State, track.Now));
    }

    [Fact]
    public void A_refused_key_lets_running_workers_finish_and_then_ends_the_run_as_failed()
    {
        Scenario track = Scenario.Running(Make.Ticket("A"), Make.Ticket("B"), Make.Ticket("C", "B")).Spawn("A", "B")
            .End("A", new TicketOutcome.Failed("401."), "The key was refused. Set another one.");
        Assert.Equal(RunStatus.Running, track.State.Run.Status);

        track.Complete("B").Then(
            new TrackEvent.AttemptEnded("B", 1, new TicketOutcome.Completed("B is done.")),
            new TrackEvent.RunEnded(RunStatus.Failed, "The key was refused. Set another one."));
    }

    [Fact]
    public void Abort_at_a_gate_cancels_the_run_and_its_workers()
    {
        Scenario track = Scenario.Running(Make.Ticket("A"), Make.Ticket("B")).Spawn("A").Compose("B").Answer("B", Make.Abort);

        Assert.Equal(RunStatus.Cancelled, track.State.Run.Status);
        Assert.Equal("Not today.", track.State.Run.Detail);
        Assert.Equal(new TicketOutcome.Cancelled("Not today."), track.State.Tickets["A"].Outcome);
        Assert.Null(track.State.Tickets["B"].Outcome);
        Assert.Empty(track.State.OpenApprovals);
    }

    [Fact]
    public void Pause_suspends_workers_and_resume_goes_on_with_the_same_attempts() =>
        Scenario.Running(Make.Ticket("A"), Make.Ticket("B")).Spawn("A")
            .When(new TrackCommand.PauseRun(PauseCause.Person)).Then(new TrackEvent.RunPaused(PauseCause.Person))
            .When(new TrackCommand.PauseRun(PauseCause.Person)).ThenNothing()
            .When(new TrackCommand.ResumeRun()).Then(new TrackEvent.RunResumed(), new TrackEvent.AttemptResumed("A", 1))
            .When(new TrackCommand.ResumeRun()).ThenNothing();

    [Fact]
    public void Answering_a_gate_of_an_interrupted_run_resumes_only_that_ticket()
    {
        Scenario track = Interrupted().Answer("A", Make.Approve);

        Assert.Equal(TicketPhase.Running, track.Phase("A"));
        Assert.Equal(TicketPhase.Suspended, track.Phase("B"));
        Assert.Equal(RunStatus.Paused, track.State.Run.Status);
        Assert.Equal("Tier 3 (Worker): A", ActiveTier.Of(track.State));
        Assert.Empty(Explanation.For(track.State, track.State.Tickets["A"]));
    }

    [Fact]
    public void Rejecting_a_call_of_an_interrupted_run_brings_its_reason_to_the_worker() =>
        Assert.Equal(TicketPhase.Running, Interrupted().Answer("A", Make.Reject()).Phase("A"));

    [Fact]
    public void A_worker_of_an_interrupted_run_is_suspended_by_the_next_interruption_or_pause()
    {
        Assert.Equal(TicketPhase.Suspended, Interrupted().Answer("A", Make.Approve).When(new TrackCommand.PauseRun(PauseCause.Interruption)).Phase("A"));
        Assert.Equal(TicketPhase.Suspended, Interrupted().Answer("A", Make.Approve).When(new TrackCommand.PauseRun(PauseCause.Person)).Phase("A"));
    }

    [Fact]
    public void A_run_that_could_not_be_recorded_keeps_why_until_it_goes_on_and_an_answer_resumes_its_ticket()
    {
        Scenario track = Scenario.Running(Make.Ticket("A")).Spawn("A").Propose("A", Make.Write("1")).When(new TrackCommand.PauseRun(PauseCause.Unrecorded, "The disk is full."));
        Assert.Equal((RunStatus.Paused, "The disk is full."), (track.State.Run.Status, track.State.Run.Detail));

        Assert.Equal(TicketPhase.Running, track.Answer("A", Make.Approve).Phase("A"));
        Assert.Equal("", track.When(new TrackCommand.ResumeRun()).State.Run.Detail);
    }

    [Fact]
    public void After_a_persons_pause_an_answer_resumes_nothing() =>
        Assert.NotEqual(TicketPhase.Running, Interrupted().When(new TrackCommand.PauseRun(PauseCause.Person)).Answer("A", Make.Approve).Phase("A"));

    [Fact]
    public void Prompts_lost_with_the_process_are_composed_again_on_resume()
    {
        Scenario track = Scenario.Of(Make.Ticket("A")).When(new TrackCommand.RequestTicket("A", "demo"))
            .When(new TrackCommand.PauseRun(PauseCause.Person)).When(new TrackCommand.PauseRun(PauseCause.Interruption)).When(new TrackCommand.ResumeRun());

        track.Then(new TrackEvent.RunResumed(), new TrackEvent.AttemptPrepared("A", 2, Make.Ticket("A")));
    }

    [Fact]
    public void A_paused_run_ends_when_its_last_ticket_is_accepted() =>
        Assert.Equal(RunStatus.Done, Interrupted().Answer("A", Make.Approve).Complete("A").When(new TrackCommand.SkipTicket("B", "Not needed.")).State.Run.Status);

    [Fact]
    public void A_stale_approval_is_asked_again_under_a_new_id()
    {
        Scenario track = Scenario.Running(Make.Ticket("A")).Spawn("A").When(new TrackCommand.ReportStale("A", 1)).Compose("A");

        Assert.Equal("tracks/sample.track.json:A:1:spawn:2", Assert.Single(track.State.OpenApprovals).Key);
        Assert.Equal(TicketPhase.Running, track.Answer("A", Make.Approve).Phase("A"));
    }

    [Fact]
    public void A_stale_approval_is_not_asked_again_while_its_ticket_waits() =>
        Assert.Equal(TicketPhase.Waiting, Scenario.Running(Make.Ticket("A"), Make.Ticket("B", "A")).Spawn("A").Complete("A").Spawn("B")
            .When(new TrackCommand.RetryTicket("A", null, "demo")).When(new TrackCommand.ReportStale("B", 1)).Phase("B"));

    [Fact]
    public void A_worker_that_has_said_something_is_not_stale() =>
        Scenario.Running(Make.Ticket("A")).Spawn("A").When(new TrackCommand.TellWorker("A", 1, "nudge", "Go on.")).When(new TrackCommand.ReportStale("A", 1)).ThenNothing();

    [Fact]
    public void Run_ticket_begins_a_run_of_that_ticket_alone()
    {
        Scenario track = Scenario.Running(Make.Ticket("A"), Make.Ticket("B")).When(new TrackCommand.CancelRun("Enough.")).When(new TrackCommand.RequestTicket("A", "other"));

        track.Then(
            new TrackEvent.RunStarted(Make.Automatic with { AutoQueue = false, Model = "other" }),
            new TrackEvent.TicketRequested("A"),
            new TrackEvent.AttemptPrepared("A", 2, Make.Ticket("A")));
    }

    [Fact]
    public void What_a_person_asks_for_is_prepared_at_once_before_tickets_with_more_priority()
    {
        TicketDefinition[] many = [.. Enumerable.Range(0, 20).Select(index => Make.Ticket($"T-{index}") with { Priority = 1 })];
        Scenario track = Scenario.Running([.. many, Make.Ticket("late")]).When(new TrackCommand.RequestTicket("late", "demo"));

        track.Then(new TrackEvent.TicketRequested("late"), new TrackEvent.AttemptPrepared("late", 1, Make.Ticket("late")));
    }

    [Fact]
    public void Retrying_what_others_wait_for_takes_back_those_that_no_worker_has_begun()
    {
        Scenario track = Scenario.Running(Make.Ticket("A"), Make.Ticket("B", "A"), Make.Ticket("C", "A")).Spawn("A").Complete("A").Spawn("B").Compose("C")
            .When(new TrackCommand.RetryTicket("A", "Once more.", "demo"));

        Assert.Equal(TicketPhase.Running, track.Phase("B"));
        Assert.Equal(TicketPhase.Waiting, track.Phase("C"));
        Assert.Empty(track.State.OpenApprovals);
    }

    [Fact]
    public void A_skipped_ticket_opens_its_edges_and_a_blocked_one_does_not()
    {
        Scenario track = Scenario.Running(Make.Ticket("A"), Make.Ticket("B", "A")).Spawn("A").End("A", new TicketOutcome.Blocked("needsDecision", "Which?"));
        Assert.Equal(RunStatus.Blocked, track.State.Run.Status);
        Assert.Equal(TicketPhase.Waiting, track.Phase("B"));

        track.When(new TrackCommand.SkipTicket("A", "Not needed."));

        Assert.Equal(TicketPhase.Ready, track.Phase("B"));
    }

    [Fact]
    public void A_waived_dependency_lets_the_ticket_start() =>
        Scenario.Running(Make.Ticket("A"), Make.Ticket("B", "A")).When(new TrackCommand.WaiveDependency("B", "A")).Then(
            new TrackEvent.DependencyWaived("B", "A"), new TrackEvent.AttemptPrepared("B", 1, Make.Ticket("B", "A")));

    [Theory]
    [InlineData(ToolRisk.Read)]
    [InlineData(ToolRisk.Verdict)]
    public void A_call_that_changes_nothing_may_be_begun_again_by_a_worker_that_lost_its_process(ToolRisk risk)
    {
        ToolProposal call = Make.Read("1") with { Risk = risk };
        Scenario track = Scenario.Running(Make.Ticket("A")).Spawn("A").Propose("A", call).Begin("A", call)
            .When(new TrackCommand.PauseRun(PauseCause.Interruption)).When(new TrackCommand.ResumeRun());

        track.Begin("A", call).Then(new TrackEvent.ToolStarted("A", 1, "1", call.Arguments));
    }

    [Fact]
    public void A_result_is_recorded_once()
    {
        Scenario track = Scenario.Running(Make.Ticket("A")).Spawn("A").Propose("A", Make.Read("1")).Begin("A", Make.Read("1"));
        var finish = new TrackCommand.FinishTool(new TrackEvent.ToolFinished("A", 1, "1", "Text.", false, null), null);

        track.When(finish).Then(finish.Finished).When(finish).ThenNothing();
    }

    /// <summary>A waits at a tool gate, B worked; the process ended.</summary>
    private static Scenario Interrupted() =>
        Scenario.Running(Make.Ticket("A"), Make.Ticket("B")).Spawn("A", "B").Propose("A", Make.Write("1")).When(new TrackCommand.PauseRun(PauseCause.Interruption));
}
