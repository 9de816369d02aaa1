using Conductor.Benchmarks;

// npm run bench -- [NAME…] [--quick]: measures, prints a table, writes tests/results/bench.json. It is not a test: a missed target is
// shown and does not change the exit code; only a benchmark that breaks does.
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

string[] wanted = [.. args.Where(argument => argument != "--quick")];
if (wanted.Except(benchmarks.Select(benchmark => benchmark.Name)).FirstOrDefault() is { } unknown)
{
    Console.Error.WriteLine($"There is no benchmark \"{unknown}\". Name any of: {string.Join(", ", benchmarks.Select(benchmark => benchmark.Name))}; or --quick.");
    return 64;
}

var options = new BenchmarkOptions(IsQuick: args.Contains("--quick"));
using var interrupted = new CancellationTokenSource();
Console.CancelKeyPress += (_, press) =>
{
    press.Cancel = true;
    interrupted.Cancel();
};

var report = new Report(options);
bool isBroken = false;
foreach ((string name, Func<BenchmarkOptions, CancellationToken, Task<BenchmarkResult>> run) in benchmarks.Where(benchmark => wanted.Length == 0 || wanted.Contains(benchmark.Name)))
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
