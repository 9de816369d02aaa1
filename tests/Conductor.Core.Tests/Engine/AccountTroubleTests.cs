using Conductor.Core.Approvals;
using Conductor.Core.Engine;
using Conductor.Core.Landing;
using Conductor.Core.Tickets;
using Xunit;

namespace Conductor.Core.Tests.Engine;

public sealed class AccountTroubleTests
{
    private const string Refused = "The key was refused. Set another one.";

    private static readonly string[] Account = ["openai", "openai-responses"];

    [Fact]
    public void Tickets_of_another_provider_go_on_and_those_of_the_same_account_are_not_begun()
    {
        Scenario track = Refuse(Of("A", "openai:x"), Of("B", "openai-responses:y"), Of("C", "gemini:z"), Of("D", "openai:x", "C"));

        Assert.Equal(RunStatus.Running, track.State.Run.Status);
        Assert.Equal((Refused, null, Refused), (track.State.Tickets["B"].Hold, track.State.Tickets["C"].Hold, track.State.Tickets["D"].Hold));
        Assert.Null(track.State.Tickets["B"].Attempt);
        Assert.DoesNotContain(track.State.OpenApprovals.Values, gate => gate.TicketId == "B");

        track.Spawn("C").Complete("C");

        Assert.Equal(RunStatus.Failed, track.State.Run.Status);
        Assert.Equal("A failed: Key refused. 2 tickets with models of the same provider were not begun.", track.State.Run.Detail);
        Assert.All(track.State.Tickets.Values, ticket => Assert.Null(ticket.Hold));
    }

    [Fact]
    public void A_run_whose_tickets_name_no_other_provider_stops() =>
        Refuse(Of("A", "openai:x"), Of("B", "openai-responses:y"), Make.Ticket("H") with { AssignedTo = "human" })
            .Then(
                new TrackEvent.AttemptEnded("A", 1, new TicketOutcome.Failed("Key refused.")),
                new TrackEvent.RunStopping(RunStatus.Failed, Refused),
                new TrackEvent.ApprovalWithdrawn($"{Make.Header.TrackId}:B:1:spawn", "B", 1, Refused),
                new TrackEvent.AttemptWithdrawn("B", 1, Refused),
                new TrackEvent.RunEnded(RunStatus.Failed, Refused));

    [Fact]
    public void A_run_whose_other_tickets_have_ended_stops() =>
        Assert.Equal(RunStatus.Failed, Refuse(Of("A", "openai:x"), Of("C", "gemini:z") with { Status = TicketStatus.Completed }).State.Run.Status);

    [Fact]
    public void Tickets_that_name_no_model_have_that_of_the_run()
    {
        Scenario track = Refuse("openai:x", Make.Ticket("A"), Make.Ticket("B"), Of("C", "gemini:z"));

        Assert.Equal((Refused, null), (track.State.Tickets["B"].Hold, track.State.Tickets["C"].Hold));
    }

    [Fact]
    public void Where_nobody_names_a_model_all_have_that_of_the_settings()
    {
        Assert.Equal(Refused, Refuse("", Make.Ticket("A"), Make.Ticket("B", "C"), Of("C", "gemini:z")).State.Tickets["B"].Hold);
        Assert.Null(Refuse("", Of("A", "openai:x"), Make.Ticket("B", "C"), Of("C", "gemini:z")).State.Tickets["B"].Hold);
    }

    [Fact]
    public void A_worker_that_asks_the_account_already_finds_it_out_by_itself()
    {
        Scenario track = Running("", Of("A", "openai:x"), Of("B", "openai:x"), Of("C", "gemini:z")).Spawn("A", "B", "C");
        track.End("A", new TicketOutcome.Failed("Key refused."), Refused, Account);

        Assert.Equal(TicketPhase.Running, track.Phase("B"));
        Assert.Equal(RunStatus.Running, track.End("B", new TicketOutcome.Failed("Key refused."), Refused, Account).State.Run.Status);
    }

    [Fact]
    public void A_held_ticket_says_why_and_begins_when_a_person_asks_for_it()
    {
        Scenario track = Refuse(Of("A", "openai:x"), Of("B", "openai:x"), Of("C", "gemini:z"));
        Assert.Equal($"The provider of its model refuses every call: {Refused}", Assert.Single(Explanation.For(track.State, track.State.Tickets["B"])).Text);
        Assert.Contains(TicketAct.Run, TicketPhases.Acts(track.State, track.State.Tickets["B"]));

        track.When(new TrackCommand.RequestTicket("B", "demo"));

        Assert.Equal(TicketPhase.Preparing, track.Phase("B"));
    }

    [Fact]
    public void Held_tickets_begin_when_one_that_failed_is_retried_when_the_run_is_asked_for_again_and_when_they_have_another_model()
    {
        TicketDefinition[] tickets = [Of("A", "openai:x"), Of("B", "openai:x"), Of("C", "gemini:z")];

        Assert.Equal(TicketPhase.Preparing, Refuse(tickets).When(new TrackCommand.RetryTicket("A", null, "demo")).Phase("B"));
        Assert.Equal(TicketPhase.Preparing, Refuse(tickets).When(new TrackCommand.StartRun(Make.Automatic)).Phase("B"));
        Assert.Equal(TicketPhase.Preparing, Refuse(tickets).Define(tickets[0], Of("B", "gemini:z"), tickets[2]).Phase("B"));
        Assert.Equal(TicketPhase.Ready, Refuse(tickets).Define(tickets[0], tickets[1] with { Priority = 3 }, tickets[2]).Phase("B"));
    }

    [Fact]
    public void Finished_work_that_waits_for_review_keeps_the_run_alive_and_lands()
    {
        Scenario track = RefuseBesideSubmitted([.. Account]);

        Assert.Equal((RunStatus.Running, null), (track.State.Run.Status, track.State.Run.Stopping));
        Assert.Equal((TicketPhase.AwaitingLanding, Refused, Refused), (track.Phase("B"), track.State.Tickets["C"].Hold, track.State.Tickets["D"].Hold));
        Assert.Equal("B", Assert.Single(track.State.OpenApprovals.Values).TicketId);

        track.Answer("B", Make.Approve).When(new TrackCommand.FinishLanding("B", 1, "merge", "tree"));

        Assert.Equal((RunStatus.Failed, TicketPhase.Completed), (track.State.Run.Status, track.Phase("B")));
    }

    [Fact]
    public void Finished_work_keeps_the_run_alive_also_when_nobody_knows_whom_the_account_pays() =>
        Assert.Equal((RunStatus.Running, Refused), (RefuseBesideSubmitted([]).State.Run.Status, RefuseBesideSubmitted([]).State.Tickets["C"].Hold));

    [Fact]
    public void Work_that_did_not_land_when_its_run_was_cancelled_says_how_to_have_it() =>
        Assert.Contains(
            "git merge conductor/x/t/B",
            Assert.IsType<TicketOutcome.Cancelled>(RefuseBesideSubmitted([.. Account]).When(new TrackCommand.CancelRun("Enough.")).State.Tickets["B"].Outcome).Reason,
            StringComparison.Ordinal);

    /// <summary>B's work waits to land, C's gate is open, D waits for B, and A's key is refused.</summary>
    private static Scenario RefuseBesideSubmitted(params string[] account) => Scenario.Of(Of("A", "openai:x"), Of("B", "openai:x"), Of("C", "openai:x"), Of("D", "openai:x", "B"))
        .When(new TrackCommand.StartRun(Make.Automatic with { Isolation = Isolation.Worktree }))
        .When(new TrackCommand.RecordWorkingTree("B", 1, new WorkingTree(".conductor/worktrees/x", "conductor/x/t/B", "base")))
        .Spawn("A", "B").Compose("C")
        .When(new TrackCommand.SubmitWork("B", 1, new SubmittedWork("Done.", "c0ffee")))
        .End("A", new TicketOutcome.Failed("Key refused."), Refused, account);

    private static TicketDefinition Of(string id, string model, params string[] dependencies) => Make.Ticket(id, dependencies) with { Model = model };

    private static Scenario Running(string model, params TicketDefinition[] tickets) =>
        Scenario.Of(tickets).When(new TrackCommand.StartRun(Make.Automatic with { Model = model }));

    private static Scenario Refuse(params TicketDefinition[] tickets) => Refuse("", tickets);

    /// <summary>The gates of all tickets that wait for none are open, and the first one's key is refused.</summary>
    private static Scenario Refuse(string model, params TicketDefinition[] tickets)
    {
        Scenario track = Running(model, tickets).Spawn("A");
        foreach (TicketDefinition ticket in tickets.Where(ticket => track.State.Tickets[ticket.Id].Attempt?.Phase == AttemptPhase.Preparing && ticket.Id != "C"))
        {
            track.Compose(ticket.Id);
        }

        return track.End("A", new TicketOutcome.Failed("Key refused."), Refused, Account);
    }
}
