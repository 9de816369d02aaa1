using Conductor.Core.Usage;
using Conductor.Workers.Models;
using Conductor.Workers.Models.Prices;
using Conductor.Workers.Models.Providers;
using Xunit;

namespace Conductor.Workers.Tests.Models.Prices;

public sealed class PriceTableTests
{
    private static IModelProvider Provider(string name) => ProviderTable.Standard.Find(name) ?? throw new InvalidOperationException(name);

    private static PriceTable Table(params string[] rows) =>
        PriceReader.Read($$"""{"asOf":"2026-01-02","models":[{{string.Join(',', rows)}}]}""", out var problems)
            ?? throw new InvalidOperationException(string.Join(' ', problems));

    private static string Row(string model, int input, string more = "") =>
        $$"""{"provider":"openai","model":"{{model}}","input":{{input}},"output":{{input * 2}}{{more}}}""";

    [Fact]
    public void The_default_model_has_a_window_and_a_price()
    {
        var facts = PriceTable.Own.FactsOf(Provider("gemini"), "gemini-2.5-flash-lite");

        Assert.NotNull(facts.ContextWindow);
        Assert.NotNull(facts.MaximumOutput);
        Assert.NotNull(facts.Price);
    }

    [Fact]
    public void Conductor_s_own_table_says_of_which_day_it_is() => Assert.True(PriceTable.Own.AsOf > new DateOnly(2026, 1, 1));

    [Fact]
    public void What_answers_on_this_machine_may_be_a_gateway_to_models_that_cost_and_is_not_said_to_be_free()
    {
        var endpoint = ProviderTable.Standard.With(EndpointSet.Empty.Add("box", "http://127.0.0.1:1234/v1", EndpointApi.Chat, keyVariable: null)).Find("box");
        Assert.NotNull(endpoint);

        Assert.Equal((true, false), (endpoint.IsLocal, endpoint.IsFree));
        Assert.Null(PriceTable.Own.FactsOf(endpoint, "some-model").Price);
        Assert.Equal(ModelPrice.Free, PriceTable.Own.FactsOf(Provider("ollama"), "some-model").Price);

        // A budget of money holds such a call up, since nobody knows what it takes of it.
        Assert.Null(CallCost.Expected(new TokenUsage(10, 10, 0, 1), PriceTable.Own.FactsOf(endpoint, "some-model")).Cost);
    }

    [Fact]
    public void The_longest_pattern_that_fits_holds()
    {
        var table = Table(Row("*", 1), Row("gpt-5-mini*", 3), Row("gpt-5*", 2));

        Assert.Equal(3, table.FactsOf(Provider("openai"), "gpt-5-mini-x").Price?.Input);
        Assert.Equal(2, table.FactsOf(Provider("openai"), "gpt-5.1").Price?.Input);
        Assert.Equal(1, table.FactsOf(Provider("openai"), "o3").Price?.Input);
    }

    [Theory]
    [InlineData("gpt-5-2025-08-07", true)]
    [InlineData("gpt-5-latest", true)]
    [InlineData("gpt-5-20250807", true)]
    [InlineData("gpt-5-pro", false)]
    [InlineData("gpt-5.1", false)]
    public void A_date_at_the_end_of_a_model_s_name_makes_it_no_other_model(string model, bool isKnown) =>
        Assert.Equal(isKnown, Table(Row("gpt-5", 1)).FactsOf(Provider("openai"), model).Price is not null);

    [Fact]
    public void Both_protocols_of_a_vendor_have_the_same_prices() =>
        Assert.NotNull(Table(Row("gpt-5", 1)).FactsOf(Provider("openai-responses"), "gpt-5").Price);

    [Fact]
    public void A_model_that_is_not_in_the_table_has_no_price() =>
        Assert.Equal(ModelFacts.Unknown, PriceTable.Own.FactsOf(Provider("anthropic"), "claude-of-tomorrow"));

    [Fact]
    public void What_runs_on_this_machine_costs_nothing()
    {
        var facts = PriceTable.Own.FactsOf(Provider("ollama"), "qwen3:4b");

        Assert.True(facts.IsLocal);
        Assert.Equal(0, facts.Price?.CostOf(new TokenUsage(1000, 1000, 0, 1)));
    }

    [Fact]
    public void A_person_s_row_holds_before_a_longer_one_of_Conductor_s_and_leaves_what_it_does_not_say()
    {
        var table = Table(Row("gpt-5-mini", 5, ""","contextWindow":1000,"maximumOutput":100""")).Under(Table(Row("gpt*", 7)));

        var facts = table.FactsOf(Provider("openai"), "gpt-5-mini");

        Assert.Equal((7, 1000, 100), (facts.Price?.Input, facts.ContextWindow, facts.MaximumOutput));
    }

    [Fact]
    public void A_price_is_of_the_day_of_the_table_that_has_it()
    {
        var over = new PriceTable(
            new DateOnly(2026, 5, 6), [new PriceRow("openai", "gpt-5", 100, null, null), new PriceRow("openai", "o3", null, null, new ModelPrice(1, 1, 1, 1))]);
        var table = Table(Row("gpt-5", 5), Row("o3", 5)).Under(over);

        Assert.Equal(new DateOnly(2026, 1, 2), table.FactsOf(Provider("openai"), "gpt-5").PricesAsOf);
        Assert.Equal(new DateOnly(2026, 5, 6), table.FactsOf(Provider("openai"), "o3").PricesAsOf);
        Assert.Null(table.FactsOf(Provider("ollama"), "qwen3:4b").PricesAsOf);
    }

    [Fact]
    public void What_a_provider_says_of_its_model_holds_before_the_table()
    {
        var facts = Table(Row("gpt-5", 5, ""","contextWindow":1000""")).FactsOf(Provider("openai"), "gpt-5", toldWindow: 2000, toldOutput: 200);

        Assert.Equal((2000, 200), (facts.ContextWindow, facts.MaximumOutput));
    }

    [Fact]
    public void Cached_input_and_cache_writes_cost_as_other_input_unless_said()
    {
        var price = Table(Row("gpt-5", 5)).FactsOf(Provider("openai"), "gpt-5").Price;

        Assert.Equal(new ModelPrice(5, 5, 5, 10), price);
    }

    [Fact]
    public void Everything_wrong_with_a_table_is_named_with_its_path()
    {
        var table = PriceReader.Read(
            """{"models":[{"provider":"","model":"a"},{"provider":"b","model":"c","input":1},{"provider":"b","model":"c","input":-1,"output":"x","contextWindow":0},{"provider":"b","model":"c","inputs":2},3]}""",
            out var problems);

        Assert.Null(table);
        Assert.All(
            ["$.asOf", "$.models[0].provider", "$.models[1] has a part", "$.models[2].input", "$.models[2].output", "$.models[2].contextWindow", "$.models[3].inputs", "$.models[4]"],
            path => Assert.Contains(problems, problem => problem.StartsWith(path, StringComparison.Ordinal)));
    }
}
