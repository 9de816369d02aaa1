using System.Globalization;

namespace Conductor.Benchmarks;

/// <summary>What model calls cost beside what any reader of the same bytes pays, and whether streams of many workers slow down what a person sees.</summary>
internal static class ModelsBenchmark
{
    // 12 seconds of text at 100 chunks a second from each worker: far more than models give.
    private const int LiveChunks = 1_200;
    private const int LivePause = 10;

    /// <summary>Runs it.</summary>
    /// <exception cref="InvalidOperationException">There is no sidecar.</exception>
    public static async Task<BenchmarkResult> RunAsync(BenchmarkOptions options, CancellationToken cancellationToken)
    {
        await using ModelStreamProcess server = await ModelStreamProcess.StartAsync(cancellationToken);
        ModelClientCost.Costs costs;
        using (var client = new ModelClientCost(server.Address))
        {
            costs = await client.MeasureAsync(options.Repeat(15, 5), cancellationToken);
        }

        double megabytes = ModelStreamServer.BodyLength(ModelClientCost.Chunks) / 1e6;
        var engine = new List<double>();
        var ticket = new List<double>();
        for (int round = 0; round < options.Repeat(5, 2); round++)
        {
            StreamingRun.Result whole = await StreamingRun.OfAsync(server.Address, ModelStreamServer.Model(ModelClientCost.Chunks), isProbed: false, cancellationToken);
            StreamingRun.Result nothing = await StreamingRun.OfAsync(server.Address, ModelStreamServer.Model(1), isProbed: false, cancellationToken);
            engine.Add((whole.Processor - nothing.Processor) / StreamingRun.Workers);
            ticket.Add(nothing.Processor / StreamingRun.Workers);
        }

        StreamingRun.Result live = await StreamingRun.OfAsync(server.Address, ModelStreamServer.Model(LiveChunks, LivePause), isProbed: true, cancellationToken);
        double[] latencies = [.. live.Latencies.Order()];
        return new BenchmarkResult(
            "models",
            string.Create(
                CultureInfo.InvariantCulture,
                $"Processor time for an answer of {ModelClientCost.Chunks:N0} chunks ({megabytes:F2} MB), served by another process: a bare HttpClient, our client, and the whole engine ({StreamingRun.Workers} workers of a real sidecar, less the same with one chunk); in turn, medians. Then {StreamingRun.Workers} workers at 100 chunks a second each for {live.Seconds:F0} s, while another track is paused and resumed {latencies.Length} times."),
            [
                new Figure("bare HttpClient", costs.Bare / megabytes, "ms/MB"),
                new Figure("client", costs.Client / megabytes, "ms/MB"),
                new Figure("client to bare", costs.Client / costs.Bare, "x", Target.AtMost(3)),
                new Figure("engine", Statistics.Median(engine) / megabytes, "ms/MB"),
                new Figure("engine to bare", Statistics.Median(engine) / costs.Bare, "x", Target.AtMost(3)),
                new Figure("client, per chunk over bare", (costs.Client - costs.Bare) / ModelClientCost.Chunks * 1_000, "µs"),
                new Figure("engine, per chunk over bare", (Statistics.Median(engine) - costs.Bare) / ModelClientCost.Chunks * 1_000, "µs"),
                new Figure("client, per call over bare", costs.ClientCall - costs.BareCall, "ms"),
                new Figure("engine, per ticket of one call", Statistics.Median(ticket), "ms"),
                new Figure("one write: bare HttpClient", costs.BareBurst / megabytes, "ms/MB"),
                new Figure("one write: client", costs.ClientBurst / megabytes, "ms/MB"),
                new Figure("change to notification, p50", latencies[latencies.Length / 2], "ms"),
                new Figure("change to notification, p99", latencies[(int)(latencies.Length * 0.99)], "ms", Target.AtMost(50)),
                new Figure("output messages a second, all workers", live.Outputs / live.Seconds, "/s", Target.AtMost(20 * StreamingRun.Workers)),
            ]);
    }
}
