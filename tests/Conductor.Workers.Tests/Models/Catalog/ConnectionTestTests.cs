using Conductor.Views;
using Conductor.Workers.Models;
using Conductor.Workers.Models.Catalog;
using Conductor.Workers.Models.Providers;
using Conductor.Workers.Tests.Models.Providers;
using Xunit;

namespace Conductor.Workers.Tests.Models.Catalog;

/// <summary>What a person is told who tries a connection, with the real clients against the fake provider server.</summary>
public sealed class ConnectionTestTests(FakeProviders fake)
{
    private async Task<ConnectionResult> TestAsync(string name, string? key = FakeSession.GoodKey, Uri? address = null, string scenario = "text")
    {
        var session = await fake.SessionAsync();
        var access = new ProviderAccessSource(_ => null, new ProviderHttp(), TimeProvider.System);
        foreach (var (account, below) in new[] { ("gemini", ""), ("anthropic", ""), ("openai", "/v1"), ("ollama", "") })
        {
            access.SetAddress(account, address?.AbsoluteUri ?? $"{session.AddressOf(scenario)}{below}");
            access.SetKey(account, account == "ollama" ? null : key);
        }
        var test = new ConnectionTest(new ModelSources(AppContext.BaseDirectory, AppContext.BaseDirectory, O200kTokenCounter.Shared, TimeProvider.System)
        {
            Access = access,
            Providers = () => ProviderTable.Standard,
            PriceFile = null,
        });
        return await test.TestAsync(name, TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("gemini", "Google Gemini")]
    [InlineData("anthropic", "Anthropic")]
    [InlineData("openai", "OpenAI")]
    [InlineData("ollama", "Ollama")]
    public async Task A_provider_that_can_be_used_lists_its_models(string name, string label)
    {
        var result = await TestAsync(name);

        Assert.True(result.IsOk, result.Message);
        Assert.Matches($@"^OK: {label} answered in \d+ ms and lists \d+ models\.$", result.Message);
    }

    [Theory]
    [InlineData("gemini:gemini-2.5-flash-lite")]
    [InlineData("anthropic:claude-haiku-4-5")]
    [InlineData("openai:gpt-5-mini")]
    [InlineData("openai-responses:gpt-5-mini")]
    [InlineData("ollama:qwen3:4b")]
    public async Task A_model_that_can_be_used_answers(string id)
    {
        var result = await TestAsync(id);

        Assert.True(result.IsOk, result.Message);
        Assert.Matches(@"^OK: .+ \(.+\) answered in \d+ ms with \d+ tokens\.$", result.Message);
    }

    [Theory]
    [InlineData("anthropic", "bad-key", "Anthropic refused the key. Set a valid one with \"Conductor: Set API Key…\" (in a terminal: ANTHROPIC_API_KEY)")]
    [InlineData("openai:gpt-5-mini", "bad-key", "OpenAI refused the key. Set a valid one")]
    [InlineData("openai:gpt-5-mini", "poor-key", "no credit left")]
    [InlineData("anthropic:claude-haiku-4-5", "poor-key", "no credit left")]
    [InlineData("anthropic:claude-haiku-4-5", "forbidden-key", "does not let this key")]
    [InlineData("openai", null, "OpenAI needs a key")]
    public async Task What_is_wrong_with_a_key_is_said_in_one_line(string name, string? key, string said)
    {
        var result = await TestAsync(name, key);

        Assert.False(result.IsOk);
        Assert.Contains(said, result.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', result.Message);
    }

    [Theory]
    [InlineData("gemini:gemini-2.5-flash-lite", "rateLimitThenText", "Wait 1 s, then try again, or choose another model.")]
    [InlineData("openai:gpt-5-mini", "rateLimitNoHintThenText", "Wait a minute, then try again, or choose another model.")]
    [InlineData("anthropic:claude-haiku-4-5", "overloadedThenText", ", then try again, or choose another model.")]
    [InlineData("gemini:gemini-2.5-flash-lite", "serverErrorThenText", "Try again in a few minutes.")]
    [InlineData("anthropic:claude-haiku-4-5", "cutThenText", "Try again in a few minutes.")]
    public async Task What_the_engine_would_wait_out_or_try_again_has_a_next_step_for_the_person_who_tests(string name, string scenario, string step)
    {
        var result = await TestAsync(name, scenario: scenario);

        Assert.False(result.IsOk);
        Assert.Contains(step, result.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("ticket", result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_model_is_named_with_the_one_that_was_probably_meant()
    {
        var result = await TestAsync("openai:no-such-model");

        Assert.False(result.IsOk);
        Assert.Contains("OpenAI has no model 'no-such-model' for this key", result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ollama_that_does_not_run_is_said_not_to()
    {
        var result = await TestAsync("ollama", address: new Uri("http://127.0.0.1:1"));

        Assert.Contains("Ollama is not running at http://127.0.0.1:1. Start it with `ollama serve`", result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_provider_that_nobody_knows_is_refused_as_everywhere() =>
        Assert.Contains("Did you mean openai?", (await TestAsync("opnai")).Message, StringComparison.Ordinal);

    [Fact]
    public async Task The_demo_needs_no_connection() => Assert.True((await TestAsync("demo")).IsOk);
}
