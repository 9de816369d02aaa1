using System.Net;
using System.Text;
using Conductor.Workers.Models;
using Conductor.Workers.Models.Providers;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Conductor.Workers.Tests.Models.Providers;

/// <summary>Errors of providers as kinds and words, over a stub in place of the network.</summary>
public sealed class CallFailureTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    private async Task<ModelCallException> FailureAsync(HttpStatusCode status, string body, string provider = "openai", Action<HttpResponseMessage>? more = null)
    {
        using var http = new HttpClient(new Stub(() =>
        {
            var response = new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
            more?.Invoke(response);
            return response;
        }));
        return await FailureAsync(http, provider);
    }

    private async Task<ModelCallException> FailureAsync(HttpClient http, string provider)
    {
        var found = ProviderTable.Standard.Find(provider) ?? throw new InvalidOperationException(provider);
        using var client = found.Client("gpt-5", new ProviderAccess("sk-planted-123456", new Uri("https://api.example.com/v1"), http, _time));
        return await Assert.ThrowsAsync<ModelCallException>(() => client.GetResponseAsync([new ChatMessage(ChatRole.User, "Go.")], cancellationToken: TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(401, """{"error":{"message":"Incorrect API key provided: sk-plan****3456.","code":"invalid_api_key"}}""", ModelFailureKind.Auth)]
    [InlineData(403, """{"error":{"message":"Country, region, or territory not supported"}}""", ModelFailureKind.Auth)]
    [InlineData(429, """{"error":{"message":"You exceeded your current quota, please check your plan and billing details.","type":"insufficient_quota","code":"insufficient_quota"}}""", ModelFailureKind.NoCredit)]
    [InlineData(402, """{"error":{"message":"Insufficient credits","code":402}}""", ModelFailureKind.NoCredit)]
    [InlineData(400, """{"type":"error","error":{"type":"invalid_request_error","message":"Your credit balance is too low to access the Anthropic API."}}""", ModelFailureKind.NoCredit)]
    [InlineData(404, """{"error":{"message":"The model `gpt-5` does not exist or you do not have access to it.","code":"model_not_found"}}""", ModelFailureKind.UnknownModel)]
    [InlineData(404, "<html><body>nginx</body></html>", ModelFailureKind.Unknown)]
    [InlineData(400, """{"error":{"message":"This model's maximum context length is 8192 tokens.","code":"context_length_exceeded"}}""", ModelFailureKind.ContextTooLong)]
    [InlineData(400, """{"error":"request (9000 tokens) exceeds the available context size (8192 tokens)"}""", ModelFailureKind.ContextTooLong)]
    [InlineData(400, """{"error":{"message":"The response was filtered","code":"content_filter"}}""", ModelFailureKind.Declined)]
    [InlineData(400, """{"object":"error","message":"bad temperature","type":"BadRequestError","code":400}""", ModelFailureKind.Unknown)]
    [InlineData(422, """{"detail":[{"msg":"field required"}]}""", ModelFailureKind.Unknown)]
    [InlineData(529, """{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}""", ModelFailureKind.Overloaded)]
    [InlineData(503, "", ModelFailureKind.Server)]
    [InlineData(503, """{"error":{"message":"The engine is currently overloaded, please try again later"}}""", ModelFailureKind.Overloaded)]
    [InlineData(503, """{"error":"server busy, please try again.  maximum pending requests exceeded"}""", ModelFailureKind.Overloaded)]
    [InlineData(403, """{"error":{"message":"Project `p` does not have access to model `gpt-5`"}}""", ModelFailureKind.UnknownModel)]
    [InlineData(403, """{"error":{"message":"Your chosen model requires moderation and your input was flagged for \"harassment\"","code":403}}""", ModelFailureKind.Declined)]
    [InlineData(429, """{"error":{"message":"Request too large for gpt-4o in organization o on tokens per min (TPM): Limit 30000, Requested 36278. The input or output tokens must be reduced in order to run successfully.","type":"tokens","code":"rate_limit_exceeded"}}""", ModelFailureKind.ContextTooLong)]
    [InlineData(502, "<html>Bad gateway</html>", ModelFailureKind.Server)]
    [InlineData(200, """{"error":{"message":"Provider returned error","code":429,"metadata":{"raw":"upstream is busy"}}}""", ModelFailureKind.RateLimit)]
    public async Task An_error_is_of_the_kind_that_its_code_status_or_words_say(int status, string body, ModelFailureKind kind)
    {
        var failure = await FailureAsync((HttpStatusCode)status, body);

        Assert.Equal(kind, failure.Kind);
        Assert.EndsWith(".", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("sk-plan", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_key_says_both_ways_to_set_another()
    {
        var failure = await FailureAsync(HttpStatusCode.Unauthorized, "{}", "anthropic");

        Assert.Equal(
            "Anthropic refused the key. Set a valid one with \"Conductor: Set API Key…\" (in a terminal: ANTHROPIC_API_KEY), then run again.", failure.Message);
    }

    [Fact]
    public async Task A_refused_key_of_Gemini_says_which_of_its_variables_counts()
    {
        var failure = await FailureAsync(HttpStatusCode.Unauthorized, "{}", "gemini");

        Assert.Contains("(in a terminal: GOOGLE_API_KEY or GEMINI_API_KEY; where both are set, GOOGLE_API_KEY counts)", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_a_server_repeats_is_left_out()
    {
        var failure = await FailureAsync(HttpStatusCode.BadRequest, """{"error":{"message":"The header Bearer sk-planted-123456 is odd"}}""");

        Assert.DoesNotContain("planted", failure.ToString(), StringComparison.Ordinal);
        Assert.Contains("is odd", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("openai")]
    [InlineData("gemini")]
    public async Task Of_an_error_whose_body_has_no_end_what_has_come_in_time_is_told(string provider)
    {
        var waits = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var failure = FailureAsync(HttpStatusCode.BadGateway, "", provider, response => response.Content = new StreamContent(new EndlessStream("Gone fishing\n", waits)));
        await waits.Task.WaitAsync(TestContext.Current.CancellationToken);

        _time.Advance(TimeSpan.FromSeconds(10));

        Assert.Contains("(status 502): Gone fishing.", (await failure).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("retry-after-ms", "1250", 1.25)]
    [InlineData("retry-after", "7", 7)]
    [InlineData("retry-after", "0.5", 0.5)]
    [InlineData("retry-after", "Sun, 01 Mar 2026 12:00:30 GMT", 30)]
    [InlineData("retry-after", "Sun, 01 Mar 2026 11:00:00 GMT", 0)]
    public async Task How_long_to_wait_is_read_from_the_headers(string header, string value, double seconds)
    {
        var failure = await FailureAsync(HttpStatusCode.TooManyRequests, "{}", more: response => response.Headers.TryAddWithoutValidation(header, value));

        Assert.Equal(TimeSpan.FromSeconds(seconds), failure.RetryAfter);
    }

    [Theory]
    [InlineData("Please try again in 20s.", 20)]
    [InlineData("Please try again in 820ms.", 0.82)]
    [InlineData("Please try again in 6m0s.", 360)]
    [InlineData("Please try again in 1h2m.", 3720)]
    public async Task How_long_to_wait_is_read_from_the_words_where_no_header_says(string words, double seconds)
    {
        var failure = await FailureAsync(HttpStatusCode.TooManyRequests, $$$"""{"error":{"message":"{{{words}}}"}}""");

        Assert.Equal(TimeSpan.FromSeconds(seconds), failure.RetryAfter);
    }

    [Fact]
    public async Task A_key_is_not_sent_on_to_where_a_server_redirects()
    {
        var failure = await FailureAsync(HttpStatusCode.TemporaryRedirect, "", more: response => response.Headers.Location = new Uri("https://elsewhere.example/v1?key=1"));

        Assert.Contains("elsewhere.example", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("key=1", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(HttpRequestError.NameResolutionError, "there is no address for api.example.com")]
    [InlineData(HttpRequestError.SecureConnectionError, "the secure connection to api.example.com failed")]
    [InlineData(HttpRequestError.ConnectionError, "cannot be reached at https://api.example.com/v1")]
    public async Task Without_a_network_it_says_what_failed_and_nothing_was_taken(HttpRequestError error, string said)
    {
        using var http = new HttpClient(new Stub(() => throw new HttpRequestException(error, "It failed.")));

        var failure = await FailureAsync(http, "openai");

        Assert.Equal((ModelFailureKind.Network, false), (failure.Kind, failure.WasTaken));
        Assert.Contains(said, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_call_had_used_when_it_failed_is_not_lost()
    {
        const string stream = """
            event: message_start
            data: {"type":"message_start","message":{"id":"m","type":"message","role":"assistant","model":"gpt-5","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":10,"cache_creation_input_tokens":5,"cache_read_input_tokens":20,"output_tokens":1}}}

            event: error
            data: {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}


            """;

        var failure = await FailureAsync(HttpStatusCode.OK, stream, "anthropic", response => response.Content.Headers.ContentType = new("text/event-stream"));

        var usage = UsageDetailsReading.From(failure.Usage);
        Assert.Equal((ModelFailureKind.Overloaded, true), (failure.Kind, failure.WasTaken));
        Assert.Equal((35, 20, 5), (usage?.InputTokens, usage?.CachedInputTokens, usage?.CacheWriteTokens));
    }

    private sealed class Stub(Func<HttpResponseMessage> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(answer());
    }
}
