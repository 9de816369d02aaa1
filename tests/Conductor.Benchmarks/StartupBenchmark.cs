using System.Diagnostics;

namespace Conductor.Benchmarks;

/// <summary>From starting the sidecar until its answer to initialize, against a hello world until its line.</summary>
internal static class StartupBenchmark
{
    private const int WarmUps = 2;

    /// <summary>
    /// Runs it for each way the sidecar is published in; the one users get, against a hello world published alike, has the target. The ratio
    /// to the hello world of a new console project stands beside it.
    /// </summary>
    /// <exception cref="InvalidOperationException">There is no sidecar.</exception>
    public static async Task<BenchmarkResult> RunAsync(BenchmarkOptions options, CancellationToken cancellationToken)
    {
        IReadOnlyList<(PublishMode Mode, string Path)> sidecars = SidecarUnderTest.Executables;
        string plain = await HelloWorld.PublishAsync(PublishMode.Plain, cancellationToken);
        var figures = new List<Figure>();
        foreach ((PublishMode mode, string sidecar) in sidecars)
        {
            string alike = await HelloWorld.PublishAsync(mode, cancellationToken);
            Times times = await CompareAsync(plain, alike, sidecar, options.Repeat(20, 10), cancellationToken);
            string name = mode == PublishMode.SelfContained ? "self-contained, compiled ahead" : "framework-dependent";
            figures.Add(new Figure($"{name}: hello world, plain", times.Plain, "ms"));
            figures.Add(new Figure($"{name}: hello world, published alike", times.Alike, "ms"));
            figures.Add(new Figure($"{name}: sidecar", times.Sidecar, "ms"));
            figures.Add(new Figure($"{name}: sidecar, list of tracks", times.Ready, "ms"));
            figures.Add(new Figure($"{name}: sidecar to plain", times.Sidecar / times.Plain, "x"));
            figures.Add(new Figure($"{name}: sidecar to published alike", times.Sidecar / times.Alike, "x", mode == sidecars[0].Mode ? Target.AtMost(3) : null));
        }

        return new BenchmarkResult(
            "startup",
            "Spawn until the answer to initialize (and, without a target, until the first list of tracks), against spawn until the line of a .NET hello world, once as a new console project has it and once published alike with the same runtime settings; in turn, medians.",
            figures);
    }

    private static async Task<Times> CompareAsync(string plain, string alike, string sidecar, int repetitions, CancellationToken cancellationToken)
    {
        string workspace = RepositoryFolders.NewTemporary();
        try
        {
            var measured = new List<Times>();
            for (int repetition = 0; repetition < repetitions + WarmUps; repetition++)
            {
                double plainTime = await HelloAsync(plain, cancellationToken);
                double alikeTime = await HelloAsync(alike, cancellationToken);
                (double answered, double ready) = await SidecarAsync(sidecar, workspace, cancellationToken);
                var times = new Times(plainTime, alikeTime, answered, ready);
                if (repetition >= WarmUps)
                {
                    measured.Add(times);
                }
            }

            return new Times(
                Statistics.Median([.. measured.Select(times => times.Plain)]),
                Statistics.Median([.. measured.Select(times => times.Alike)]),
                Statistics.Median([.. measured.Select(times => times.Sidecar)]),
                Statistics.Median([.. measured.Select(times => times.Ready)]));
        }
        finally
        {
            Directory.Delete(workspace, recursive: true);
        }
    }

    private static async Task<double> HelloAsync(string program, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        using Process process = SidecarUnderTest.Start(program);
        string? line = await process.StandardOutput.ReadLineAsync(cancellationToken);
        double taken = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        await process.WaitForExitAsync(cancellationToken);
        return line is { Length: > 0 } ? taken : throw new InvalidOperationException("The hello world said nothing.");
    }

    private static async Task<(double Answered, double Ready)> SidecarAsync(string program, string workspace, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        await using SidecarUnderTest sidecar = await SidecarUnderTest.StartAsync(program, workspace, cancellationToken);
        double answered = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        await sidecar.AskAsync("conductor/track/list", "{}", cancellationToken);
        return (answered, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
    }

    /// <summary>Milliseconds from spawn.</summary>
    /// <param name="Sidecar">Until the answer to initialize.</param>
    /// <param name="Ready">Until the list of tracks of an empty workspace.</param>
    private sealed record Times(double Plain, double Alike, double Sidecar, double Ready);
}
