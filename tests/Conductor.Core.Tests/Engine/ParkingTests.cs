using Conductor.Core.Engine;
using Conductor.Core.Tickets;
using Conductor.Core.Usage;
using Xunit;

namespace Conductor.Core.Tests.Engine;

public sealed class ParkingTests
{
    [Fact]
    public void A_worker_whose_provider_asks_to_wait_gives_its_slot_to_a_ticket_of_another_one()
    {
        Scenario track = TwoProviders().When(Waits("A", Make.Noon.AddMinutes(2)));

        track.Then(Failed("A", Make.Noon.AddMinutes(2)), new TrackEvent.AttemptParked("A", 1), StartedOf(track, "B"));
        Assert.Equal(TicketPhase.Running, track.Phase("A"));
        Assert.Equal(1, track.State.RunningCount);
        Assert.Contains("Its place is given to a ticket of another provider meanwhile.", Assert.Single(Explanation.For(track.State, track.State.Tickets["A"])).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_ticket_that_is_approved_while_it_waits_gets_its_slot_too()
    {
        Scenario track = Slots(1).Define(Make.Ticket("A"), Other("B")).When(new TrackCommand.StartRun(Make.Automatic)).Spawn("A").When(Waits("A", Make.Noon.AddMinutes(2)));

        track.Spawn("B");

        Assert.Equal([AttemptPhase.Suspended, AttemptPhase.Running], Phases(track, "A", "B"));
    }

    [Fact]
    public void It_goes_on_when_its_wait_is_over_and_a_slot_is_free()
    {
        Scenario track = TwoProviders().When(Waits("A", Make.Noon.AddMinutes(2)));
        Assert.Equal(Make.Noon.AddMinutes(2), Scheduler.NextMoment(track.State, track.Now));

        track.After(TimeSpan.FromMinutes(1)).Complete("B");
        Assert.Equal(AttemptPhase.Suspended, track.Attempt("A").Phase);
        Assert.False(Scheduler.WantsSlot(track.State, track.Now));

        track.After(TimeSpan.FromMinutes(1)).When(new TrackCommand.Reschedule()).Then(new TrackEvent.AttemptResumed("A", 1));
    }

    [Fact]
    public void When_its_wait_is_over_it_waits_for_a_slot_and_asks_for_one()
    {
        Scenario track = TwoProviders().When(Waits("A", Make.Noon.AddMinutes(2))).After(TimeSpan.FromMinutes(3));

        track.When(new TrackCommand.Reschedule()).ThenNothing();
        Assert.Null(Scheduler.NextMoment(track.State, track.Now));
        Assert.Equal(AttemptPhase.Suspended, track.Attempt("A").Phase);

        track.Complete("B");
        Assert.Equal(AttemptPhase.Running, track.Attempt("A").Phase);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(null)]
    public void A_short_wait_and_one_whose_end_nobody_knows_keep_the_slot(int? seconds)
    {
        Scenario track = TwoProviders().When(Waits("A", seconds is { } wait ? Make.Noon.AddSeconds(wait) : null));

        Assert.Equal([AttemptPhase.Running, AttemptPhase.Queued], Phases(track, "A", "B"));
    }

    [Fact]
    public void A_ticket_of_the_same_provider_could_do_no_better_and_gets_no_slot()
    {
        Scenario track = Slots(1).Define(Make.Ticket("A"), Make.Ticket("B")).When(new TrackCommand.StartRun(Make.Automatic)).Spawn("A", "B").When(Waits("A", Make.Noon.AddMinutes(2)));

        Assert.Equal([AttemptPhase.Running, AttemptPhase.Queued], Phases(track, "A", "B"));
    }

    [Fact]
    public void A_pause_forgets_the_wait()
    {
        Scenario track = TwoProviders().When(Waits("A", Make.Noon.AddMinutes(2))).When(new TrackCommand.PauseRun(PauseCause.Person)).When(new TrackCommand.ResumeRun());

        Assert.Equal([AttemptPhase.Running, AttemptPhase.Suspended], Phases(track, "A", "B"));
    }

    /// <summary>A, at work, and B, approved, which has a model of another provider; there is one slot.</summary>
    private static Scenario TwoProviders() => Slots(1).Define(Make.Ticket("A"), Other("B")).When(new TrackCommand.StartRun(Make.Automatic)).Spawn("A", "B");

    private static Scenario Slots(int slots) => new() { Slots = slots };

    private static TicketDefinition Other(string id) => Make.Ticket(id) with { Model = "other:model" };

    private static IEnumerable<AttemptPhase> Phases(Scenario track, params string[] ids) => ids.Select(id => track.Attempt(id).Phase);

    private static TrackCommand.RecordModelFailure Waits(string id, DateTimeOffset? until) => new(Failed(id, until));

    private static TrackEvent.ModelCallFailed Failed(string id, DateTimeOffset? until) =>
        new(id, 1, 0, Tier.Worker, "demo", until is null ? ModelWait.Consent : "rateLimit", "Too many requests.", until, "Demo");

    private static TrackEvent.AttemptStarted StartedOf(Scenario track, string id) => track.History.OfType<TrackEvent.AttemptStarted>().Last(started => started.TicketId == id);
}
