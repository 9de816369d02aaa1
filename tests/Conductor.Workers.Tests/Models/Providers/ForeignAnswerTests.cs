using System.Net;
using System.Text;
using Conductor.Workers.Models;
using Conductor.Workers.Models.Providers;
using Microsoft.Extensions.AI;
using Xunit;

namespace Conductor.Workers.Tests.Models.Providers;

/// <summary>Servers that are no model's at all and say so by no status of their own. Over a stub in place of the network.</summary>
public sealed class ForeignAnswerTests
{
    private const string Page = "<!doctype html>\n<html>\n<head><title>Welcome to the wiki</title></head>\n</html>\n";

    /// <summary>What a server that is something else sends, and how that is told.</summary>
    public static TheoryData<int, string, string> Answers => new()
    {
        { 405, "", "(status 405)." },
        { 501, Page, "(status 501): Welcome to the wiki." },
        { 200, Page, "(status 200, but a web page): Welcome to the wiki." },
        { 200, """{"ok":true}""", "(status 200, but JSON of another kind)." },
        { 200, "{\n  \"status\": \"up\",\n  \"message\": \"All is well\"\n}\n", "(status 200, but JSON of another kind): All is well." },
        { 200, "It works!", "(status 200, but a text): It works" },
        { 202, "", "(status 202, but no content)." },
    };

    public static MatrixTheoryData<(string Provider, string Variable, string Form), (int Status, string Body, string Told)> All =>
        new(GatewayAnswerTests.Addresses.Select(row => row.Data), Answers.Select(row => row.Data));

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_call_of_a_server_that_is_no_model_names_its_address_and_costs_nothing((string Provider, string Variable, string Form) at, (int Status, string Body, string Told) answer)
    {
        using var http = new HttpClient(new Stub(answer.Status, answer.Body));
        using var client = Find(at.Provider).Client("some-model", Access(http));
        List<ChatResponseUpdate> came = [];

        var failure = await Assert.ThrowsAsync<ModelCallException>(async () =>
        {
            await foreach (var update in client.GetStreamingResponseAsync([new ChatMessage(ChatRole.User, "Go.")], cancellationToken: TestContext.Current.CancellationToken))
            {
                came.Add(update);
            }
        });

        MustNameTheAddress(failure, at, answer.Told);
        Assert.False(failure.WasTaken);
        Assert.Null(failure.Usage);
        Assert.Empty(came);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_list_of_a_server_that_is_no_model_names_its_address((string Provider, string Variable, string Form) at, (int Status, string Body, string Told) answer)
    {
        using var http = new HttpClient(new Stub(answer.Status, answer.Body));

        var failure = await Assert.ThrowsAsync<ModelCallException>(() => Find(at.Provider).ListAsync(Access(http), TestContext.Current.CancellationToken));

        MustNameTheAddress(failure, at, answer.Told);
    }

    [Theory]
    [InlineData("data: {\"choices\":[]}\n\n")]
    [InlineData(": still here\n\ndata: {}\n\n")]
    [InlineData("\r\n\r\nevent: message_start\n")]
    [InlineData("\ufeffdata: {}\n\n")]
    [InlineData("dat")]
    [InlineData("\n\n")]
    [InlineData("{\n  \"choices\": [")]
    public async Task What_may_be_the_beginning_of_an_answer_is_one_that_broke_off(string body)
    {
        using var http = new HttpClient(new Stub(200, body));
        using var client = Find("openai").Client("some-model", Access(http));

        var failure = await Assert.ThrowsAsync<ModelCallException>(
            () => client.GetResponseAsync([new ChatMessage(ChatRole.User, "Go.")], cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal(ModelFailureKind.CutStream, failure.Kind);
    }

    private static void MustNameTheAddress(ModelCallException failure, (string Provider, string Variable, string Form) at, string told)
    {
        Assert.Equal(ModelFailureKind.Unknown, failure.Kind);
        Assert.StartsWith($"Nothing answers model calls at https://api.example.com/here {told}", failure.Message, StringComparison.Ordinal);
        Assert.Contains(at.Variable, failure.Message, StringComparison.Ordinal);
        Assert.EndsWith(at.Form, failure.Message, StringComparison.Ordinal);
    }

    private static IModelProvider Find(string name) =>
        ProviderTable.Standard.With(EndpointSet.Empty.Add("my-box", "https://api.example.com/here", EndpointApi.Chat, keyVariable: null)).Find(name)
        ?? throw new InvalidOperationException(name);

    private static ProviderAccess Access(HttpClient http) => new("sk-planted-123456", new Uri("https://api.example.com/here"), http, TimeProvider.System);

    private sealed class Stub(int status, string body) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8, "text/plain") });
    }
}
