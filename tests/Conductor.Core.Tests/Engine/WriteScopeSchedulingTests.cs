using Conductor.Core.Engine;
using Conductor.Core.Tickets;
using Xunit;

namespace Conductor.Core.Tests.Engine;

public sealed class WriteScopeSchedulingTests
{
    [Fact]
    public void Tickets_that_may_change_the_same_paths_are_prepared_one_after_the_other()
    {
        Scenario track = Scenario.Running(Writer("A", "src/**"), Writer("B", "src/a.cs"), Writer("C", "docs/**"));

        Assert.Equal(["A", "C"], Prepared(track));

        track.Spawn("A").Complete("A");

        Assert.Equal(["B"], Prepared(track));
    }

    [Fact]
    public void A_ticket_does_not_overtake_one_that_waits_for_the_same_paths()
    {
        Scenario track = Scenario.Running(Writer("A", "a/**"), Writer("B", "a/**", "b/**"), Writer("C", "b/**"));

        Assert.Equal(["A"], Prepared(track));

        track.Spawn("A").Complete("A");

        Assert.Equal(["B"], Prepared(track));
    }

    [Fact]
    public void What_a_person_asks_for_opens_its_gate_at_once_and_starts_when_the_paths_are_free()
    {
        Scenario track = Scenario.Running(Writer("A", "src/**"), Writer("B", "src/**")).Spawn("A").When(new TrackCommand.RequestTicket("B", "demo"));
        Assert.Equal(["B"], Prepared(track));

        track.Spawn("B");
        Assert.Equal(TicketPhase.Queued, track.Phase("B"));
        Assert.False(Scheduler.WantsSlot(track.State, track.Now));

        track.Complete("A");
        Assert.Equal(TicketPhase.Running, track.Phase("B"));
    }

    [Fact]
    public void An_approved_ticket_that_waits_for_paths_keeps_no_other_from_being_prepared()
    {
        Scenario track = Scenario.Running(Writer("A", "src/**"), Writer("B", "src/**"), Writer("C", "docs/**"), Make.Ticket("D", "A"));
        track.Spawn("A").When(new TrackCommand.RequestTicket("B", "demo")).Spawn("B", "C").Complete("C");
        track.Define(Writer("A", "src/**"), Writer("B", "src/**"), Writer("C", "docs/**"), Make.Ticket("D", "A"), Writer("E", "docs/**"));

        Assert.Equal(["E"], Prepared(track));
    }

    [Fact]
    public void Work_that_was_interrupted_keeps_its_paths()
    {
        Scenario track = Scenario.Running(Writer("A", "src/**"), Writer("B", "src/**")).Spawn("A").When(new TrackCommand.RequestTicket("B", "demo")).Compose("B")
            .When(new TrackCommand.PauseRun(PauseCause.Interruption)).Answer("B", Make.Approve);

        Assert.Equal(TicketPhase.Queued, track.Phase("B"));
    }

    [Fact]
    public void A_worker_goes_by_the_paths_that_it_began_with()
    {
        Scenario track = Scenario.Running(Writer("A", "src/**")).Spawn("A").Define(Writer("A", "docs/**"), Writer("B", "src/**"), Writer("C", "docs/**"));

        Assert.Equal(["C"], Prepared(track));
    }

    [Fact]
    public void A_ticket_that_does_not_say_what_it_changes_runs_beside_others() =>
        Assert.Equal(["A", "B", "C"], Prepared(Scenario.Running(Make.Ticket("A"), Writer("B", "src/**"), Make.Ticket("C"))));

    [Fact]
    public void Where_the_settings_say_so_it_runs_alone()
    {
        var track = new Scenario { UnscopedAlone = true };
        track.Define(Writer("A", "src/**"), Make.Ticket("B"), Writer("C", "docs/**")).When(new TrackCommand.StartRun(Make.Automatic));
        Assert.Equal(["A"], Prepared(track));

        track.Spawn("A").Complete("A");
        Assert.Equal(["B"], Prepared(track));

        track.Spawn("B").Complete("B");
        Assert.Equal(["C"], Prepared(track));
    }

    [Fact]
    public void Why_it_is_not_running_names_the_other_ticket_and_both_globs()
    {
        Scenario track = Scenario.Running(Writer("A", "src/**"), Writer("B", "src/a.cs"), Writer("C", "src/**")).Spawn("A");

        Reason reason = Assert.Single(Explanation.For(track.State, track.State.Tickets["B"]));
        Assert.Equal(("scope", "A"), (reason.Kind, reason.RelatedTicketId));
        Assert.Equal("It may change src/a.cs, and A, which is at work, may change src/**.", reason.Text);
        Assert.Equal("Wait until A is done, or narrow \"writes\" of one of them.", reason.Action);

        Assert.Equal("It may change src/**, and A, which is at work, may change the same.", Assert.Single(Explanation.For(track.State, track.State.Tickets["C"])).Text);

        track.When(new TrackCommand.RequestTicket("B", "demo")).Spawn("B");
        Assert.Equal("scope", Assert.Single(Explanation.For(track.State, track.State.Tickets["B"])).Kind);
    }

    [Fact]
    public void Why_it_runs_alone_says_that_it_does_not_say_what_it_changes()
    {
        var track = new Scenario { UnscopedAlone = true };
        track.Define(Writer("A", "src/**"), Make.Ticket("B"), Writer("C", "docs/**")).When(new TrackCommand.StartRun(Make.Automatic)).Spawn("A");

        Assert.Equal("It does not say what it changes, so it runs alone, and A is at work.", Assert.Single(Explanation.For(track.State, track.State.Tickets["B"])).Text);
        Assert.Equal("B, which comes before it, does not say what it changes, so nothing runs beside it.", Assert.Single(Explanation.For(track.State, track.State.Tickets["C"])).Text);
    }

    private static TicketDefinition Writer(string id, params string[] writes) => Make.Ticket(id) with { Writes = [.. writes] };

    private static IEnumerable<string> Prepared(Scenario track) => track.Events.OfType<TrackEvent.AttemptPrepared>().Select(prepared => prepared.TicketId);
}
