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
}
