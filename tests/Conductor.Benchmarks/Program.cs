using Conductor.Benchmarks;
using Conductor.Benchmarks.Views;

// npm run bench -- [NAME…] [--quick] [--sources FOLDER] [--history REPOSITORY]: measures, prints a table, writes tests/results/bench.json. It is not a test: a missed
// target is shown and does not change the exit code; only a benchmark that breaks does.
if (args is [ModelStreamServer.Argument])
{
    return await ModelStreamServer.RunAsync();
}

var benchmarks = new (string Name, Func<BenchmarkOptions, CancellationToken, Task<BenchmarkResult>> Run)[]
{
    ("startup", StartupBenchmark.RunAsync),
    ("graph", GraphBenchmark.RunAsync),
    ("makespan", MakespanBenchmark.RunAsync),
    ("wire", WireBenchmark.RunAsync),
    ("journal", JournalBenchmark.RunAsync),
    ("models", ModelsBenchmark.RunAsync),
    ("trees", TreesBenchmark.RunAsync),
    ("undo", UndoBenchmark.RunAsync),
    ("views", ViewsBenchmark.RunAsync),
};

var order = BenchmarkOrder.Read(args, [.. benchmarks.Select(benchmark => benchmark.Name)]);
if (order.Problem is not null)
{
    Console.Error.WriteLine(order.Problem);
    return 64;
}

var (wanted, options) = (order.Names, order.Options);
using var interrupted = new CancellationTokenSource();
Console.CancelKeyPress += (_, press) =>
{
    press.Cancel = true;
    interrupted.Cancel();
};

var report = new Report(options);
bool isBroken = false;
foreach ((string name, Func<BenchmarkOptions, CancellationToken, Task<BenchmarkResult>> run) in benchmarks.Where(benchmark => wanted.Count == 0 || wanted.Contains(benchmark.Name)))
{
    try
    {
        Console.Error.WriteLine($"{name}: measuring …");
        report.Add(await run(options, interrupted.Token));
    }
    catch (OperationCanceledException) when (interrupted.IsCancellationRequested)
    {
        return 130;
    }
    catch (Exception failure)
    {
        isBroken = true;
        Console.Error.WriteLine($"{name} broke: {failure}");
    }
}

report.Print(Console.Out);
Console.Out.WriteLine($"Written to {report.Write()}");
return isBroken ? 1 : 0;
