using Conductor.Core.Tests.Engine;
using Conductor.Core.Tickets;
using Conductor.Core.Usage;
using Xunit;

namespace Conductor.Core.Tests.Usage;

public sealed class UsageLedgerTests
{
    [Fact]
    public void Each_call_is_booked_to_its_tier_ticket_attempt_and_model()
    {
        Scenario track = Scenario.Running(Make.Ticket("A")).Spawn("A").When(Answer(Tier.Worker, 100, 10)).When(Answer(Tier.Worker, 50, 5)).When(Answer(Tier.Qa, 7, 3));
        UsageLedger usage = track.State.Usage;

        Assert.Equal(new TokenUsage(150, 15, 0, 2), usage.PerTier[Tier.Worker]);
        Assert.Equal(new TokenUsage(7, 3, 0, 1), usage.Rows[new UsageKey(Tier.Qa, "A", 1, "demo")]);
        Assert.Equal(new TokenUsage(157, 18, 0, 3), usage.Total);
        Assert.Equal(usage.Total, track.State.Tickets["A"].Usage);
        Assert.Equal(175, usage.Total.TotalTokens);
        Assert.False(usage.HasEstimates);
    }

    [Fact]
    public void An_answer_after_the_attempt_has_ended_is_still_paid_for()
    {
        Scenario track = Scenario.Running(Make.Ticket("A")).Spawn("A").When(new TrackCommand.CancelRun("Enough.")).When(Answer(Tier.Worker, 9, 1));

        Assert.Equal(10, track.State.Usage.Total.TotalTokens);
    }

    [Fact]
    public void What_models_thought_with_adds_up_and_is_not_known_where_no_provider_told()
    {
        var told = new TokenUsage(10, 8, 0, 1, ReasoningTokens: 5);

        Assert.Equal(new TokenUsage(30, 24, 0, 3, ReasoningTokens: 10), told + told + new TokenUsage(10, 8, 0, 1));
        Assert.Null((new TokenUsage(10, 8, 0, 1) + new TokenUsage(10, 8, 0, 1)).ReasoningTokens);
    }

    [Fact]
    public void A_cost_is_as_old_as_the_oldest_prices_in_it()
    {
        var old = new DateOnly(2026, 3, 31);
        static TokenUsage At(DateOnly? day) => new(10, 1, 0, 1, Cost: 0.1m, PricesAsOf: day);

        Assert.Equal(old, (At(old.AddDays(40)) + At(old) + At(null)).PricesAsOf);
        Assert.Null((At(null) + At(null)).PricesAsOf);
    }

    [Fact]
    public void A_cost_at_prices_of_several_days_knows_the_last_of_them_however_it_was_added_up()
    {
        var first = new DateOnly(2026, 1, 31);
        TokenUsage[] calls = [At(first.AddDays(40)), At(null), At(first), At(first.AddDays(9))];
        static TokenUsage At(DateOnly? day) => new(10, 1, 0, 1, Cost: 0.1m, PricesAsOf: day);

        TokenUsage oneByOne = calls.Aggregate(default(TokenUsage), (sum, call) => sum + call);
        Assert.Equal((first, first.AddDays(40)), (oneByOne.PricesAsOf, oneByOne.PricesUpTo));
        Assert.Equal(oneByOne, calls[0] + calls[1] + (calls[2] + calls[3]));
        Assert.Null((At(first) + At(null) + At(first)).PricesUpTo);
    }

    [Theory]
    [InlineData("demo", 0)]
    [InlineData("script:conversation.json", 0)]
    [InlineData("lmstudio:demo", 1)]
    public void A_call_of_a_played_model_costs_nothing_so_no_price_is_missing(string model, int unpriced)
    {
        UsageLedger usage = UsageLedger.Empty.Book(new UsageKey(Tier.Worker, "A", 1, model), new TokenUsage(10, 1, 0, 1), estimated: false);

        Assert.Equal((1, unpriced, (decimal?)null), (usage.Total.Calls, usage.Total.UnpricedCalls, usage.Total.Cost));
    }

    [Fact]
    public void An_estimated_call_and_one_without_a_price_are_marked_as_such_in_every_sum()
    {
        UsageLedger usage = UsageLedger.Empty
            .Book(new UsageKey(Tier.Worker, "A", 1, "priced"), new TokenUsage(10, 1, 0, 1, Cost: 0.02m), estimated: true)
            .Book(new UsageKey(Tier.Worker, "B", 1, "unpriced"), new TokenUsage(20, 2, 0, 1), estimated: false);

        Assert.Equal((1, 1, 0.02m), (usage.Total.EstimatedCalls, usage.Total.UnpricedCalls, usage.Total.Cost));
        Assert.Equal(new TokenUsage(10, 1, 0, 1, Cost: 0.02m, EstimatedCalls: 1), usage.Rows[new UsageKey(Tier.Worker, "A", 1, "priced")]);
        Assert.Equal(new TokenUsage(20, 2, 0, 1, UnpricedCalls: 1), usage.Rows[new UsageKey(Tier.Worker, "B", 1, "unpriced")]);
    }

    [Fact]
    public void Rows_tiers_and_total_always_agree() => Simulations.EachTrack(track =>
    {
        UsageLedger usage = track.State.Usage;
        Assert.Equal(usage.Total, usage.Rows.Values.Aggregate(default(TokenUsage), (sum, row) => sum + row));
        Assert.Equal(usage.Total, usage.PerTier.Values.Aggregate(default(TokenUsage), (sum, tier) => sum + tier));
        Assert.Equal(track.History.OfType<TrackEvent.ModelAnswered>().Count(), usage.Total.Calls);
    });

    private static TrackCommand.RecordModelAnswer Answer(Tier tier, long input, long output) =>
        new(new TrackEvent.ModelAnswered("A", 1, 0, tier, "demo", new TokenUsage(input, output, 0, 1), false, null, ""));
}
