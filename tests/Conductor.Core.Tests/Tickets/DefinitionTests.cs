using Conductor.Core.Engine;
using Conductor.Core.Tests.Engine;
using Conductor.Core.Tickets;
using Xunit;

namespace Conductor.Core.Tests.Tickets;

public sealed class DefinitionTests
{
    [Fact]
    public void The_same_definition_twice_is_no_event() =>
        Scenario.Of(Make.Ticket("A"), Make.Ticket("B", "A", "A")).Define(Make.Ticket("A"), Make.Ticket("B", "A")).ThenNothing();

    [Fact]
    public void A_status_in_the_file_seeds_a_ticket_once()
    {
        Scenario track = Scenario.Of(Make.Ticket("A") with { Status = "completed" }, Make.Ticket("B", "A"), Make.Ticket("C") with { Status = "in_progress" });

        Assert.Equal(TicketPhase.Completed, track.Phase("A"));
        Assert.Equal(TicketPhase.Ready, track.Phase("B"));
        Assert.Equal(TicketPhase.Ready, track.Phase("C"));
        Assert.NotNull(track.State.Tickets["C"].Notice);
    }

    [Fact]
    public void A_new_ticket_joins_a_live_run_and_starts_there() =>
        Assert.Equal(TicketPhase.Preparing, Scenario.Running(Make.Ticket("A")).Spawn("A").Define(Make.Ticket("A"), Make.Ticket("B")).Phase("B"));

    [Fact]
    public void A_started_ticket_keeps_what_it_began_with_and_says_so()
    {
        Scenario track = Scenario.Running(Make.Ticket("A")).Spawn("A").Define(Make.Ticket("A") with { Description = "Do it otherwise." });

        Assert.Equal("Do A.", track.Attempt("A").Definition.Description);
        Assert.NotNull(track.State.Tickets["A"].Notice);
    }

    [Fact]
    public void A_ticket_at_its_gate_is_composed_again_when_its_definition_changes()
    {
        TicketDefinition changed = Make.Ticket("A") with { Description = "Do it otherwise." };
        Scenario track = Scenario.Of(Make.Ticket("A")).When(new TrackCommand.RequestTicket("A", "demo")).Compose("A").Define(changed);

        Assert.Empty(track.State.OpenApprovals);
        Assert.Equal(TicketPhase.Preparing, track.Phase("A"));
        Assert.Equal("Do it otherwise.", track.Attempt("A").Definition.Description);
    }

    [Fact]
    public void A_ticket_at_its_gate_goes_back_when_it_gets_something_to_wait_for() =>
        Assert.Equal(TicketPhase.Waiting, Scenario.Running(Make.Ticket("A"), Make.Ticket("B")).Compose("B").Define(Make.Ticket("A"), Make.Ticket("B", "A")).Phase("B"));

    [Fact]
    public void A_changed_priority_leaves_an_open_gate_alone() =>
        Assert.Single(Scenario.Running(Make.Ticket("A")).Compose("A").Define(Make.Ticket("A") with { Priority = 3 }).State.OpenApprovals);

    [Fact]
    public void A_removed_ticket_is_cancelled_and_leaves()
    {
        Scenario track = Scenario.Running(Make.Ticket("A"), Make.Ticket("B")).Spawn("B").Define(Make.Ticket("A"));

        Assert.Contains(track.Events, happened => happened is TrackEvent.AttemptEnded { TicketId: "B", Outcome: TicketOutcome.Cancelled });
        Assert.DoesNotContain("B", track.State.Tickets.Keys);
    }

    [Fact]
    public void A_ticket_that_comes_back_has_its_history()
    {
        Scenario track = Scenario.Running(Make.Ticket("A"), Make.Ticket("B")).Spawn("B").Complete("B").Define(Make.Ticket("A")).Define(Make.Ticket("A"), Make.Ticket("B"));
        Assert.Equal(TicketPhase.Completed, track.Phase("B"));

        track.When(new TrackCommand.RetryTicket("B", null, "demo")).Compose("B").Answer("B", Make.Approve);

        Assert.Equal(2, track.Attempt("B").Number);
        Assert.Equal(TicketPhase.Running, track.Phase("B"));
    }

    [Theory]
    [InlineData("completed", TicketPhase.Completed)]
    [InlineData("skipped", TicketPhase.Skipped)]
    [InlineData("cancelled", TicketPhase.Cancelled)]
    [InlineData("blocked", TicketPhase.Blocked)]
    [InlineData("failed", TicketPhase.Failed)]
    public void A_status_edited_in_the_file_is_a_command_with_or_without_a_worker(string status, TicketPhase phase)
    {
        TicketDefinition edited = Make.Ticket("A") with { Status = status };

        Assert.Equal(phase, Scenario.Of(Make.Ticket("A")).Define(edited).Phase("A"));
        Assert.Equal(phase, Scenario.Running(Make.Ticket("A"), Make.Ticket("B")).Spawn("A").Define(edited, Make.Ticket("B")).Phase("A"));
    }

    [Fact]
    public void Completed_edited_to_todo_is_a_retry() =>
        Scenario.Of(Make.Ticket("A") with { Status = "completed" }).Define(Make.Ticket("A"))
            .Then(new TrackEvent.TicketsDefined(Make.Header, [Make.Ticket("A")], [], []), new TrackEvent.TicketReset("A", null));

    [Fact]
    public void Tickets_that_change_places_keep_everything_else()
    {
        Scenario track = Scenario.Running(Make.Ticket("A"), Make.Ticket("B")).Spawn("B").Define(Make.Ticket("B"), Make.Ticket("A"));

        Assert.Equal(["B", "A"], track.State.Graph.Tickets.Select(ticket => ticket.Id));
        Assert.Equal(TicketPhase.Running, track.Phase("B"));
    }

    [Fact]
    public void Evidence_of_an_earlier_attempt_is_not_shown_for_the_latest()
    {
        Scenario track = Scenario.Running(Make.Ticket("A")).Spawn("A").End("A", new TicketOutcome.Failed("Broke.")).When(new TrackCommand.RetryTicket("A", null, "demo"));

        track.When(new TrackCommand.RecordAcceptance(new TrackEvent.AcceptanceRan("A", 1, "make test", 1, "no")));

        Assert.Empty(track.State.Tickets["A"].Evidence);
    }
}
