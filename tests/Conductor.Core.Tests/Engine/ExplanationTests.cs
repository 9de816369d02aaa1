using Conductor.Core.Engine;
using Conductor.Core.Tickets;
using Xunit;

namespace Conductor.Core.Tests.Engine;

public sealed class ExplanationTests
{
    [Fact]
    public void A_ticket_that_waits_names_each_dependency_and_its_state()
    {
        Scenario track = Scenario.Running(Make.Ticket("A"), Make.Ticket("B"), Make.Ticket("C", "A", "B")).Spawn("A").End("A", new TicketOutcome.Blocked("needsDecision", "Which?"));

        Explains(track, "C", "waitsFor", "waitsFor");
        Assert.Contains("A, which is blocked: Which?", Explanation.For(track.State, track.State.Tickets["C"])[0].Text, StringComparison.Ordinal);
        Assert.Equal("A", Explanation.For(track.State, track.State.Tickets["C"])[0].RelatedTicketId);
        Assert.Equal("Retry or skip A, or choose \"Run without a Dependency…\" on C.", Explanation.For(track.State, track.State.Tickets["C"])[0].Action);
    }

    [Fact]
    public void A_ticket_of_a_track_that_does_not_run_says_so() => Explains(Scenario.Of(Make.Ticket("A")), "A", "runNotStarted");

    [Fact]
    public void A_ticket_that_waits_for_run_ticket_says_so() =>
        Explains(Scenario.Of(Make.Ticket("A")).When(new TrackCommand.StartRun(Make.ByHand)), "A", "runTicket");

    [Fact]
    public void A_prompt_being_composed_says_so_and_what_to_do_when_that_does_not_end()
    {
        Scenario track = Scenario.Running(Make.Ticket("A"));

        Explains(track, "A", "preparing");
        Assert.Contains("cancel the ticket and run it again", Explanation.For(track.State, track.State.Tickets["A"])[0].Action, StringComparison.Ordinal);
    }

    [Fact]
    public void An_open_gate_says_so() => Explains(Scenario.Running(Make.Ticket("A")).Compose("A"), "A", "approval");

    [Fact]
    public void An_approved_or_resumed_ticket_without_a_slot_says_so()
    {
        var track = new Scenario { Slots = 1 };
        track.Define(Make.Ticket("A"), Make.Ticket("B")).When(new TrackCommand.StartRun(Make.Automatic)).Spawn("A", "B");
        Explains(track, "B", "noSlot");

        track.When(new TrackCommand.PauseRun(PauseCause.Person));
        track.Slots = 0;
        Explains(track.When(new TrackCommand.ResumeRun()), "A", "noSlot");
    }

    [Fact]
    public void A_paused_run_says_so_and_names_an_interruption()
    {
        Explains(Scenario.Running(Make.Ticket("A")).Spawn("A").When(new TrackCommand.PauseRun(PauseCause.Person)), "A", "paused");
        Scenario track = Scenario.Running(Make.Ticket("A")).Spawn("A").When(new TrackCommand.PauseRun(PauseCause.Interruption));
        Assert.Contains("interrupted", Explanation.For(track.State, track.State.Tickets["A"])[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_could_not_be_recorded_says_what_to_put_right()
    {
        Scenario track = Scenario.Running(Make.Ticket("A")).Spawn("A").When(new TrackCommand.PauseRun(PauseCause.Unrecorded, "The disk is full. Free some space."));

        Reason reason = Explanation.For(track.State, track.State.Tickets["A"])[0];

        Assert.Equal("paused", reason.Kind);
        Assert.Contains("The disk is full. Free some space.", reason.Text, StringComparison.Ordinal);
        Assert.Contains("resume", reason.Action, StringComparison.Ordinal);
    }

    [Fact]
    public void A_persons_ticket_says_whose_it_is_also_in_a_paused_run()
    {
        Explains(Scenario.Running(Make.Person("A")), "A", "person");
        Explains(Scenario.Running(Make.Person("A")).When(new TrackCommand.PauseRun(PauseCause.Person)), "A", "person");
    }

    [Fact]
    public void An_ended_ticket_says_how_and_why()
    {
        Explains(Scenario.Running(Make.Ticket("A")).Spawn("A").End("A", new TicketOutcome.Failed("It broke.")), "A", "failed");
        Explains(Scenario.Running(Make.Ticket("A")).Spawn("A").Complete("A"), "A", "completed");
    }

    [Fact]
    public void A_ticket_with_a_worker_needs_no_reason_even_when_what_it_waited_for_is_done_again() =>
        Explains(Scenario.Running(Make.Ticket("A"), Make.Ticket("B", "A")).Spawn("A").Complete("A").Spawn("B").When(new TrackCommand.RetryTicket("A", null, "demo")), "B");

    [Theory]
    [InlineData(null, "allow more workers")]
    [InlineData(1, "run the track again")]
    public void A_ticket_without_a_slot_names_what_really_gives_it_one(int? maxParallel, string action)
    {
        var track = new Scenario { Slots = 1 };
        track.Define(Make.Ticket("A"), Make.Ticket("B")).When(new TrackCommand.StartRun(Make.Automatic with { MaxParallel = maxParallel })).Spawn("A", "B");

        Assert.Contains(action, Assert.Single(Explanation.For(track.State, track.State.Tickets["B"])).Action, StringComparison.Ordinal);
    }

    private static void Explains(Scenario track, string id, params string[] kinds) =>
        Assert.Equal(kinds, Explanation.For(track.State, track.State.Tickets[id]).Select(reason => reason.Kind));
}
