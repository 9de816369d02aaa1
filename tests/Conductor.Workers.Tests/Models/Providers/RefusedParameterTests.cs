using System.Net;
using System.Text;
using System.Text.Json;
using Conductor.Workers.Models;
using Conductor.Workers.Models.Providers;
using Conductor.Workers.Models.Providers.OpenAI;
using Microsoft.Extensions.AI;
using Xunit;

namespace Conductor.Workers.Tests.Models.Providers;

/// <summary>Servers that speak the protocol and refuse a part of it, over a stub in place of the network.</summary>
public sealed class RefusedParameterTests : IDisposable
{
    private const string Answer = """
        data: {"id":"a","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":"Hi."},"finish_reason":"stop"}]}

        data: [DONE]


        """;

    private const string OldLimit =
        """{"error":{"message":"Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.","type":"invalid_request_error","param":"max_tokens","code":"unsupported_parameter"}}""";

    private const string NoEffort = """{"error":{"message":"Unrecognized request argument supplied: reasoning_effort","type":"invalid_request_error","param":null,"code":null}}""";
    private const string QuotedEffort = """{"error":{"message":"Unsupported parameter: 'reasoning_effort'.","type":"invalid_request_error"}}""";
    private const string NoEncryption = """{"error":{"message":"Encrypted content is not supported with this model.","type":"invalid_request_error","param":"include","code":null}}""";

    private readonly RefusingServer _server = new();

    public void Dispose() => _server.Dispose();

    private static IModelProvider Lab() => ProviderTable.Empty.With(EndpointSet.Empty.Add("lab", "https://lab.example.com/v1", EndpointApi.Chat, keyVariable: null)).Find("lab")
        ?? throw new InvalidOperationException("There is no lab.");

    private async Task<ProviderOutcome> CallAsync(IModelProvider provider, string model)
    {
        using var http = new HttpClient(_server, disposeHandler: false);
        using var client = provider.Client(model, new ProviderAccess("sk-planted-123456", new Uri("https://lab.example.com/v1"), http, TimeProvider.System));
        return await ProviderOutcome.OfAsync(
            client, [new ChatMessage(ChatRole.User, "Go.")], new ChatOptions { MaxOutputTokens = 500, Reasoning = new ReasoningOptions { Effort = ReasoningEffort.Low } });
    }

    [Fact]
    public async Task A_limit_that_is_refused_by_its_older_name_is_sent_by_its_newer()
    {
        _server.Refuse("max_tokens", OldLimit);

        var outcome = await CallAsync(Lab(), "gpt-5");

        Assert.Equal("Hi.", outcome.Text);
        Assert.Equal(500, _server.Received[^1].GetProperty("max_completion_tokens").GetInt32());
        Assert.False(_server.Received[^1].TryGetProperty("max_tokens", out _));
    }

    [Theory]
    [InlineData(NoEffort)]
    [InlineData(QuotedEffort)]
    public async Task A_model_that_takes_no_effort_is_called_without(string refusal)
    {
        _server.Refuse("reasoning_effort", refusal);

        Assert.Equal("Hi.", (await CallAsync(Lab(), "gpt-4.1")).Text);
    }

    [Fact]
    public async Task What_was_refused_once_is_not_sent_to_that_model_again()
    {
        _server.Refuse("max_tokens", OldLimit);
        var lab = Lab();
        await CallAsync(lab, "gpt-5");
        await CallAsync(lab, "gpt-5");

        Assert.Equal(3, _server.Received.Count);
    }

    [Fact]
    public async Task What_one_model_refuses_another_is_sent_all_the_same()
    {
        _server.Refuse("max_tokens", OldLimit);
        var lab = Lab();
        await CallAsync(lab, "gpt-5");
        _server.Refuse("max_tokens", null);
        await CallAsync(lab, "llama");

        Assert.True(_server.Received[^1].TryGetProperty("max_tokens", out _));
    }

    [Fact]
    public async Task A_model_without_encrypted_thoughts_is_not_asked_for_them_again()
    {
        _server.Refuse("include", NoEncryption);

        await CallAsync(new OpenAIResponsesProvider(), "gpt-4o");

        Assert.Equal(2, _server.Received.Count);
        Assert.False(_server.Received[^1].TryGetProperty("include", out _));
    }

    [Fact]
    public async Task A_refusal_that_names_nothing_known_is_told_as_it_is()
    {
        _server.Refuse("messages", """{"error":{"message":"The first message is odd.","type":"invalid_request_error","param":"messages"}}""");

        var outcome = await CallAsync(Lab(), "gpt-5");

        Assert.Single(_server.Received);
        Assert.Contains("The first message is odd", outcome.Failure?.Message, StringComparison.Ordinal);
    }

    /// <summary>Refuses requests that hold a member, and answers the others.</summary>
    private sealed class RefusingServer : HttpMessageHandler
    {
        private readonly Dictionary<string, string> _refusals = [];

        public List<JsonElement> Received { get; } = [];

        public void Refuse(string member, string? body)
        {
            _refusals.Remove(member);
            if (body is not null)
            {
                _refusals.Add(member, body);
            }
        }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var received = JsonElement.Parse(await request.Content!.ReadAsStringAsync(cancellationToken));
            Received.Add(received);
            return _refusals.FirstOrDefault(refusal => received.TryGetProperty(refusal.Key, out _)).Value is { } refused
                ? new HttpResponseMessage(HttpStatusCode.BadRequest) { Content = new StringContent(refused, Encoding.UTF8, "application/json") }
                : new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(Answer, Encoding.UTF8, "text/event-stream") };
        }
    }
}
