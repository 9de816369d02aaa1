using Conductor.Server.Cli;
using Conductor.Server.Protocol;
using Xunit;

namespace Conductor.Server.Tests.Cli;

public sealed class UsageColumnsTests
{
    private static readonly UsageFigures Priced = new(1200, 340, 800, 3, ReasoningTokens: 120, CacheWriteTokens: 60, Cost: 0.0123);

    [Fact]
    public void What_no_call_had_has_no_column() =>
        Assert.Equal(["calls", "input", "cached", "output"], new UsageColumns(new UsageFigures(10, 1, 0, 1)).Headings);

    [Fact]
    public void Cache_writes_reasoning_and_cost_have_one_where_a_call_had_them()
    {
        var columns = new UsageColumns(Priced);

        Assert.Equal(["calls", "input", "cached", "cache writes", "output", "reasoning", "cost"], columns.Headings);
        Assert.Equal(["3", "1,200", "800", "60", "340", "120", "$0.0123"], columns.Of(Priced));
    }

    [Fact]
    public void Estimated_figures_are_marked_and_a_model_without_a_price_says_so() =>
        Assert.Equal(["1", "~10", "~0", "~0", "~1", "~0", "no price"], new UsageColumns(Priced).Of(new UsageFigures(10, 1, 0, 1, EstimatedCalls: 1)));

    [Fact]
    public void The_notes_say_what_is_estimated_what_the_cost_lacks_and_of_when_the_prices_are()
    {
        var report = new UsageReport(new UsageSummary(Priced with { UnpricedCalls = 2, EstimatedCalls = 1 }, [], HasEstimates: true), [], "2026-01-31");

        Assert.Equal(
            [
                "~ Some figures were counted from the texts, because the model gave none.",
                "2 calls have no price, so the cost is without them.",
                "Prices as of 2026-01-31.",
            ],
            UsageColumns.Notes(report));
    }

    [Fact]
    public void Prices_of_several_days_are_told_from_the_first_to_the_last() =>
        Assert.Equal(["Prices as of 2026-01-31 to 2026-03-01."], UsageColumns.Notes(new UsageReport(new UsageSummary(Priced, [], HasEstimates: false), [], "2026-01-31", "2026-03-01")));

    [Fact]
    public void Without_any_price_there_is_nothing_to_say_of_prices() =>
        Assert.Empty(UsageColumns.Notes(new UsageReport(new UsageSummary(new UsageFigures(1, 1, 0, 1, UnpricedCalls: 1), [], HasEstimates: false), [], "2026-01-31")));
}
