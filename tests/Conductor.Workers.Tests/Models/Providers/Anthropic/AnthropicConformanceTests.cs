using Conductor.Workers.Models.Providers;
using Conductor.Workers.Models.Providers.Anthropic;
using Xunit;

namespace Conductor.Workers.Tests.Models.Providers.Anthropic;

public sealed class AnthropicConformanceTests(FakeProviders fake) : ProviderConformance(fake)
{
    protected override string Folder => "anthropic";

    protected override IModelProvider Provider { get; } = new AnthropicProvider();

    protected override string Model => "claude-sonnet-4-5";

    protected override IReadOnlyList<string> ListedNames => ["claude-haiku-4-5", "claude-opus-4-5", "claude-sonnet-4-5"];

    [Theory]
    [InlineData("redactedThoughts")]
    [InlineData("contextWindowExceeded")]
    [InlineData("overloadedInStream")]
    [InlineData("overloadedThenText")]
    [InlineData("rateLimitHeaders")]
    public async Task What_only_this_protocol_has_is_read_as_well(string scenario) => await PlayAsync(scenario);

    [Fact]
    public async Task A_turn_that_pauses_is_gone_on_with_and_counted_whole()
    {
        var outcome = await CallAsync("pauseTurn");

        Assert.Null(outcome.Failure);
        Assert.Equal("First half, second half.", outcome.Text);
        Assert.Equal((86, 11), (outcome.Usage?.InputTokens, outcome.Usage?.OutputTokens));
        Assert.Equal(2, (await Session.RequestsAsync()).Length);
    }

    [Fact]
    public async Task Arguments_that_are_no_json_are_kept_as_the_model_wrote_them()
    {
        var expected = Assert.Single((await ScenarioAsync("invalidArguments")).Turns[0].Calls).GetProperty("rawArguments").GetString();

        var call = Assert.Single((await CallAsync("invalidArguments")).Calls);

        Assert.Equal(expected, call.AdditionalProperties?["conductor.arguments"]);
    }
}
