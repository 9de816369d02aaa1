using System.Net;
using System.Text;
using Conductor.Workers.Models;
using Conductor.Workers.Models.Providers;
using Microsoft.Extensions.AI;
using Xunit;

namespace Conductor.Workers.Tests.Models.Providers;

/// <summary>Errors that are not the provider's own: of a gateway or a proxy before it, or of a server that is no model's at all. Over a stub in place of the network.</summary>
public sealed class GatewayAnswerTests
{
    private const string Key = "sk-planted-123456";

    public static TheoryData<string> Providers => ["gemini", "anthropic", "openai", "openai-responses", "ollama"];

    /// <summary>Each provider with what is told of its address.</summary>
    public static TheoryData<string, string, string> Addresses => new()
    {
        { "gemini", "GOOGLE_GEMINI_BASE_URL", "like https://generativelanguage.googleapis.com, without /v1beta." },
        { "anthropic", "ANTHROPIC_BASE_URL", "like https://api.anthropic.com, without /v1." },
        { "openai", "OPENAI_BASE_URL", "like https://api.openai.com/v1, which /chat/completions is added to." },
        { "openai-responses", "OPENAI_BASE_URL", "like https://api.openai.com/v1, which /responses is added to." },
        { "ollama", "OLLAMA_HOST", "like http://127.0.0.1:11434, without /api." },
        { "my-box", "CONDUCTOR_ENDPOINT_MY_BOX", "like http://127.0.0.1:1234/v1, which /chat/completions is added to." },
    };

    /// <summary>Statuses and bodies as gateways have them, with the words in them.</summary>
    public static TheoryData<int, string, string> Bodies => new()
    {
        { 401, """{"message":"Your VPN session is over"}""", "Your VPN session is over" },
        { 401, """{"error":"invalid_token","error_description":"The token is of last week"}""", "The token is of last week" },
        { 403, """{"errors":[{"message":"Blocked by team policy 7"}]}""", "Blocked by team policy 7" },
        { 403, """{"errors":["Only from the office"]}""", "Only from the office" },
        { 403, "<html><head><title>Access &amp; Identity: sign in</title></head><body>…</body></html>", "Access & Identity: sign in" },
        { 400, """{"detail":"The header X-Team is missing"}""", "The header X-Team is missing" },
        { 402, """{"message":"The team's allowance is spent"}""", "The team's allowance is spent" },
        { 418, "Nobody brews here\nand more of it", "Nobody brews here" },
        { 418, """{"error":{"message":"Short and stout"}}""", "Short and stout" },
        { 418, "Sorry about that!", "Sorry about that" },
        { 418, "Is it the right pot?", "\"Is it the right pot?\"" },
        { 502, "upstream connect error \u001b[31m or reset", "upstream connect error [31m or reset" },
    };

    public static MatrixTheoryData<string, (int Status, string Body, string Said)> Quoted => new(Providers.Select(row => row.Data), Bodies.Select(row => row.Data));

    [Theory]
    [MemberData(nameof(Quoted))]
    public async Task What_a_gateway_says_is_quoted_in_one_line(string provider, (int Status, string Body, string Said) answer)
    {
        var failure = await FailureAsync(provider, answer.Status, answer.Body);

        Assert.Contains($": {answer.Said}. ", $"{failure.Message} ", StringComparison.Ordinal);
        Assert.DoesNotContain(failure.Message, char.IsControl);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task What_is_quoted_is_short_and_holds_no_key_not_even_a_part_of_one(string provider)
    {
        // The key stands where the quotation is cut.
        var failure = await FailureAsync(provider, 418, $"{new string('x', 290)} {Key} and more");

        Assert.InRange(failure.Message.Length, 300, 500);
        Assert.DoesNotContain("sk-plan", failure.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<html><head><title>Blocked</title></head><body>…</body></html>")]
    [InlineData("""{"message":"Blocked"}""")]
    [InlineData("""{"error":{"code":"forbidden","message":"Blocked"}}""")]
    [InlineData("""{"error":{"code":403,"message":"Blocked"}}""")]
    public async Task A_proxy_that_forbids_a_call_of_Gemini_is_not_told_as_a_wrong_key(string body)
    {
        var failure = await FailureAsync("gemini", 403, body);

        Assert.Equal(ModelFailureKind.Unknown, failure.Kind);
        Assert.Contains("(status 403): Blocked. Check the model, its settings and what stands between, such as a gateway or a proxy.", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("key", failure.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task A_wrong_address_is_not_told_as_a_missing_model(string provider, string variable, string form)
    {
        foreach (var body in (string[])["", "<html><head><title>Welcome</title></head></html>", "404 page not found", """{"message":"no Route matched with those values"}""", """{"detail":"Not Found"}"""])
        {
            var failure = await FailureAsync(provider, 404, body);

            Assert.Equal(ModelFailureKind.Unknown, failure.Kind);
            Assert.StartsWith("Nothing answers model calls at https://api.example.com/here (status 404)", failure.Message, StringComparison.Ordinal);
            Assert.Contains(variable, failure.Message, StringComparison.Ordinal);
            Assert.EndsWith(form, failure.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task A_list_that_is_not_there_names_the_address(string provider, string variable, string form)
    {
        using var http = Answering(404, """{"error":{"code":404,"message":"Not here.","status":"NOT_FOUND"}}""");

        var failure = await Assert.ThrowsAsync<ModelCallException>(() => Find(provider).ListAsync(Access(http), TestContext.Current.CancellationToken));

        Assert.StartsWith("Nothing answers model calls at https://api.example.com/here (status 404): Not here.", failure.Message, StringComparison.Ordinal);
        Assert.Contains(variable, failure.Message, StringComparison.Ordinal);
        Assert.EndsWith(form, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_path_that_Anthropic_does_not_have_is_no_missing_model()
    {
        var failure = await FailureAsync("anthropic", 404, """{"type":"error","error":{"type":"not_found_error","message":"Not Found"}}""");

        Assert.StartsWith("Nothing answers model calls at", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_decides_nothing_by_its_words()
    {
        var failure = await FailureAsync("openai", 503, "<html><head><title>Our model railway is busy</title></head></html>");

        Assert.Equal(ModelFailureKind.Server, failure.Kind);
    }

    public static MatrixTheoryData<string, int> Refusals => new(Providers.Select(row => row.Data), [400, 401, 402, 403, 404, 405, 408, 413, 418, 429, 500, 501, 502, 503, 504, 529]);

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_call_that_is_refused_before_anything_of_an_answer_has_used_nothing(string provider, int status)
    {
        var failure = await FailureAsync(provider, status, "");

        Assert.False(failure.WasTaken);
        Assert.Null(failure.Usage);
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task No_refusal_says_to_retry_since_some_are_tried_again_by_themselves(string provider, int status)
    {
        var failure = await FailureAsync(provider, status, "");

        Assert.DoesNotContain("retry", failure.Message, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("ticket", failure.Message, StringComparison.OrdinalIgnoreCase);
    }

    private static IModelProvider Find(string name) =>
        ProviderTable.Standard.With(EndpointSet.Empty.Add("my-box", "https://api.example.com/here", EndpointApi.Chat, keyVariable: null)).Find(name)
        ?? throw new InvalidOperationException(name);

    private static ProviderAccess Access(HttpClient http) => new(Key, new Uri("https://api.example.com/here"), http, TimeProvider.System);

    private static async Task<ModelCallException> FailureAsync(string provider, int status, string body)
    {
        using var http = Answering(status, body);
        using var client = Find(provider).Client("some-model", Access(http));
        return await Assert.ThrowsAsync<ModelCallException>(
            () => client.GetResponseAsync([new ChatMessage(ChatRole.User, "Go.")], cancellationToken: TestContext.Current.CancellationToken));
    }

    private static HttpClient Answering(int status, string body) => new(new Stub(status, body));

    private sealed class Stub(int status, string body) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8, "text/plain") });
    }
}
