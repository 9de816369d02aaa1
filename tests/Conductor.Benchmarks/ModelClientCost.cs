using Conductor.Workers.Models.Providers;
using Microsoft.Extensions.AI;

namespace Conductor.Benchmarks;

/// <summary>
/// What it costs to read a model's stream, in processor time of this process: with a bare <see cref="HttpClient"/> that throws the bytes away, and with
/// the engine's client of Gemini, whose every update is looked at.
/// </summary>
internal sealed class ModelClientCost(Uri address) : IDisposable
{
    /// <summary>Chunks of an answer; one holds some 60 characters of text in 250 bytes of JSON.</summary>
    public const int Chunks = 2_000;

    private const int WarmUps = 2;

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>Processor milliseconds.</summary>
    /// <param name="Bare">Of the bytes alone.</param>
    /// <param name="Client">The same with our client.</param>
    public sealed record Cost(double Bare, double Client);

    /// <summary>What one answer costs, the median over the rounds; bare and client in turn.</summary>
    /// <param name="model">A name that the server understands.</param>
    /// <param name="together">Answers that are read at a time.</param>
    /// <param name="times">How often so many are read in a round.</param>
    public async Task<Cost> MeasureAsync(string model, int together, int times, int rounds, CancellationToken cancellationToken)
    {
        var measured = new List<Cost>();
        for (int round = -WarmUps; round < rounds; round++)
        {
            double bare = await OfAsync(together, times, () => BareAsync(model, cancellationToken));
            double client = await OfAsync(together, times, () => ClientAsync(model, cancellationToken));
            if (round >= 0)
            {
                measured.Add(new Cost(bare, client));
            }
        }

        return new Cost(Statistics.Median(measured.Select(cost => cost.Bare)), Statistics.Median(measured.Select(cost => cost.Client)));
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static async Task<double> OfAsync(int together, int times, Func<Task> read)
    {
        Statistics.Settle();
        TimeSpan before = Environment.CpuUsage.TotalTime;
        for (int time = 0; time < times; time++)
        {
            await Task.WhenAll(Enumerable.Range(0, together).Select(_ => read()));
        }

        return (Environment.CpuUsage.TotalTime - before).TotalMilliseconds / (together * times);
    }

    private async Task BareAsync(string model, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, $"v1beta/models/{model}:streamGenerateContent?alt=sse")) { Content = new StringContent("{}") };
        using HttpResponseMessage response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        await using Stream stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        byte[] buffer = new byte[16 * 1024];
        while (await stream.ReadAsync(buffer, cancellationToken) > 0)
        {
            // The bytes are all that is wanted.
        }
    }

    private async Task ClientAsync(string model, CancellationToken cancellationToken)
    {
        IModelProvider gemini = ProviderTable.Standard.Find("gemini") ?? throw new InvalidOperationException("There is no Gemini.");
        using IChatClient client = gemini.Client(model, new ProviderAccess(ModelStreamServer.Key, address, _http, TimeProvider.System));
        int letters = 0;
        await foreach (ChatResponseUpdate update in client.GetStreamingResponseAsync([new ChatMessage(ChatRole.User, "Go.")], options: null, cancellationToken))
        {
            letters += update.Text.Length;
        }

        if (letters == 0)
        {
            throw new InvalidOperationException("The answer held no text.");
        }
    }
}
