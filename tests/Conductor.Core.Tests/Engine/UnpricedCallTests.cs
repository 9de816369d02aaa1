using Conductor.Core.Engine;
using Conductor.Core.Tickets;
using Conductor.Core.Usage;
using Xunit;

namespace Conductor.Core.Tests.Engine;

/// <summary>Calls of models without a known price, where money is limited.</summary>
public sealed class UnpricedCallTests
{
    [Fact]
    public void A_call_without_a_known_price_is_not_made_within_a_limit_of_money_and_the_run_pauses_saying_what_to_do()
    {
        Scenario track = With(new Budget(Money: 0.05m)).When(Priced(null));

        Assert.DoesNotContain(track.Events, happened => happened is TrackEvent.ModelCallStarted);
        Assert.Equal((RunStatus.Paused, PauseCause.Budget, null), (track.State.Run.Status, track.State.Run.PauseCause, track.State.Run.Shortage));
        Assert.StartsWith("The run's budget of $0.05 cannot be kept, because acme:new has no known price: its next call was not made. Give its price in a price file", track.State.Run.Detail, StringComparison.Ordinal);
        Assert.Equal("Resume the run once its price is known.", Explanation.For(track.State, track.State.Tickets["A"])[0].Action);
    }

    [Fact]
    public void A_call_without_a_known_price_cuts_no_call_of_another_worker()
    {
        Scenario track = With(new Budget(Money: 0.05m), "A", "B").When(Priced(0.01m)).When(Priced(null, "B"));

        track.ThenRefused(RefusalCode.BudgetReserved, "The run's budget of $0.05 cannot be kept for its next call, because its model has no known price. The run pauses as soon as no other worker has a call under way; 1 has one now.");
    }

    [Fact]
    public void With_a_price_the_run_that_was_paused_for_lack_of_one_goes_on_where_it_was()
    {
        Scenario track = With(new Budget(Money: 0.05m)).When(Priced(null)).When(new TrackCommand.ResumeRun());

        Assert.Single(track.When(Priced(0.01m)).Events.OfType<TrackEvent.ModelCallStarted>());
    }

    [Fact]
    public void A_tickets_own_limit_of_money_holds_a_call_without_a_known_price_too()
    {
        Scenario track = Scenario.Running(Make.Ticket("A") with { Budget = new Budget(Money: 1) }).Spawn("A").When(Priced(null));

        Assert.StartsWith("A's budget of $1.00 cannot be kept", track.State.Run.Detail, StringComparison.Ordinal);
        Assert.Contains("take \"money\" out of A's budget in the track file", track.State.Run.Detail, StringComparison.Ordinal);
        Assert.Equal("A", track.State.Run.UnpricedTicket);
        Assert.Null(track.When(new TrackCommand.ResumeRun()).State.Run.UnpricedTicket);
    }

    [Fact]
    public void An_explanation_without_a_known_price_is_left_out_within_a_limit_of_money_and_the_run_goes_on()
    {
        Scenario track = With(new Budget(Money: 0.05m)).When(Priced(null, tier: Tier.Qa));

        track.ThenRefused(RefusalCode.LeftOut, "has no known price");
        Assert.Equal(RunStatus.Running, track.State.Run.Status);
    }

    [Fact]
    public void A_kind_that_a_person_asked_to_be_unlimited_has_no_limit_whoever_set_one()
    {
        var track = new Scenario { DefaultBudget = new Budget(Money: 1) };
        track.When(new TrackCommand.Define(Make.Header with { Budget = new Budget(Money: 2, Calls: 2) }, [Make.Ticket("A")]))
            .When(new TrackCommand.StartRun(Make.Automatic with { Unlimited = [BudgetKind.Money] }));

        Assert.Equal(new Budget(Calls: 2), Budgets.LimitsOf(track.State));
    }

    private static TrackCommand.BeginModelCall Priced(decimal? cost, string ticketId = "A", Tier tier = Tier.Worker) =>
        new(ticketId, 1, 0, tier, "acme:new", new TokenUsage(10, 0, 0, 1, Cost: cost));

    private static Scenario With(Budget budget, params string[] ids)
    {
        string[] tickets = ids.Length == 0 ? ["A"] : ids;
        return Scenario.Of([.. tickets.Select(id => Make.Ticket(id))]).When(new TrackCommand.StartRun(Make.Automatic with { Budget = budget })).Spawn(tickets);
    }
}
