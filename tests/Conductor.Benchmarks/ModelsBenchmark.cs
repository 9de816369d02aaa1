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
        string flowing = ModelStreamServer.Model(ModelClientCost.Chunks, pause: 1);
        using var reading = new ModelClientCost(server.Address);
        ModelClientCost.Cost flow = await reading.MeasureAsync(flowing, StreamingRun.Workers, times: 1, options.Repeat(7, 3), cancellationToken);
        ModelClientCost.Cost burst = await reading.MeasureAsync(ModelStreamServer.BurstModel(ModelClientCost.Chunks), together: 1, times: 10, options.Repeat(15, 5), cancellationToken);
        ModelClientCost.Cost call = await reading.MeasureAsync(ModelStreamServer.Model(1), together: 1, times: 200, options.Repeat(15, 5), cancellationToken);
        double megabytes = ModelStreamServer.BodyLength(ModelClientCost.Chunks) / 1e6;
        var whole = new List<double>();
        var ticket = new List<double>();
        for (int round = 0; round < options.Repeat(5, 2); round++)
        {
            StreamingRun.Result streams = await StreamingRun.OfAsync(server.Address, flowing, isProbed: false, cancellationToken);
            StreamingRun.Result nothing = await StreamingRun.OfAsync(server.Address, ModelStreamServer.Model(1), isProbed: false, cancellationToken);
            whole.Add((streams.Processor - nothing.Processor) / StreamingRun.Workers);
            ticket.Add(nothing.Processor / StreamingRun.Workers);
        }

        double engine = Statistics.Median(whole);
        StreamingRun.Result live = await StreamingRun.OfAsync(server.Address, ModelStreamServer.Model(LiveChunks, LivePause), isProbed: true, cancellationToken);
        double[] latencies = [.. live.Latencies.Order()];
        return new BenchmarkResult(
            "models",
            string.Create(
                CultureInfo.InvariantCulture,
                $"Processor time for an answer of {ModelClientCost.Chunks:N0} chunks ({megabytes:F2} MB) that another process serves, a chunk each millisecond, {StreamingRun.Workers} at a time: a bare HttpClient that throws the bytes away, our client, and the whole engine (a real sidecar's workers, less the same with one chunk each); medians. Then the same answer in one write. Then {StreamingRun.Workers} workers at 100 chunks a second each for {live.Seconds:F0} s, while another track is paused and resumed {latencies.Length} times."),
            [
                new Figure("bare HttpClient", flow.Bare / megabytes, "ms/MB"),
                new Figure("client", flow.Client / megabytes, "ms/MB"),
                new Figure("client to bare", flow.Client / flow.Bare, "x", Target.AtMost(3)),
                new Figure("engine", engine / megabytes, "ms/MB"),
                new Figure("engine to bare", engine / flow.Bare, "x", Target.AtMost(3)),
                new Figure("client, per chunk over bare", (flow.Client - flow.Bare) / ModelClientCost.Chunks * 1_000, "µs"),
                new Figure("engine, per chunk over bare", (engine - flow.Bare) / ModelClientCost.Chunks * 1_000, "µs"),
                new Figure("client, per call over bare", call.Client - call.Bare, "ms"),
                new Figure("engine, per ticket of one call", Statistics.Median(ticket), "ms"),
                new Figure("in one write: bare HttpClient", burst.Bare / megabytes, "ms/MB"),
                new Figure("in one write: client", burst.Client / megabytes, "ms/MB"),
                new Figure("in one write: client, per chunk over bare", (burst.Client - burst.Bare) / ModelClientCost.Chunks * 1_000, "µs"),
                new Figure("change to notification, p50", latencies[latencies.Length / 2], "ms"),
                new Figure("change to notification, p99", latencies[(int)(latencies.Length * 0.99)], "ms", Target.AtMost(50)),
                new Figure("output messages a second, all workers", live.Outputs / live.Seconds, "/s", Target.AtMost(20 * StreamingRun.Workers)),
            ]);
    }
}
