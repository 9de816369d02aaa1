using Conductor.Workers.Models.Providers;
using Conductor.Workers.Models.Providers.OpenAI;
using Xunit;

namespace Conductor.Workers.Tests.Models.Providers.OpenAI;

public sealed class OpenAIChatConformanceTests(FakeProviders fake) : ProviderConformance(fake)
{
    protected override string Folder => "openai-chat";

    protected override IModelProvider Provider { get; } = new OpenAIProvider();

    protected override string Model => "gpt-5-mini";

    protected override IReadOnlyList<string> ListedNames => OpenAIListed.Names;

    protected override ProviderAccess AccessTo(string scenario, string? key = FakeSession.GoodKey) => OpenAIListed.Below(base.AccessTo(scenario, key));

    [Theory]
    [InlineData("noDone")]
    [InlineData("noUsage")]
    [InlineData("refusal")]
    [InlineData("wholeCalls")]
    [InlineData("rateLimitHeaders")]
    [InlineData("reasoningContent")]
    public async Task What_only_this_protocol_has_is_read_as_well(string scenario) => await PlayAsync(scenario);
}
