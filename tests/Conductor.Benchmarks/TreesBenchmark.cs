using System.Diagnostics;
using Conductor.Server.Landing;

namespace Conductor.Benchmarks;

/// <summary>What a working tree for a ticket costs, against git's own, in a repository of 10,000 files.</summary>
internal static class TreesBenchmark
{
    private const int Folders = 100;
    private const int FilesPerFolder = 100;

    /// <summary>Runs it.</summary>
    public static async Task<BenchmarkResult> RunAsync(BenchmarkOptions options, CancellationToken cancellationToken)
    {
        string folder = Directory.CreateTempSubdirectory("conductor-bench-").FullName;
        try
        {
            Fill(folder);
            using TicketRepository repository = await TicketRepository.LookAsync(folder, TimeProvider.System, cancellationToken) is RepositoryLook.Usable usable
                ? usable.Repository
                : throw new InvalidOperationException("The repository cannot be used.");
            string from = Value(await repository.BeginIntegrationAsync("bench", cancellationToken)).Commit;
            var bare = new List<double>();
            var ours = new List<double>();
            var saves = new List<double>();
            var removals = new List<double>();
            for (int time = 0; time < options.Repeat(full: 15, quick: 3); time++)
            {
                bare.Add(Statistics.Milliseconds(() => Git(folder, "worktree", "add", "-q", "-b", $"bare-{time}", ".conductor/worktrees/bare")));
                Git(folder, "worktree", "remove", "--force", ".conductor/worktrees/bare");
                TicketTree? tree = null;
                ours.Add(await TimedAsync(async () => tree = Value(await repository.AddTreeAsync("bench", $"t-{time}", 1, from, cancellationToken))));
                if (tree is not null)
                {
                    await File.WriteAllTextAsync(Path.Combine(tree.Root, "new.txt"), "new", cancellationToken);
                    saves.Add(await TimedAsync(async () => Value(await repository.SaveAsync(tree, "Saved", cancellationToken))));
                    removals.Add(await TimedAsync(async () => Value(await repository.RemoveTreeAsync(tree, keep: true, cancellationToken))));
                }
            }

            return new BenchmarkResult(
                "trees",
                $"Medians in a repository of {Folders * FilesPerFolder:N0} small files: a ticket's working tree against git worktree add of the same commit, in turn; a save of one new file; a removal.",
                [
                    new Figure("a tree, against git worktree add", Statistics.Median(ours) / Statistics.Median(bare), "x", Target.AtMost(1.3)),
                    new Figure("a tree", Statistics.Median(ours), "ms"),
                    new Figure("git worktree add", Statistics.Median(bare), "ms"),
                    new Figure("a save", Statistics.Median(saves), "ms"),
                    new Figure("a removal", Statistics.Median(removals), "ms"),
                ]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<double> TimedAsync(Func<Task> step)
    {
        long start = Stopwatch.GetTimestamp();
        await step();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static T Value<T>(GitOutcome<T> outcome) => outcome is GitOutcome<T>.Done { Value: var value } ? value : throw new InvalidOperationException($"{outcome}");

    private static void Fill(string folder)
    {
        for (int directory = 0; directory < Folders; directory++)
        {
            Directory.CreateDirectory(Path.Combine(folder, $"folder-{directory}"));
            for (int file = 0; file < FilesPerFolder; file++)
            {
                File.WriteAllText(Path.Combine(folder, $"folder-{directory}", $"file-{file}.cs"), string.Concat(Enumerable.Repeat($"// line of {directory}/{file}\n", 40)));
            }
        }

        Git(folder, "init", "-q", ".");
        Git(folder, "add", "-A");
        Git(folder, "-c", "user.name=Bench", "-c", "user.email=bench@localhost", "commit", "-q", "-m", "All");
    }

    private static void Git(string folder, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo("git", arguments) { WorkingDirectory = folder }) ?? throw new InvalidOperationException("git did not start.");
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"git {string.Join(' ', arguments)} failed.");
        }
    }
}
