using Conductor.Core.Usage;
using Conductor.Workers.Models;
using Conductor.Workers.Models.Providers;
using Microsoft.Extensions.AI;
using Xunit;

namespace Conductor.Workers.Tests.Models.Providers;

/// <summary>What is seen of an answer before its end: that the model is at work, and what it has used.</summary>
public sealed class StreamedSignsTests(FakeProviders fake)
{
    private async Task<List<ChatResponseUpdate>> UpdatesAsync(string provider, string model, string scenario)
    {
        var session = await fake.SessionAsync();
        var below = provider.StartsWith("openai", StringComparison.Ordinal) ? "/v1" : "";
        var access = session.Access(scenario) with { Address = new Uri($"{session.AddressOf(scenario)}{below}") };
        using var client = (ProviderTable.Standard.Find(provider) ?? throw new InvalidOperationException(provider)).Client(model, access);
        List<ChatResponseUpdate> updates = [];
        await foreach (var update in client.GetStreamingResponseAsync([new ChatMessage(ChatRole.User, "Go.")], cancellationToken: TestContext.Current.CancellationToken))
        {
            updates.Add(update);
        }
        return updates;
    }

    [Theory]
    [InlineData("anthropic", "claude-sonnet-4-5")]
    [InlineData("openai", "gpt-5-mini")]
    [InlineData("openai-responses", "gpt-5-mini")]
    public async Task While_the_arguments_of_a_long_call_come_the_model_shows_that_it_is_at_work(string provider, string model)
    {
        var updates = await UpdatesAsync(provider, model, "hugeToolCall");

        Assert.True(updates.TakeWhile(update => !update.Contents.OfType<FunctionCallContent>().Any()).Count() > 20, $"{updates.Count} updates");
    }

    [Fact]
    public async Task What_Anthropic_has_read_is_known_from_the_beginning_and_counted_once()
    {
        var updates = await UpdatesAsync("anthropic", "claude-sonnet-4-5", "usageCached");

        var first = UsageDetailsReading.From(updates.SelectMany(update => update.Contents).OfType<UsageContent>().First().Details);
        var whole = UsageDetailsReading.From(updates.ToChatResponse().Usage);
        Assert.Equal(whole?.InputTokens, first?.InputTokens);
        Assert.True(updates.FindIndex(update => update.Contents.OfType<UsageContent>().Any()) < updates.Count / 2);
    }

    [Fact]
    public void An_output_that_the_provider_did_not_come_to_tell_is_counted_and_marked_as_an_estimate()
    {
        var told = new UsageDetails { InputTokenCount = 900, CachedInputTokenCount = 800 };

        var cost = CallCost.Of(told, () => new TokenUsage(5_000, 70, 0, Calls: 1), new ModelFacts(ContextWindow: null, MaximumOutput: null, Price: null, IsLocal: false));

        Assert.True(cost.Estimated);
        Assert.Equal((900, 70, 800, 1), (cost.Usage.InputTokens, cost.Usage.OutputTokens, cost.Usage.CachedInputTokens, cost.Usage.EstimatedCalls));
    }
}
