using Conductor.Workers.Models;
using Conductor.Workers.Models.Providers;
using Conductor.Workers.Models.Providers.OpenAI;
using Xunit;

namespace Conductor.Workers.Tests.Models.Providers.OpenAI;

public sealed class OpenAIResponsesConformanceTests(FakeProviders fake) : ProviderConformance(fake)
{
    protected override string Folder => "openai-responses";

    protected override IModelProvider Provider { get; } = new OpenAIResponsesProvider();

    protected override string Model => "gpt-5-mini";

    protected override IReadOnlyList<string> ListedNames => OpenAIListed.Names;

    protected override ProviderAccess AccessTo(string scenario, string? key = FakeSession.GoodKey) => OpenAIListed.Below(base.AccessTo(scenario, key));

    [Theory]
    [InlineData("failedInStream")]
    [InlineData("rateLimitHeaders")]
    public async Task What_only_this_protocol_has_is_read_as_well(string scenario) => await PlayAsync(scenario);

    [Fact]
    public async Task A_model_that_refuses_has_declined_in_its_own_words()
    {
        var outcome = await CallAsync("refusal");

        outcome.MustFailAs(ModelFailureKind.Declined);
        Assert.Contains("I cannot help with that", outcome.Failure?.Message, StringComparison.Ordinal);
        Assert.NotNull(outcome.Usage);
    }
}
