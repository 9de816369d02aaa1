using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Conductor.CrashHost.Host;

namespace Conductor.CrashHost.Campaign;

/// <summary>Kills the rich track at every point there is, one run per point, and tells what did not hold afterwards.</summary>
internal sealed class CampaignRun : IDisposable
{
    private static int _campaigns;

    // Memory where there is such a folder: a kill loses nothing that was handed to the system, and nobody waits for a disk.
    private readonly string _root = Directory.CreateDirectory(
        Path.Combine(Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath(), string.Create(CultureInfo.InvariantCulture, $"conductor-crash-{Environment.ProcessId}-{Interlocked.Increment(ref _campaigns)}"))).FullName;

    private int _folders;

    /// <summary>Runs a campaign and writes its report.</summary>
    /// <returns>0 when everything holds, else 1.</returns>
    public static async Task<int> RunAsync(CampaignOptions options, TextWriter report)
    {
        bool isBroken = false;
        foreach (Scenario scenario in options.Scenario is { } one ? [one] : Scenario.All)
        {
            using var campaign = new CampaignRun();
            isBroken |= (await campaign.RunAllAsync(options with { Scenario = scenario }, report)).Count > 0;
        }

        return isBroken ? 1 : 0;
    }

    /// <summary>Runs a campaign.</summary>
    /// <returns>A text for each run in which something did not hold.</returns>
    public async Task<IReadOnlyList<string>> RunAllAsync(CampaignOptions options, TextWriter report)
    {
        long begun = Stopwatch.GetTimestamp();
        Scenario scenario = options.Scenario ?? Scenario.Rich;
        (Evidence reference, IReadOnlyList<CrashPoint> points) = await UndisturbedAsync(scenario);
        IReadOnlyList<PlannedRun> runs = Choose(points, options);
        string chosen = options.Random > 0 ? string.Create(CultureInfo.InvariantCulture, $"{runs.Count} runs killed twice (--seed {options.Seed})") : $"{runs.Count} of them";
        await report.WriteLineAsync($"The {scenario.Name} track: {points.Count} kill points; {chosen} in this run, {options.Parallel} at a time.");

        var failures = new ConcurrentQueue<string>();
        int unreached = 0;
        int done = 0;
        await Parallel.ForEachAsync(runs, new ParallelOptions { MaxDegreeOfParallelism = options.Parallel }, async (run, _) =>
        {
            CrashResult result = await new CrashRun(NextFolder(), scenario).RunAsync(reference, run);
            if (result.Kills < run.Kills.Count)
            {
                Interlocked.Increment(ref unreached);
            }

            if (result.Broken.Count > 0)
            {
                string failure = $"{run.Name} (what it left: {result.Folder})\n{string.Join("\n", result.Broken.Select(line => "  " + line))}";
                failures.Enqueue(failure);
                await report.WriteLineAsync($"FAILED {failure}");
            }

            if (Interlocked.Increment(ref done) % 50 == 0)
            {
                await report.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{done} of {runs.Count} after {Stopwatch.GetElapsedTime(begun).TotalSeconds:0} s"));
            }
        });
        await report.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{runs.Count - failures.Count} held, {failures.Count} failed, in {Stopwatch.GetElapsedTime(begun).TotalSeconds:0} s; {unreached} did not come to a point that they were to be killed at."));
        return [.. failures];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!Directory.EnumerateFileSystemEntries(_root).Any())
        {
            Directory.Delete(_root);
        }
    }

    /// <summary>Runs twice without a kill: what is compared with, the points there are, and whether two such runs are alike at all.</summary>
    private async Task<(Evidence Reference, IReadOnlyList<CrashPoint> Points)> UndisturbedAsync(Scenario scenario)
    {
        var runs = new List<(Evidence Evidence, string[] Labels)>();
        for (int run = 0; run < 2; run++)
        {
            RunFolder folder = NextFolder().Create(scenario);
            HostEnd end = await HostProcess.RunAsync(new HostOptions(folder.Path, scenario, ListsPoints: true));
            if (end.Problem is { } problem)
            {
                throw new InvalidOperationException($"The undisturbed run in {folder.Path} failed: {problem}");
            }

            runs.Add((await Evidence.ReadAsync(folder), await File.ReadAllLinesAsync(folder.Points)));
            Directory.Delete(folder.Path, recursive: true);
        }

        string[] broken = [.. new Invariants(runs[0].Evidence, runs[1].Evidence, kills: 0).Broken()];
        return broken.Length == 0
            ? (runs[0].Evidence, CrashPoint.Of(runs.SelectMany(run => run.Labels)))
            : throw new InvalidOperationException($"Two undisturbed runs differ:\n{string.Join('\n', broken)}");
    }

    private static IReadOnlyList<PlannedRun> Choose(IReadOnlyList<CrashPoint> points, CampaignOptions options)
    {
        if (options.Random > 0)
        {
            var random = new Random(options.Seed);
            return [.. Enumerable.Range(1, options.Random).Select(_ => PlannedRun.Twice(points[random.Next(points.Count)], random.Next(1, 60)))];
        }

        IEnumerable<CrashPoint> chosen = options switch
        {
            { Only: { } only } => points.Where(point => point.Number.ToString(CultureInfo.InvariantCulture) == only || point.Label.Contains(only, StringComparison.Ordinal)),
            // The middle one of each class: neither the first thing that happens nor the last.
            { Sample: true } => points.GroupBy(point => point.Class).Select(alike => alike.ElementAt(alike.Count() / 2)),
            _ => points,
        };
        return [.. chosen.Where(point => point.Number >= options.From).Select(PlannedRun.Once)];
    }

    private RunFolder NextFolder() => new(Directory.CreateDirectory(
        Path.Combine(_root, Interlocked.Increment(ref _folders).ToString(CultureInfo.InvariantCulture))).FullName);
}
