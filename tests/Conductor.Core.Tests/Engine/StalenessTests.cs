using Conductor.Core.Engine;
using Conductor.Core.Tickets;
using Xunit;

namespace Conductor.Core.Tests.Engine;

public sealed class StalenessTests
{
    [Fact]
    public void Nothing_is_stale_while_everything_stands() => Assert.Empty(Stale(Chain()));

    [Fact]
    public void What_was_built_on_a_ticket_that_is_done_again_is_stale_and_so_is_what_was_built_on_that()
    {
        Scenario track = Chain().When(new TrackCommand.RetryTicket("A", null, "demo"));

        Assert.Equal(["B", "C"], Stale(track));
        Assert.Equal("It was built on A, which is to be done again.", Staleness.InWords(track.State, track.State.Tickets["B"]));
        Assert.Equal("It was built on B, which is stale itself.", Staleness.InWords(track.State, track.State.Tickets["C"]));

        track.Spawn("A").Complete("A");

        Assert.Equal(["B", "C"], Stale(track));
        Assert.Equal("It was built on A as it was before: that has changed since.", Staleness.InWords(track.State, track.State.Tickets["B"]));
    }

    [Fact]
    public void A_stale_ticket_that_is_done_again_is_stale_no_more_but_what_was_built_on_it_is()
    {
        Scenario track = Redone().When(new TrackCommand.RetryTicket("B", null, "demo")).Spawn("B").Complete("B");

        Assert.Equal(["C"], Stale(track));
        Assert.Equal(RunStatus.Done, track.State.Run.Status);
        Assert.Equal("C is stale: what it was built on has changed since. Retry it, or confirm that it still holds.", track.State.Run.Detail);
    }

    [Fact]
    public void A_person_confirms_that_a_stale_ticket_still_holds_and_what_was_built_on_it_does_too()
    {
        Scenario track = Redone().When(new TrackCommand.ConfirmTicket("B")).Then(new TrackEvent.TicketConfirmed("B"));

        Assert.Empty(Stale(track));
    }

    [Fact]
    public void A_ticket_that_was_built_on_a_stale_one_waits_for_that_to_be_confirmed()
    {
        Scenario track = Redone();

        Assert.Contains(TicketAct.Confirm, TicketPhases.Acts(track.State, track.State.Tickets["B"]));
        Assert.DoesNotContain(TicketAct.Confirm, TicketPhases.Acts(track.State, track.State.Tickets["C"]));
        track.When(new TrackCommand.ConfirmTicket("C")).ThenRefused(RefusalCode.WrongState, "B, which is stale itself", "Retry or confirm B first");
    }

    [Fact]
    public void A_ticket_that_is_not_stale_has_nothing_to_confirm() =>
        Chain().When(new TrackCommand.ConfirmTicket("B")).ThenRefused(RefusalCode.WrongState, "B is not stale");

    [Fact]
    public void Changes_that_are_taken_back_make_stale_what_was_built_on_them_until_that_is_undone()
    {
        var before = new FileVersion(FileKind.File, "before");
        var after = new FileVersion(FileKind.File, "after");
        Scenario track = Scenario.Running(Make.Ticket("A"), Make.Ticket("B", "A")).Spawn("A")
            .Given(new TrackEvent.FilesChanged("A", 1, "call", [new FileTransition("src/a.cs", before, after)])).Complete("A").Spawn("B").Complete("B")
            .When(new TrackCommand.BeginRevert("A", false, false, "tree", [new FileObservation("src/a.cs", after)])).When(new TrackCommand.FinishRevert("A", 1, false));

        Assert.Equal(["B"], Stale(track));
        Assert.Equal("It was built on changes of A that were taken back.", Staleness.InWords(track.State, track.State.Tickets["B"]));

        track.When(new TrackCommand.BeginRevert("A", true, false, "tree", [new FileObservation("src/a.cs", before)])).When(new TrackCommand.FinishRevert("A", 1, true));

        Assert.Empty(Stale(track));
    }

    [Fact]
    public void A_worker_that_began_before_what_it_was_built_on_is_done_again_leaves_a_stale_ticket()
    {
        Scenario track = Scenario.Running(Make.Ticket("A"), Make.Ticket("B", "A")).Spawn("A").Complete("A").Spawn("B").When(new TrackCommand.RetryTicket("A", null, "demo"));
        Assert.Empty(Stale(track));

        track.Complete("B");

        Assert.Equal(["B"], Stale(track));
    }

    [Fact]
    public void A_dependency_that_was_let_go_makes_nothing_stale()
    {
        Scenario track = Scenario.Running(Make.Ticket("A"), Make.Ticket("B", "A")).When(new TrackCommand.WaiveDependency("B", "A")).Spawn("B").Complete("B");

        track.Spawn("A").Complete("A");

        Assert.Empty(Stale(track));
    }

    [Fact]
    public void A_dependency_that_is_taken_out_of_the_file_makes_nothing_stale_any_more() =>
        Assert.Empty(Stale(Redone().Define(Make.Ticket("A"), Make.Ticket("B"), Make.Ticket("C", "B"))));

    [Fact]
    public void What_the_file_says_is_completed_counts_as_built_on_what_it_says_too()
    {
        TicketDefinition[] tickets = [Make.Ticket("A") with { Status = TicketStatus.Completed }, Make.Ticket("B", "A") with { Status = TicketStatus.Completed }];

        Assert.Equal(["B"], Stale(Scenario.Of(tickets).When(new TrackCommand.RetryTicket("A", null, "demo"))));
    }

    [Fact]
    public void Why_a_ticket_stands_as_it_does_begins_with_what_makes_it_stale()
    {
        Scenario track = Redone();

        Reason reason = Explanation.For(track.State, track.State.Tickets["B"])[0];

        Assert.Equal(("stale", "A"), (reason.Kind, reason.RelatedTicketId));
        Assert.Equal("Retry B, or confirm that it still holds.", reason.Action);
    }

    [Fact]
    public void A_long_chain_becomes_stale_at_once()
    {
        TicketDefinition[] tickets = [.. Enumerable.Range(0, 20_000).Select(index => Make.Ticket($"T-{index}", index == 0 ? [] : [$"T-{index - 1}"]) with { Status = TicketStatus.Completed })];
        TrackState state = TrackEvolution.Apply(TrackState.Empty, new TrackEvent.TicketsDefined(Make.Header, [.. tickets], [], []));

        state = TrackEvolution.Apply(state, new TrackEvent.TicketReset("T-0", null));

        Assert.Equal(19_999, state.Tickets.Values.Count(ticket => ticket.IsStale));
    }

    /// <summary>A, B built on it, C built on B, all done.</summary>
    private static Scenario Chain()
    {
        Scenario track = Scenario.Running(Make.Ticket("A"), Make.Ticket("B", "A"), Make.Ticket("C", "B"));
        foreach (string id in (string[])["A", "B", "C"])
        {
            track.Spawn(id).Complete(id);
        }

        return track;
    }

    /// <summary>The same with A done a second time.</summary>
    private static Scenario Redone() => Chain().When(new TrackCommand.RetryTicket("A", null, "demo")).Spawn("A").Complete("A");

    private static IEnumerable<string> Stale(Scenario track) => track.State.Graph.Tickets.Select(ticket => ticket.Id).Where(id => track.State.Tickets[id].IsStale);
}
