using System.Net;
using Conductor.Workers.Models;
using Conductor.Workers.Models.Providers;
using Conductor.Workers.Models.Providers.Gemini;
using Xunit;
using static Conductor.Workers.Tests.Models.Providers.Gemini.GeminiAnswerTests;

namespace Conductor.Workers.Tests.Models.Providers.Gemini;

public sealed class GeminiFailureTests
{
    [Theory]
    [InlineData(400, """{"code":400,"message":"API key expired. Please renew the API key.","status":"INVALID_ARGUMENT","details":[{"reason":"API_KEY_INVALID"}]}""", ModelFailureKind.Auth, "Set API Key")]
    [InlineData(401, """{"code":401,"message":"Request had invalid authentication credentials."}""", ModelFailureKind.Auth, "Set API Key")]
    [InlineData(403, """{"code":403,"message":"Generative Language API has not been used in project 1 before or it is disabled.","status":"PERMISSION_DENIED"}""", ModelFailureKind.Auth, "is enabled in the key's project")]
    [InlineData(403, """{"code":403,"message":"Only from the office."}""", ModelFailureKind.Unknown, "(status 403): Only from the office. Check the model, its settings and what stands between")]
    [InlineData(400, """{"code":400,"message":"User location is not supported for the API use.","status":"FAILED_PRECONDITION"}""", ModelFailureKind.Auth, "User location is not supported")]
    [InlineData(404, """{"code":404,"message":"models/x is not found."}""", ModelFailureKind.UnknownModel, "gemini-2.5-flash")]
    [InlineData(400, """{"code":400,"message":"The input token count (2000000) exceeds the maximum number of tokens allowed (1048576)."}""", ModelFailureKind.ContextTooLong, "1048576")]
    [InlineData(413, null, ModelFailureKind.ContextTooLong, "larger window")]
    [InlineData(400, """{"code":400,"message":"Function call is missing a thought_signature in functionCall parts."}""", ModelFailureKind.Unknown, "begin this one anew")]
    [InlineData(400, """{"code":400,"message":"Invalid JSON payload received."}""", ModelFailureKind.Unknown, "Invalid JSON payload")]
    [InlineData(429, null, ModelFailureKind.RateLimit, "too many requests")]
    [InlineData(429, """{"code":429,"message":"Quota.","details":[{"violations":[{"quotaId":"GenerateRequestsPerMinutePerProjectPerModel-FreeTier","quotaValue":"0"}]}]}""", ModelFailureKind.NoCredit, "billing")]
    [InlineData(503, null, ModelFailureKind.Server, "503")]
    [InlineData(503, """{"status":"UNAVAILABLE","message":"The model is overloaded."}""", ModelFailureKind.Overloaded, "overloaded")]
    [InlineData(500, null, ModelFailureKind.Server, "500")]
    [InlineData(504, """{"code":504,"message":"Deadline expired before operation could complete.","status":"DEADLINE_EXCEEDED"}""", ModelFailureKind.Server, "Deadline")]
    [InlineData(302, null, ModelFailureKind.Unknown, "GOOGLE_GEMINI_BASE_URL")]
    public void A_refusal_is_of_a_kind_and_says_what_to_do(int status, string? error, ModelFailureKind kind, string words)
    {
        var failure = Failures().From((HttpStatusCode)status, Error(error), retryAfter: null);

        Assert.Equal(kind, failure.Kind);
        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("57.238747106s", 57_238.7471)]
    [InlineData("3s", 3000.0)]
    [InlineData("999999999999s", 86_400_000.0)]
    [InlineData("soon", null)]
    [InlineData("-1s", null)]
    [InlineData("s", null)]
    public void The_wait_that_is_asked_for_is_read(string delay, double? milliseconds) => Assert.Equal(
        milliseconds is { } wait ? TimeSpan.FromMilliseconds(wait) : null,
        Failures().From(HttpStatusCode.TooManyRequests, Error($$"""{"code":429,"details":[{"retryDelay":"{{delay}}"}]}"""), retryAfter: null).RetryAfter);

    [Fact]
    public void A_header_tells_the_wait_where_the_error_does_not() => Assert.Equal(
        TimeSpan.FromSeconds(9), Failures().From(HttpStatusCode.ServiceUnavailable, error: null, TimeSpan.FromSeconds(9)).RetryAfter);

    [Fact]
    public void What_is_quoted_holds_no_key_and_is_one_short_line()
    {
        var failure = Failures(key: "k+y/1234").From(
            HttpStatusCode.BadRequest,
            new GeminiError(400, $"Bad\n k+y/1234 and k%2By%2F1234: {new string('x', 1000)}", Status: null, Details: null),
            retryAfter: null);

        Assert.Contains("Bad [removed] and [removed]: xxx", failure.Message, StringComparison.Ordinal);
        Assert.InRange(failure.Message.Length, 300, 450);
    }

    [Theory]
    [InlineData("""{"code":404,"message":"models/gemini-9 is not found for API version v1beta.","status":"NOT_FOUND"}""", ModelFailureKind.UnknownModel)]
    [InlineData("""{"code":404,"message":"Requested entity was not found.","status":"NOT_FOUND"}""", ModelFailureKind.UnknownModel)]
    [InlineData("""{"code":404,"message":"Not Found"}""", ModelFailureKind.Unknown)]
    public void What_is_not_there_is_the_model_only_where_Gemini_says_so(string error, ModelFailureKind kind) =>
        Assert.Equal(kind, Failures().From(HttpStatusCode.NotFound, Error(error), retryAfter: null).Kind);

    [Fact]
    public async Task A_call_without_a_model_is_refused_before_anything_is_sent()
    {
        using var http = new HttpClient();
        var connection = new GeminiConnection(new GeminiProvider(), model: null, new ProviderAccess(FakeSession.GoodKey, new Uri("https://example.test"), http, TimeProvider.System));

        var failure = await Assert.ThrowsAsync<ModelCallException>(() => connection.PostAsync("countTokens", default, TestContext.Current.CancellationToken));

        Assert.Equal(ModelFailureKind.UnknownModel, failure.Kind);
        Assert.EndsWith("was to be called without a model. Name one that it lists.", failure.Message, StringComparison.Ordinal);
    }

    private static GeminiError? Error(string? json) => json is null ? null : Chunk($$"""{"error":{{json}}}""").Error;
}
