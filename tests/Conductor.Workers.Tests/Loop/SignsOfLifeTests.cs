using System.Net;
using System.Text;
using System.Threading.Channels;
using Conductor.Workers.Models;
using Conductor.Workers.Models.Providers;
using Conductor.Workers.Models.Providers.Calls;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Conductor.Workers.Tests.Loop;

/// <summary>What keeps an answer from being cut as silent: each byte that comes, through the real clients over a stub in place of sockets.</summary>
public sealed class SignsOfLifeTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan AlmostLimit = TimeSpan.FromMinutes(2);

    private readonly FakeTimeProvider _time = new();
    private readonly Drip _drip = new();
    private readonly ProviderHttp _http;

    public SignsOfLifeTests() => _http = new ProviderHttp(transport: () => new Server(_drip));

    public void Dispose() => _http.Dispose();

    [Theory]
    [InlineData("gemini")]
    [InlineData("anthropic")]
    [InlineData("openai")]
    [InlineData("openai-responses")]
    public async Task A_stream_that_sends_only_comments_is_alive_and_one_that_sends_nothing_is_cut(string provider)
    {
        var reading = ReadAsync(provider);
        for (var count = 0; count < 4; count++)
        {
            await Task.WhenAny(reading, _drip.SendAsync(": keep-alive\n\n"));
            Assert.False(reading.IsCompleted, reading.Exception?.Message);
            _time.Advance(AlmostLimit);
        }

        while (!reading.IsCompleted)
        {
            _time.Advance(AlmostLimit);
            await Task.Yield();
        }
        Assert.Equal(ModelFailureKind.Idle, (await Assert.ThrowsAsync<ModelCallException>(() => reading)).Kind);
    }

    [Fact]
    public async Task A_stream_that_sends_comments_and_never_an_answer_is_cut_in_the_end()
    {
        var reading = ReadAsync("gemini");
        var advanced = TimeSpan.Zero;
        while (!reading.IsCompleted && advanced < Limit * 20)
        {
            await Task.WhenAny(reading, _drip.SendAsync(": keep-alive\n\n"));
            _time.Advance(AlmostLimit);
            advanced += AlmostLimit;
        }

        var cut = await Assert.ThrowsAsync<ModelCallException>(() => reading);
        Assert.Contains("only signs of life", cut.Message, StringComparison.Ordinal);
        Assert.InRange(advanced, Limit * 10, Limit * 12);
    }

    private async Task ReadAsync(string name)
    {
        var provider = ProviderTable.Standard.Find(name) ?? throw new InvalidOperationException(name);
        using var client = provider.Client("some-model", new ProviderAccess("some-key-123", new Uri("http://127.0.0.1:9/v1"), _http.For(name), _time));
        await foreach (var _ in Conductor.Workers.Loop.AnswerStream.ReadAsync(
            stop => client.GetStreamingResponseAsync([new ChatMessage(ChatRole.User, "Go.")], cancellationToken: stop),
            Limit, _time, TestContext.Current.CancellationToken))
        {
            Assert.Fail("There was nothing to say.");
        }
    }

    private sealed class Server(Drip drip) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK)
            {
                Content = new StreamContent(drip) { Headers = { ContentType = new("text/event-stream") } },
            });
    }

    /// <summary>A body whose writer waits until each piece was read.</summary>
    private sealed class Drip() : WatchedStream(Stream.Null)
    {
        private readonly Channel<byte[]> _pieces = Channel.CreateUnbounded<byte[]>();
        private readonly SemaphoreSlim _isAskedForMore = new(0);

        public async Task SendAsync(string piece)
        {
            await _isAskedForMore.WaitAsync(TestContext.Current.CancellationToken);
            await _pieces.Writer.WriteAsync(Encoding.UTF8.GetBytes(piece), TestContext.Current.CancellationToken);
            await _isAskedForMore.WaitAsync(TestContext.Current.CancellationToken);
            _isAskedForMore.Release();
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            _isAskedForMore.Release();
            var piece = await _pieces.Reader.ReadAsync(cancellationToken);
            piece.CopyTo(buffer);
            return piece.Length;
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
