using System.Collections.Immutable;
using Conductor.Core.Engine;
using Conductor.Core.Tickets;
using Conductor.Core.Usage;
using Xunit;

namespace Conductor.Core.Tests.Engine;

public sealed class TicketActsTests
{
    [Fact]
    public void Acts_follow_the_phase()
    {
        Offers(Scenario.Of(Make.Ticket("A")), TicketPhase.Ready, TicketAct.Run, TicketAct.Skip);
        Offers(Scenario.Of(Make.Ticket("A", "B"), Make.Ticket("B")), TicketPhase.Waiting, TicketAct.Skip);
        Offers(Scenario.Of(Make.Ticket("A")).When(new TrackCommand.StartRun(Make.ByHand)), TicketPhase.AwaitingRun, TicketAct.Run, TicketAct.Skip);
        Offers(Scenario.Of(Make.Person("A")), TicketPhase.AwaitingPerson, TicketAct.MarkDone, TicketAct.Skip);
        Offers(Scenario.Running(Make.Ticket("A")), TicketPhase.Preparing, TicketAct.Skip, TicketAct.Cancel);
        Offers(Scenario.Running(Make.Ticket("A")).Compose("A"), TicketPhase.AwaitingSpawn, TicketAct.ReviewApproval, TicketAct.Skip, TicketAct.Cancel);
        Offers(Scenario.Running(Make.Ticket("A")).Spawn("A"), TicketPhase.Running, TicketAct.Message, TicketAct.Skip, TicketAct.Cancel);
        Offers(
            Scenario.Running(Make.Ticket("A")).Spawn("A").Propose("A", Make.Write("1")), TicketPhase.AwaitingTool,
            TicketAct.ReviewApproval, TicketAct.Message, TicketAct.Skip, TicketAct.Cancel);
        Offers(
            Scenario.Running(Make.Ticket("A")).Spawn("A").When(new TrackCommand.PauseRun(PauseCause.Person)), TicketPhase.Suspended,
            TicketAct.Message, TicketAct.Skip, TicketAct.Cancel);
        Offers(Ended(new TicketOutcome.Completed("Done.")), TicketPhase.Completed, TicketAct.Retry);
        Offers(Ended(new TicketOutcome.Blocked("needsDecision", "Which?")), TicketPhase.Blocked, TicketAct.Answer, TicketAct.Retry, TicketAct.MarkDone, TicketAct.Skip);
        Offers(Ended(new TicketOutcome.Failed("Broke.")), TicketPhase.Failed, TicketAct.Retry, TicketAct.MarkDone, TicketAct.Skip);
        Offers(Ended(new TicketOutcome.Cancelled("Stop.")), TicketPhase.Cancelled, TicketAct.Retry, TicketAct.MarkDone, TicketAct.Skip);
        Offers(Ended(new TicketOutcome.Skipped("No.")), TicketPhase.Skipped, TicketAct.Retry);
    }

    [Fact]
    public void A_ticket_that_changed_files_offers_a_review_of_them() =>
        Assert.Contains(TicketAct.ReviewChanges, Acts(Scenario.Running(Make.Ticket("A")).Spawn("A").Given(new TrackEvent.FileChanged("A", 1, "1", "src/a.cs", null))));

    [Fact]
    public void A_model_can_be_allowed_while_a_worker_waits_for_that_and_no_longer()
    {
        Scenario track = Scenario.Running(Make.Ticket("A")).Spawn("A");
        Assert.DoesNotContain(TicketAct.AllowModel, Acts(track));

        track.Given(new TrackEvent.ModelCallFailed("A", 1, 0, Tier.Worker, "editor:test/one", ModelWait.Consent, "Allow it.", RetryAt: null));
        Assert.Contains(TicketAct.AllowModel, Acts(track));
        Assert.Equal("editor:test/one", track.State.Tickets["A"].Attempt?.Waiting?.Model);

        Assert.DoesNotContain(TicketAct.AllowModel, Acts(track.Given(new TrackEvent.ModelCallStarted("A", 1, 0, Tier.Worker, "editor:test/one"))));
    }

    [Theory]
    [InlineData(TicketOutcome.KeyCause, TicketAct.SetKey)]
    [InlineData(TicketOutcome.ModelCause, TicketAct.ChooseModel)]
    public void What_would_clear_the_cause_of_a_failure_is_offered_beside_the_retry(string cause, TicketAct act) =>
        Offers(Ended(new TicketOutcome.Failed("Broke.", cause)), TicketPhase.Failed, act, TicketAct.Retry, TicketAct.MarkDone, TicketAct.Skip);

    [Fact]
    public void Nothing_is_run_in_a_paused_run()
    {
        Scenario track = Scenario.Of(Make.Ticket("A")).When(new TrackCommand.StartRun(Make.ByHand)).When(new TrackCommand.PauseRun(PauseCause.Person));

        Assert.DoesNotContain(TicketAct.Run, Acts(track));
    }

    private static Scenario Ended(TicketOutcome outcome) => Scenario.Running(Make.Ticket("A")).Spawn("A").End("A", outcome);

    private static ImmutableArray<TicketAct> Acts(Scenario track) => TicketPhases.Acts(track.State, track.State.Tickets["A"]);

    private static void Offers(Scenario track, TicketPhase phase, params TicketAct[] acts)
    {
        Assert.Equal(phase, track.Phase("A"));
        Assert.Equal(acts, Acts(track));
    }
}
