using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Conductor.Core.Approvals;
using Conductor.Core.Tickets;
using Conductor.Server.Hosting;
using Conductor.Server.Storage;

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
        await RunTrackAsync(Track.Random(seed: 0, TicketsPerTrack / 4, 10, 20), cancellationToken);
        for (int seed = 1; seed <= tracks; seed++)
        {
            Track track = Track.Random(seed, TicketsPerTrack, shortest, longest);
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

    /// <summary>Milliseconds from the command to run until the run has ended.</summary>
    private static async Task<double> RunTrackAsync(Track track, CancellationToken cancellationToken)
    {
        string folder = RepositoryFolders.NewTemporary();
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "script.json"), track.Script(), cancellationToken);
            WorkspaceSettings settings = WorkspaceSettings.Default with { ApprovalMode = ApprovalMode.Never, MaxParallel = Workers, Model = "script:script.json" };
            await using var workspace = new ConductorWorkspace(new WorkspaceOptions(folder, settings, TimeProvider.System, _ => { }));
            TrackActor actor = workspace.Actor("bench");
            var approving = new ApprovingObserver(actor);
            workspace.AddObserver(approving);
            await actor.SendAsync(new TrackCommand.Define(new TrackHeader("bench", "Random"), track.Tickets));
            long start = Stopwatch.GetTimestamp();
            await actor.SendAsync(new TrackCommand.StartRun(new RunOptions { AutoQueue = true, MaxParallel = Workers, Model = settings.Model }));
            TrackEvent.RunEnded ended = await approving.Ended.WaitAsync(cancellationToken);
            double taken = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            return ended.Status == RunStatus.Done ? taken : throw new InvalidOperationException($"The run ended as {ended.Status}: {ended.Detail}");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>A person who approves everything in no time.</summary>
    private sealed class ApprovingObserver(TrackActor actor) : ITrackObserver
    {
        private readonly TaskCompletionSource<TrackEvent.RunEnded> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<TrackEvent.RunEnded> Ended => _ended.Task;

        public void OnMoved(TrackMoved moved)
        {
            foreach (JournalEntry entry in moved.Entries)
            {
                if (entry.Event is TrackEvent.ApprovalRequested requested)
                {
                    _ = actor.SendAsync(new TrackCommand.Decide(requested.Request.ApprovalId, new ApprovalDecision(ApprovalChoice.Approve, "bench"), null));
                }
                else if (entry.Event is TrackEvent.RunEnded ended)
                {
                    _ended.TrySetResult(ended);
                }
            }
        }
    }

    private sealed record Track(ImmutableArray<TicketDefinition> Tickets, ImmutableDictionary<string, double> Delays)
    {
        public static Track Random(int seed, int count, int shortest, int longest)
        {
            ImmutableArray<TicketDefinition> tickets = RandomTrack.Create(count, seed, reach: 30, free: 6);
            var random = new Random(seed);
            return new Track(tickets, tickets.ToImmutableDictionary(ticket => ticket.Id, _ => (double)random.Next(shortest, longest)));
        }

        /// <summary>One turn a ticket: it thinks for its delay and says that it is done.</summary>
        public string Script() => JsonSerializer.Serialize(Delays.ToDictionary(
            entry => entry.Key,
            entry => new[]
            {
                new
                {
                    text = "",
                    delayMs = int.Parse(entry.Value.ToString("F0", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture),
                    usage = new { inputTokens = 100, outputTokens = 10, cachedInputTokens = 0 },
                    toolCalls = new[] { new { name = "finish", arguments = new { verdict = "completed", summary = "Done." } } },
                },
            }));
    }
}
