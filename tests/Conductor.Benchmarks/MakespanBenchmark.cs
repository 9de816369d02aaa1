using Conductor.Core.Tickets;

namespace Conductor.Benchmarks;

/// <summary>Whole runs through the real engine, journal and worker loop, against the list schedule of the same tickets.</summary>
internal static class MakespanBenchmark
{
    private const int Workers = 8;
    private const int TicketsPerTrack = 60;

    /// <summary>Runs it.</summary>
    public static async Task<BenchmarkResult> RunAsync(BenchmarkOptions options, CancellationToken cancellationToken)
    {
        (int shortest, int longest) = options.IsQuick ? (200, 800) : (500, 2_000);
        var figures = new List<Figure>();
        double measured = 0;
        double ideal = 0;
        int tracks = options.Repeat(3, 2);
        await RunTrackAsync(ScriptedTrack.Random(seed: 0, TicketsPerTrack / 4, 10, 20), cancellationToken);
        for (int seed = 1; seed <= tracks; seed++)
        {
            ScriptedTrack track = ScriptedTrack.Random(seed, TicketsPerTrack, shortest, longest);
            double schedule = ListSchedule.Makespan(track.Tickets, track.Delays, Workers);
            double taken = await RunTrackAsync(track, cancellationToken);
            ideal += schedule;
            measured += taken;
            figures.Add(new Figure($"track {seed}: list schedule", schedule, "ms"));
            figures.Add(new Figure($"track {seed}: run", taken, "ms"));
            figures.Add(new Figure($"track {seed}: run to list schedule", taken / schedule, "x"));
        }

        figures.Add(new Figure("all tracks: run to list schedule", measured / ideal, "x", Target.AtMost(1.02)));
        return new BenchmarkResult(
            "makespan",
            $"{tracks} random tracks of {TicketsPerTrack} tickets, {Workers} workers, a scripted model that takes {shortest} to {longest} ms, every gate approved at once; "
            + "against a simulated list schedule in the same order with the same delays.",
            figures);
    }

    private static async Task<double> RunTrackAsync(ScriptedTrack track, CancellationToken cancellationToken)
    {
        string folder = RepositoryFolders.NewTemporary();
        try
        {
            return await TimedRun.RunAsync(folder, track, new RunOptions { AutoQueue = true, MaxParallel = Workers }, cancellationToken);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
