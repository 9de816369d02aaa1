using Conductor.Core.Approvals;
using Conductor.Core.Tickets;
using Conductor.Core.Usage;
using Xunit;

namespace Conductor.Core.Tests.Engine;

/// <summary>Every refusal says what happened and what to do next.</summary>
public sealed class RefusalTests
{
    [Fact]
    public void An_unknown_ticket_is_refused_with_the_id_that_was_meant() =>
        Scenario.Of(Make.Ticket("build")).When(new TrackCommand.SkipTicket("buildd", "Gone."))
            .ThenRefused(RefusalCode.UnknownTicket, "no ticket buildd", "Did you mean build?");

    [Fact]
    public void An_unknown_ticket_like_no_other_points_to_the_list() =>
        Scenario.Of(Make.Ticket("build")).When(new TrackCommand.RetryTicket("zzzzzzzzz", null, ""))
            .ThenRefused(RefusalCode.UnknownTicket, "Look at the list");

    [Fact]
    public void An_unknown_approval_is_refused() =>
        Scenario.Running(Make.Ticket("A")).When(new TrackCommand.Decide("nothing", Make.Approve, null))
            .ThenRefused(RefusalCode.UnknownApproval, "Look at the list of open approvals");

    [Fact]
    public void A_decision_on_something_else_is_stale() =>
        Scenario.Running(Make.Ticket("A")).Compose("A").When(new TrackCommand.Decide("tracks/sample.track.json:A:1:spawn", Make.Approve, "another"))
            .ThenRefused(RefusalCode.Stale, "Review it again");

    [Fact]
    public void Running_a_ticket_that_waits_names_what_it_waits_for() =>
        Scenario.Of(Make.Ticket("A"), Make.Ticket("B", "A")).When(new TrackCommand.RequestTicket("B", "demo"))
            .ThenRefused(RefusalCode.NotReady, "waits for A", "Run it first, or choose \"Run without a Dependency…\" on B");

    [Fact]
    public void Running_an_ended_ticket_points_to_retry() =>
        Scenario.Running(Make.Ticket("A")).Spawn("A").Complete("A").When(new TrackCommand.RequestTicket("A", "demo"))
            .ThenRefused(RefusalCode.WrongState, "A is completed", "Retry it");

    [Fact]
    public void Running_a_persons_ticket_points_to_mark_as_done() =>
        Scenario.Of(Make.Person("A")).When(new TrackCommand.RequestTicket("A", "demo"))
            .ThenRefused(RefusalCode.WrongState, "assigned to @kim", "mark it as done");

    [Fact]
    public void Running_a_ticket_in_a_paused_run_points_to_resume() =>
        Scenario.Of(Make.Ticket("A"), Make.Ticket("B")).When(new TrackCommand.StartRun(Make.ByHand)).When(new TrackCommand.PauseRun(PauseCause.Person))
            .When(new TrackCommand.RequestTicket("A", "demo")).ThenRefused(RefusalCode.WrongState, "Resume it first");

    [Fact]
    public void Nothing_is_started_in_a_run_that_is_ending()
    {
        Scenario ending = Scenario.Running(Make.Ticket("A"), Make.Ticket("B"), Make.Ticket("C")).Spawn("A", "B", "C")
            .Complete("C").End("A", new TicketOutcome.Failed("Key refused."), "The key was refused.");

        ending.When(new TrackCommand.StartRun(Make.Automatic)).ThenRefused(RefusalCode.WrongState, "Run it again once it has ended");
        ending.When(new TrackCommand.RetryTicket("C", null, "demo")).ThenRefused(RefusalCode.WrongState, "Retry the ticket once it has ended");
    }

    [Fact]
    public void Retrying_a_ticket_under_way_or_never_run_is_refused()
    {
        Scenario track = Scenario.Running(Make.Ticket("A"), Make.Ticket("B", "A"));

        track.When(new TrackCommand.RetryTicket("A", null, "demo")).ThenRefused(RefusalCode.WrongState, "Cancel it before you retry it");
        track.When(new TrackCommand.RetryTicket("B", null, "demo")).ThenRefused(RefusalCode.WrongState, "Run it instead");
    }

    [Fact]
    public void Skipping_marking_or_cancelling_what_is_accepted_points_to_retry()
    {
        Scenario track = Scenario.Running(Make.Ticket("A")).Spawn("A").Complete("A");

        track.When(new TrackCommand.SkipTicket("A", "Gone.")).ThenRefused(RefusalCode.WrongState, "already", "Retry it");
        track.When(new TrackCommand.MarkTicketDone("A", "Done.")).ThenRefused(RefusalCode.WrongState, "already", "Retry it");
        track.When(new TrackCommand.CancelTicket("A", "Stop.")).ThenRefused(RefusalCode.WrongState, "nothing to cancel", "Retry it");
    }

    [Fact]
    public void A_persons_ticket_that_waits_cannot_be_marked_done() =>
        Scenario.Of(Make.Ticket("A"), Make.Person("B", "A")).When(new TrackCommand.MarkTicketDone("B", "Done."))
            .ThenRefused(RefusalCode.NotReady, "waits for A", "Finish it first");

    [Fact]
    public void Waiving_a_dependency_that_is_none_names_those_that_are()
    {
        Scenario track = Scenario.Of(Make.Ticket("A"), Make.Ticket("B", "A"));

        track.When(new TrackCommand.WaiveDependency("B", "C")).ThenRefused(RefusalCode.WrongState, "Name one of A.");
        track.When(new TrackCommand.WaiveDependency("A", "C")).ThenRefused(RefusalCode.WrongState, "waits for no ticket");
    }

    [Fact]
    public void A_message_needs_a_worker_and_words()
    {
        Scenario track = Scenario.Running(Make.Ticket("A"));
        track.When(new TrackCommand.SendMessage("A", "Hello")).ThenRefused(RefusalCode.WrongState, "no worker to tell", "Answer and retry");

        track.Spawn("A").When(new TrackCommand.SendMessage("A", "  ")).ThenRefused(RefusalCode.WrongState, "Write what the worker should know");
    }

    [Fact]
    public void A_run_that_is_not_alive_cannot_be_paused_resumed_or_cancelled()
    {
        Scenario track = Scenario.Of(Make.Ticket("A"));

        track.When(new TrackCommand.PauseRun(PauseCause.Person)).ThenRefused(RefusalCode.WrongState, "Run it first");
        track.When(new TrackCommand.ResumeRun()).ThenRefused(RefusalCode.WrongState, "Run it instead");
        track.When(new TrackCommand.CancelRun("Stop.")).ThenRefused(RefusalCode.WrongState, "Run it first");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(65)]
    public void Too_few_or_too_many_workers_are_refused(int maxParallel) =>
        Scenario.Of(Make.Ticket("A")).When(new TrackCommand.StartRun(Make.Automatic with { MaxParallel = maxParallel }))
            .ThenRefused(RefusalCode.WrongState, "give a number from 1 to 64");

    [Fact]
    public void A_definition_with_problems_is_refused_whole_and_names_them_all() =>
        Scenario.Of(Make.Ticket("A")).Define(Make.Ticket("A", "B"), Make.Ticket("B", "A"), Make.Ticket("C", "X"))
            .ThenRefused(RefusalCode.InvalidTrack, "A, B", "\"X\"");

    [Fact]
    public void A_report_about_an_attempt_that_is_over_is_refused() =>
        Scenario.Running(Make.Ticket("A")).Spawn("A").Complete("A").When(new TrackCommand.BeginModelCall("A", 1, 0, Tier.Worker, "demo"))
            .ThenRefused(RefusalCode.WrongState, "Attempt 1 of A is over", "Retry the ticket");

    [Fact]
    public void A_call_that_was_not_approved_does_not_start() =>
        Scenario.Running(Make.Ticket("A")).Spawn("A").Propose("A", Make.Write("1")).Begin("A", Make.Write("1"))
            .ThenRefused(RefusalCode.WrongState, "was not approved", "wait for the decision");

    [Fact]
    public void A_call_starts_only_with_the_arguments_approved() =>
        Scenario.Running(Make.Ticket("A")).Spawn("A").Propose("A", Make.Write("1")).Answer("A", Make.Approve with { Arguments = "{}" }).Begin("A", Make.Write("1"))
            .ThenRefused(RefusalCode.Stale, "not those approved");

    [Fact]
    public void A_call_with_an_effect_is_never_begun_twice() =>
        Scenario.Running(Make.Ticket("A")).Spawn("A").Propose("A", Make.Write("1")).Answer("A", Make.Approve).Begin("A", Make.Write("1")).Begin("A", Make.Write("1"))
            .ThenRefused(RefusalCode.WrongState, "was begun before", "Find out what it did");

    [Fact]
    public void A_worker_begins_nothing_once_the_run_is_paused()
    {
        Scenario track = Scenario.Running(Make.Ticket("A")).Spawn("A").Propose("A", Make.Read("1")).When(new TrackCommand.PauseRun(PauseCause.Person));

        track.Begin("A", Make.Read("1")).ThenRefused(RefusalCode.WrongState, "Resume the run");
        track.When(new TrackCommand.BeginModelCall("A", 1, 0, Tier.Worker, "demo")).ThenRefused(RefusalCode.WrongState, "Resume the run");
    }

    [Fact]
    public void Answers_that_do_not_fit_a_spawn_gate_are_refused()
    {
        Scenario gate = Scenario.Running(Make.Ticket("A")).Compose("A");

        gate.Answer("A", Make.Approve with { Arguments = "{}" }).ThenRefused(RefusalCode.InvalidDecision, "Edit its prompt or context instead");
        gate.Answer("A", Make.Approve with { ForTicket = true }).ThenRefused(RefusalCode.InvalidDecision, "approved once");
        gate.Answer("A", Make.Approve with { Prompt = " " }).ThenRefused(RefusalCode.InvalidDecision, "Write one, or reject the worker");
        gate.Answer("A", Make.Reject() with { Prompt = "Do it." }).ThenRefused(RefusalCode.InvalidDecision, "Edits only go with an approval");
    }

    [Fact]
    public void Answers_that_do_not_fit_a_tool_gate_are_refused()
    {
        Scenario gate = Scenario.Running(Make.Ticket("A")).Spawn("A").Propose("A", Make.Write("1") with { IsProtected = true });

        gate.Answer("A", Make.Approve with { Prompt = "Do it." }).ThenRefused(RefusalCode.InvalidDecision, "Edit its arguments instead");
        gate.Answer("A", Make.Approve with { ForTicket = true }).ThenRefused(RefusalCode.InvalidDecision, "approve it once");
        gate.Answer("A", Make.Approve with { Arguments = "" }).ThenRefused(RefusalCode.InvalidDecision, "or reject the call");
    }

    [Fact]
    public void An_edited_call_is_not_remembered_as_the_worker_made_it() =>
        Scenario.Running(Make.Ticket("A")).Spawn("A").Propose("A", Make.Command("1", "rm -r out"))
            .Answer("A", Make.Approve with { Arguments = """{"command":"ls"}""", ForTicket = true })
            .ThenRefused(RefusalCode.InvalidDecision, "Approve it without remembering it");
}
