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

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>Medians over the rounds of processor milliseconds per answer.</summary>
    /// <param name="Bare">Bytes alone, an answer of <see cref="Chunks"/> chunks.</param>
    /// <param name="Client">The same with our client.</param>
    /// <param name="BareCall">Bytes alone, an answer of one chunk.</param>
    /// <param name="ClientCall">The same with our client.</param>
    /// <param name="BareBurst">Bytes alone, an answer whose chunks come in one write.</param>
    /// <param name="ClientBurst">The same with our client.</param>
    public sealed record Costs(double Bare, double Client, double BareCall, double ClientCall, double BareBurst, double ClientBurst);

    /// <summary>Measures in turn.</summary>
    public async Task<Costs> MeasureAsync(int rounds, CancellationToken cancellationToken)
    {
        string whole = ModelStreamServer.Model(Chunks);
        string call = ModelStreamServer.Model(1);
        string burst = ModelStreamServer.BurstModel(Chunks);
        var measured = new List<double[]>();
        for (int round = -3; round < rounds; round++)
        {
            double[] costs =
            [
                await OfAsync(5, () => BareAsync(whole, cancellationToken)),
                await OfAsync(5, () => ClientAsync(whole, cancellationToken)),
                await OfAsync(200, () => BareAsync(call, cancellationToken)),
                await OfAsync(200, () => ClientAsync(call, cancellationToken)),
                await OfAsync(5, () => BareAsync(burst, cancellationToken)),
                await OfAsync(5, () => ClientAsync(burst, cancellationToken)),
            ];
            if (round >= 0)
            {
                measured.Add(costs);
            }
        }

        double[] medians = [.. Enumerable.Range(0, measured[0].Length).Select(index => Statistics.Median(measured.Select(costs => costs[index])))];
        return new Costs(medians[0], medians[1], medians[2], medians[3], medians[4], medians[5]);
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static async Task<double> OfAsync(int times, Func<Task> read)
    {
        Statistics.Settle();
        TimeSpan before = Environment.CpuUsage.TotalTime;
        for (int time = 0; time < times; time++)
        {
            await read();
        }

        return (Environment.CpuUsage.TotalTime - before).TotalMilliseconds / times;
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
