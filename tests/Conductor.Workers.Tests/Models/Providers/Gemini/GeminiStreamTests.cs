using System.Net;
using System.Text;
using Conductor.Workers.Models;
using Conductor.Workers.Models.Providers;
using Conductor.Workers.Models.Providers.Gemini;
using Microsoft.Extensions.AI;
using Xunit;

namespace Conductor.Workers.Tests.Models.Providers.Gemini;

/// <summary>Bodies that no server here sends, read by the whole client.</summary>
public sealed class GeminiStreamTests
{
    private const string Ends = """{"candidates":[{"content":{"parts":[{"text":"Done."}]},"finishReason":"STOP"}]}""";

    [Theory]
    [InlineData("""{"error":{"code":503,"message":"Busy."}}""", ModelFailureKind.Overloaded)]
    [InlineData("\r\n [{\n \"error\": {\n \"code\": 429, \"message\": \"Slow.\"}}]\n", ModelFailureKind.RateLimit)]
    [InlineData("<!doctype html><title>Sign in</title>", ModelFailureKind.Unknown)]
    [InlineData("""{"error":{"code":5""", ModelFailureKind.Malformed)]
    [InlineData("", ModelFailureKind.Unknown)]
    [InlineData("data: {\"candidates\":[]}\n\n", ModelFailureKind.CutStream)]
    [InlineData("data: " + Ends + "\n", ModelFailureKind.CutStream)]
    [InlineData("data: {\"error\":{\"code\":504,\"message\":\"Late.\"}}\n\n", ModelFailureKind.Server)]
    public async Task An_accepted_answer_that_is_none_is_told_by_what_it_is(string body, ModelFailureKind kind) =>
        (await ReadAsync(body)).MustFailAs(kind);

    [Theory]
    [InlineData(Ends)]
    [InlineData("\uFEFFdata: " + Ends + "\n\n")]
    [InlineData(": hello\n\nevent: message\nid: 7\ndata: " + Ends + "\n\n")]
    [InlineData("data:\n\ndata: " + Ends + "\n\n")]
    public async Task An_answer_is_read_in_any_form_that_is_one(string body)
    {
        var outcome = await ReadAsync(body);

        Assert.Null(outcome.Failure);
        Assert.Equal(("Done.", ChatFinishReason.Stop), (outcome.Text, outcome.Response.FinishReason));
    }

    [Fact]
    public async Task A_connection_that_breaks_behind_the_end_takes_nothing_from_the_answer()
    {
        var outcome = await ReadAsync($"data: {Ends}\n\n", new IOException("Reset."));

        Assert.Null(outcome.Failure);
        Assert.Equal("Done.", outcome.Text);
    }

    [Fact]
    public async Task A_connection_that_breaks_before_the_end_cuts_the_answer() =>
        (await ReadAsync($"data: {Ends}\n", new IOException("Reset."))).MustFailAs(ModelFailureKind.CutStream);

    /// <summary>What the client reads of a body, behind which the connection ends or breaks.</summary>
    private static async Task<ProviderOutcome> ReadAsync(string body, Exception? breaks = null)
    {
        using var http = new HttpClient(new Answers(new Body(Encoding.UTF8.GetBytes(body), breaks)));
        using var client = new GeminiChatClient(
            new GeminiProvider(), "gemini-2.5-flash", new ProviderAccess(FakeSession.GoodKey, new Uri("https://example.test"), http, TimeProvider.System));
        return await ProviderOutcome.OfAsync(client, [new ChatMessage(ChatRole.User, "Go.")]);
    }

    private sealed class Answers(Stream body) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(body) });
    }

    private sealed class Body(byte[] bytes, Exception? breaks) : MemoryStream(bytes)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            await base.ReadAsync(buffer, cancellationToken) is > 0 and var count ? count
            : breaks is null ? 0
            : throw breaks;
    }
}
