using System.Net;
using Conductor.Workers.Models.Limits;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Conductor.Workers.Tests.Models.Limits;

public sealed class LimitObserverTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("x-ratelimit-reset-requests", "1s", 1_000)]
    [InlineData("x-ratelimit-reset-requests", "6m0s", 360_000)]
    [InlineData("x-ratelimit-reset-requests", "20ms", 20)]
    [InlineData("x-ratelimit-reset-requests", "2m59.56s", 179_560)]
    [InlineData("x-ratelimit-reset-requests", "1h0m1s", 3_601_000)]
    [InlineData("x-ratelimit-reset-requests", "42", 42_000)]
    [InlineData("x-ratelimit-reset-requests", "2026-01-01T00:00:30Z", 30_000)]
    public void A_reset_is_read_in_every_form_that_providers_write(string name, string value, double milliseconds)
    {
        var headers = Read(("x-ratelimit-limit-requests", "60"), ("x-ratelimit-remaining-requests", "59"), (name, value));

        Assert.Equal(new LimitReading(60, 59, TimeSpan.FromMilliseconds(milliseconds)), headers.Requests);
    }

    [Theory]
    [InlineData("s")]
    [InlineData("soon")]
    [InlineData("2025-01-01T00:00:00Z")]
    public void A_reset_that_makes_no_sense_is_not_known(string value) =>
        Assert.Equal(new LimitReading(null, 5, null), Read(("x-ratelimit-remaining-tokens", "5"), ("x-ratelimit-reset-tokens", value)).Tokens);

    [Fact]
    public void Input_tokens_count_where_nothing_is_said_of_all_tokens()
    {
        var headers = Read(
            ("anthropic-ratelimit-input-tokens-limit", "50000"), ("anthropic-ratelimit-input-tokens-remaining", "40000"), ("anthropic-ratelimit-input-tokens-reset", "2026-01-01T00:00:12Z"));

        Assert.Equal((null, new LimitReading(50_000, 40_000, TimeSpan.FromSeconds(12))), (headers.Requests, headers.Tokens));
    }

    [Theory]
    [InlineData("retry-after", "7", 7_000)]
    [InlineData("retry-after-ms", "1500", 1_500)]
    [InlineData("retry-after", "Thu, 01 Jan 2026 00:00:09 GMT", 9_000)]
    public void What_the_provider_asks_to_wait_is_read(string name, string value, double milliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), Read((name, value)).RetryAfter);

    [Theory]
    [InlineData(HttpStatusCode.TooManyRequests, true)]
    [InlineData((HttpStatusCode)529, true)]
    [InlineData(HttpStatusCode.OK, false)]
    public async Task A_refusal_that_says_how_long_to_wait_holds_every_call_of_the_provider(HttpStatusCode status, bool isHeld)
    {
        var time = new FakeTimeProvider(Now);
        using var limits = new ProviderLimits(time);
        using var client = new HttpClient(new LimitObserver(time, new Answering(status)));
        using (var lease = await limits.EnterAsync(1, _ => Task.CompletedTask, TestContext.Current.CancellationToken))
        {
            lease.Made();
        }

        using var response = await client.GetAsync(new Uri("http://127.0.0.1/"), TestContext.Current.CancellationToken);

        Assert.Equal(status, response.StatusCode);
        Assert.Equal(!isHeld, limits.EnterAsync(1, _ => Task.CompletedTask, TestContext.Current.CancellationToken).IsCompleted);
    }

    [Fact]
    public async Task An_answer_to_a_request_that_is_no_call_holds_nobody()
    {
        var time = new FakeTimeProvider(Now);
        using var limits = new ProviderLimits(time);
        using var client = new HttpClient(new LimitObserver(time, new Answering(HttpStatusCode.TooManyRequests)));

        using var response = await client.GetAsync(new Uri("http://127.0.0.1/"), TestContext.Current.CancellationToken);

        Assert.True(limits.EnterAsync(1, _ => Task.CompletedTask, TestContext.Current.CancellationToken).IsCompleted);
    }

    private static LimitHeaders Read(params (string Name, string Value)[] headers)
    {
        using var response = new HttpResponseMessage();
        foreach (var (name, value) in headers)
        {
            response.Headers.TryAddWithoutValidation(name, value);
        }
        return LimitHeaders.Read(response.Headers, Now);
    }

    private sealed class Answering(HttpStatusCode status) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(status) { Headers = { { "Retry-After", "30" } } });
    }
}
