using System.Diagnostics;
using Conductor.Core.Tickets;
using Conductor.Server.Effects;
using Conductor.Server.Snapshots;
using Conductor.Workers.Workspaces;

namespace Conductor.Benchmarks;

/// <summary>What it costs to know which files a command changed, in a folder of 20,000 files.</summary>
internal static class UndoBenchmark
{
    private const int Folders = 200;
    private const int FilesPerFolder = 100;

    /// <summary>Runs it.</summary>
    public static async Task<BenchmarkResult> RunAsync(BenchmarkOptions options, CancellationToken cancellationToken)
    {
        int times = options.Repeat(full: 15, quick: 3);
        List<Figure> figures = [.. await MeasureAsync("git", isRepository: true, times, cancellationToken), .. await MeasureAsync("no git", isRepository: false, times, cancellationToken)];
        return new BenchmarkResult(
            "undo", $"Medians in a folder of {Folders * FilesPerFolder:N0} small files: the first tree; both trees around a command that changes nothing, one file, ten files.", figures);
    }

    private static async Task<IReadOnlyList<Figure>> MeasureAsync(string kind, bool isRepository, int times, CancellationToken cancellationToken)
    {
        string folder = Directory.CreateTempSubdirectory("conductor-bench-").FullName;
        try
        {
            Fill(folder, isRepository);
            await using var trees = new TreeRecorder(WorkspaceRoot.Open(folder), Path.Combine(folder, ".conductor", "objects"), TimeProvider.System, _ => { });
            var watch = Stopwatch.StartNew();
            await trees.BeforeAttemptAsync(new AttemptKey("bench", "T-1", 1), cancellationToken);
            var figures = new List<Figure> { new($"{kind}: first tree", watch.Elapsed.TotalMilliseconds, "ms") };
            foreach ((string name, int changed) in new[] { ("nothing", 0), ("one file", 1), ("ten files", 10) })
            {
                var samples = new List<double>();
                for (int time = 0; time < times; time++)
                {
                    samples.Add(await CommandAsync(trees, folder, $"{name}-{time}", changed, cancellationToken));
                }

                figures.Add(new Figure($"{kind}: around a command that changes {name}", Statistics.Median(samples), "ms"));
            }

            return figures;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<double> CommandAsync(TreeRecorder trees, string folder, string call, int changed, CancellationToken cancellationToken)
    {
        var key = new CallKey("bench", "T-1", 1, call);
        var watch = Stopwatch.StartNew();
        await trees.BeforeCommandAsync(key, "make", cancellationToken);
        watch.Stop();
        for (int file = 0; file < changed; file++)
        {
            await File.AppendAllTextAsync(PathOf(folder, file * 7 % Folders, file), $"{call}\n", cancellationToken);
        }

        watch.Start();
        TrackEvent.FilesChanged? files = await trees.AfterAsync(key);
        watch.Stop();
        return files?.Files.Length == changed ? watch.Elapsed.TotalMilliseconds : throw new InvalidOperationException($"{changed} files were changed, and {files?.Files.Length} found: {files?.Problem}");
    }

    private static void Fill(string folder, bool isRepository)
    {
        for (int directory = 0; directory < Folders; directory++)
        {
            Directory.CreateDirectory(Path.Combine(folder, $"folder-{directory}"));
            for (int file = 0; file < FilesPerFolder; file++)
            {
                File.WriteAllText(PathOf(folder, directory, file), string.Concat(Enumerable.Repeat($"// line of {directory}/{file}\n", 40)));
            }
        }

        if (isRepository)
        {
            Git(folder, "init", "-q", ".");
            Git(folder, "add", "-A");
            Git(folder, "-c", "user.name=Bench", "-c", "user.email=bench@localhost", "commit", "-q", "-m", "All");
        }
    }

    private static string PathOf(string folder, int directory, int file) => Path.Combine(folder, $"folder-{directory}", $"file-{file}.cs");

    private static void Git(string folder, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo("git", arguments) { WorkingDirectory = folder }) ?? throw new InvalidOperationException("git did not start.");
        process.WaitForExit();
    }
}
