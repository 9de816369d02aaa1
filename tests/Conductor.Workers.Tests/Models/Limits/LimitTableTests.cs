using System.Net;
using Conductor.Views;
using Conductor.Workers.Models;
using Conductor.Workers.Models.Limits;
using Conductor.Workers.Models.Providers;
using Conductor.Workers.Tests.Workspaces;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Conductor.Workers.Tests.Models.Limits;

public sealed class LimitTableTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly TemporaryFolder _folder = new();
    private readonly LimitTable _table;

    public LimitTableTests() => _table = new LimitTable(_time, account => KnownLimits.Of(account, _ => null));

    public void Dispose()
    {
        _table.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void A_hold_is_for_one_model_of_an_account_alone()
    {
        _table.Of("openai", "small").Hold(TimeSpan.FromMinutes(1));

        Assert.Same(_table.Of("openai", "small"), _table.Of("openai", "small"));
        Assert.False(EnterAsync("openai", "small").IsCompleted);
        Assert.True(EnterAsync("openai", "large").IsCompleted);
        Assert.True(EnterAsync("anthropic", "small").IsCompleted);
    }

    [Fact]
    public async Task Ollama_is_asked_one_call_at_a_time_whatever_the_model_and_who_waits_is_told()
    {
        var told = new TaskCompletionSource<LimitWait>();
        var first = await EnterAsync("ollama", "one");
        var second = EnterAsync("ollama", "two", told.SetResult);
        Assert.False(second.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal("other calls of yours go first", (await told.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken)).Reason);

        first.Dispose();

        await second.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("ollama", null, 1)]
    [InlineData("ollama", "4", 4)]
    [InlineData("ollama", "0", 1)]
    [InlineData("ollama", "many", 1)]
    [InlineData("openai", "4", null)]
    public void Ollamas_own_setting_says_how_many_calls_it_takes_at_a_time(string account, string? parallel, int? expected) =>
        Assert.Equal(expected, KnownLimits.Of(account, name => name == "OLLAMA_NUM_PARALLEL" ? parallel : null)?.Concurrency);

    [Theory]
    [InlineData("openai")]
    [InlineData("openai-responses")]
    [InlineData("anthropic")]
    [InlineData("gemini")]
    [InlineData("ollama")]
    public async Task What_an_answer_says_is_taken_over_for_the_model_that_was_called(string provider)
    {
        var http = new ProviderHttp((_, inner) => _table.Observe(inner), () => new Busy());
        var access = new ProviderAccessSource(_ => null, http, _time);
        access.SetKey(provider == "openai-responses" ? "openai" : provider, "key-of-this-test");
        var models = new ChatModels(new ModelSources(_folder.FullPath, _folder.FullPath, O200kTokenCounter.Shared, _time)
        {
            Access = access,
            Providers = () => ProviderTable.Standard,
            Limits = _table,
        });
        var called = Assert.IsType<ModelResolution.Found>(models.Resolve($"{provider}:called")).Model;
        var other = Assert.IsType<ModelResolution.Found>(models.Resolve($"{provider}:other")).Model;

        using (var lease = await EnterAsync(called))
        {
            lease.Made();
            await Assert.ThrowsAsync<ModelCallException>(() => called.Worker.GetStreamingResponseAsync("Well?", cancellationToken: TestContext.Current.CancellationToken)
                .ToChatResponseAsync(TestContext.Current.CancellationToken));
        }

        Assert.False(EnterAsync(called).IsCompleted);
        if (provider != "ollama")
        {
            Assert.True(EnterAsync(other).IsCompleted);
        }
    }

    private static Task<CallLease> EnterAsync(ResolvedModel model) =>
        Assert.IsType<ProviderLimits>(model.Limits).EnterAsync(1, _ => Task.CompletedTask, TestContext.Current.CancellationToken);

    private Task<CallLease> EnterAsync(string account, string model, Action<LimitWait>? told = null) => _table.Of(account, model).EnterAsync(
        1,
        wait =>
        {
            told?.Invoke(wait);
            return Task.CompletedTask;
        },
        TestContext.Current.CancellationToken);

    /// <summary>A provider that asks everyone to wait.</summary>
    private sealed class Busy : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(
            new HttpResponseMessage(HttpStatusCode.TooManyRequests) { RequestMessage = request, Headers = { { "Retry-After", "30" } }, Content = new StringContent("{}") });
    }
}
