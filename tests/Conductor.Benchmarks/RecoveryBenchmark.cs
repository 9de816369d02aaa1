using System.Diagnostics;
using System.Globalization;

namespace Conductor.Benchmarks;

/// <summary>A real sidecar that opens a workspace with a long journal: time until it knows every gate and track, and its memory then.</summary>
internal static class RecoveryBenchmark
{
    /// <summary>Runs it.</summary>
    /// <param name="root">A workspace with a journal.</param>
    /// <param name="events">How many events that journal has.</param>
    public static async Task<IReadOnlyList<Figure>> RunAsync(string root, int events, BenchmarkOptions options, CancellationToken cancellationToken)
    {
        string empty = RepositoryFolders.NewTemporary();
        try
        {
            var recovered = new List<Recovery>();
            var nothing = new List<Recovery>();
            for (int time = 0; time < options.Repeat(full: 7, quick: 3); time++)
            {
                recovered.Add(await MeasureAsync(root, cancellationToken));
                nothing.Add(await MeasureAsync(empty, cancellationToken));
            }

            string count = events.ToString("N0", CultureInfo.InvariantCulture);
            return
            [
                new Figure($"recovery of {count} events", Statistics.Median([.. recovered.Select(one => one.Milliseconds)]), "ms", Target.AtMost(1_000)),
                new Figure("the same with none", Statistics.Median([.. nothing.Select(one => one.Milliseconds)]), "ms"),
                new Figure("memory after it", Statistics.Median([.. recovered.Select(one => one.Megabytes)]), "MB", Target.AtMost(150)),
                new Figure("memory with none", Statistics.Median([.. nothing.Select(one => one.Megabytes)]), "MB"),
            ];
        }
        finally
        {
            Directory.Delete(empty, recursive: true);
        }
    }

    private static async Task<Recovery> MeasureAsync(string root, CancellationToken cancellationToken)
    {
        await using SidecarUnderTest sidecar = await SidecarUnderTest.StartAsync(SidecarUnderTest.Executables[0].Path, root, cancellationToken);
        long start = Stopwatch.GetTimestamp();
        await sidecar.AskAsync("conductor/approval/list", "{}", cancellationToken);
        return new Recovery(Stopwatch.GetElapsedTime(start).TotalMilliseconds, sidecar.Megabytes);
    }

    private readonly record struct Recovery(double Milliseconds, double Megabytes);
}
