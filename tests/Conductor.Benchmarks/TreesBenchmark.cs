using System.Collections.Immutable;
using System.Diagnostics;
using Conductor.Core.Landing;
using Conductor.Core.Tickets;
using Conductor.Server.Hosting;
using Conductor.Server.Landing;

namespace Conductor.Benchmarks;

/// <summary>What a working tree for a ticket costs, against git's own, in a repository of 10,000 files.</summary>
internal static class TreesBenchmark
{
    private const int Folders = 100;
    private const int FilesPerFolder = 100;
    private const int ParallelTickets = 40;
    private const int Workers = 8;

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

            (List<double> started, List<double> asked, List<double> bareAgain) = await StartsAsync(folder, options, cancellationToken);
            return new BenchmarkResult(
                "trees",
                $"Medians in a repository of {Folders * FilesPerFolder:N0} small files: a ticket's working tree against git worktree add of the same commit, in turn; a save of one new file; a removal. "
                + $"Then the same for whole runs of one ticket; and {ParallelTickets} tickets with {Workers} workers in working trees, whose model takes its time for each of two turns, landed by themselves, against their list schedule.",
                [
                    new Figure("a tree, against git worktree add", Statistics.Median(ours) / Statistics.Median(bare), "x", Target.AtMost(1.3)),
                    new Figure("a tree", Statistics.Median(ours), "ms"),
                    new Figure("git worktree add", Statistics.Median(bare), "ms"),
                    new Figure("a save", Statistics.Median(saves), "ms"),
                    new Figure("a removal", Statistics.Median(removals), "ms"),
                    new Figure("run to worker started, against git worktree add", Statistics.Median(started) / Statistics.Median(bareAgain), "x", Target.AtMost(1.3)),
                    new Figure("run to worker started", Statistics.Median(started), "ms"),
                    new Figure("run to model asked", Statistics.Median(asked), "ms"),
                    new Figure("git worktree add, in turn with these", Statistics.Median(bareAgain), "ms"),
                    .. await MakespanAsync(options, cancellationToken),
                ]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>From the command to run until the worker is started, and bare git in turn with it.</summary>
    private static async Task<(List<double> Started, List<double> Asked, List<double> Bare)> StartsAsync(string folder, BenchmarkOptions options, CancellationToken cancellationToken)
    {
        var one = new ScriptedTrack([new TicketDefinition("T-1", "Do it.")], ImmutableDictionary<string, double>.Empty.Add("T-1", 1), WritesFirst: true);
        var (started, asked, bare) = (new List<double>(), new List<double>(), new List<double>());
        await using ConductorWorkspace workspace = await TimedRun.OpenAsync(folder, one, workers: 1, cancellationToken);
        for (int time = 0; time <= options.Repeat(full: 12, quick: 3); time++)
        {
            RunTimes times = await TimedRun.RunAsync(workspace, $"bench-{time}", one, Parallel(workers: 1), cancellationToken);
            double alone = Statistics.Milliseconds(() => Git(folder, "worktree", "add", "-q", "-b", $"again-{time}", ".conductor/worktrees/bare"));
            Git(folder, "worktree", "remove", "--force", ".conductor/worktrees/bare");
            if (time > 0)
            {
                started.Add(times.Started);
                asked.Add(times.Asked);
                bare.Add(alone);
            }
        }

        return (started, asked, bare);
    }

    private static async Task<List<Figure>> MakespanAsync(BenchmarkOptions options, CancellationToken cancellationToken)
    {
        double turn = options.IsQuick ? 500 : 2_000;
        ImmutableArray<TicketDefinition> tickets = RandomTrack.Create(ParallelTickets, seed: 4, reach: 30, free: 8);
        var track = new ScriptedTrack(tickets, tickets.ToImmutableDictionary(ticket => ticket.Id, _ => turn), WritesFirst: true);
        double schedule = ListSchedule.Makespan(track.Tickets, track.Durations, Workers);
        string folder = RepositoryFolders.NewTemporary();
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "readme.txt"), "A small repository.\n", cancellationToken);
            Commit(folder);
            double taken = await TimedRun.RunAsync(folder, track, Parallel(Workers), cancellationToken);
            return
            [
                new Figure("makespan: run to list schedule", taken / schedule, "x", Target.AtMost(1.1)),
                new Figure("makespan: list schedule", schedule, "ms"),
                new Figure("makespan: run", taken, "ms"),
            ];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static RunOptions Parallel(int workers) => new() { AutoQueue = true, MaxParallel = workers, Isolation = Isolation.Worktree, Landing = LandingPolicy.Auto };

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

        Commit(folder);
    }

    private static void Commit(string folder)
    {
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
