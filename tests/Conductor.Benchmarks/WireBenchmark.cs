using System.Collections.Immutable;
using System.Text.Json;
using Conductor.Core.Engine;
using Conductor.Core.Tickets;
using Conductor.Core.Usage;
using Conductor.Server.Features.Tickets;
using Conductor.Server.Hosting;
using Conductor.Server.Protocol;
using Conductor.Server.Storage;

namespace Conductor.Benchmarks;

/// <summary>How many bytes a client is sent per transition, in a small and in a large track.</summary>
internal static class WireBenchmark
{
    private const int Small = 100;
    private const int Large = 10_000;
    private const string Model = "script:none";

    /// <summary>Runs it.</summary>
    public static Task<BenchmarkResult> RunAsync(BenchmarkOptions options, CancellationToken cancellationToken)
    {
        Dictionary<string, double> small = BytesByKind(Small);
        Dictionary<string, double> large = BytesByKind(Large);
        var figures = new List<Figure>();
        foreach ((string kind, double bytes) in small)
        {
            figures.Add(new Figure($"{kind}: {Small} tickets", bytes, "bytes"));
            figures.Add(new Figure($"{kind}: {Large:N0} tickets", large[kind], "bytes"));
        }

        double worst = small.Max(entry => Math.Max(large[entry.Key] / entry.Value, entry.Value / large[entry.Key]));
        figures.Add(new Figure("all kinds together, large to small", large.Values.Sum() / small.Values.Sum(), "x", Target.AtMost(1.1)));
        figures.Add(new Figure("the kind that differs most", worst, "x", Target.AtMost(1.1)));
        return Task.FromResult(new BenchmarkResult(
            "wire", $"Median size of conductor/track/changed by what happened, in tracks of {Small} and of {Large:N0} tickets that look alike from a ticket.", figures));
    }

    private static Dictionary<string, double> BytesByKind(int size)
    {
        var sizes = new SortedDictionary<string, List<double>>(StringComparer.Ordinal);
        ImmutableArray<TicketDefinition> tickets = RandomTrack.Create(size, seed: 3, reach: 20, free: 10);
        var header = new TrackHeader("bench.track.json", "Random");
        var track = new InMemoryTrack(TrackState.Empty, workers: 8);
        track.Send(new TrackCommand.Define(header, tickets));
        Send("run started", new TrackCommand.StartRun(new RunOptions { AutoQueue = true, MaxParallel = 8, Model = Model }));
        for (int completed = 0; completed < Small / 2;)
        {
            if (track.NextDue() is { } due)
            {
                Send(due is TrackCommand.ProposeSpawn ? "spawn gate opened" : "spawn approved", due);
                continue;
            }

            TrackEvent.AttemptStarted ending = track.NextRunning() ?? throw new InvalidOperationException("Nothing runs, and the track is not done.");
            var usage = new TokenUsage(1_000, 100, 0, 1);
            Send("model answered", new TrackCommand.RecordModelAnswer(new TrackEvent.ModelAnswered(ending.TicketId, ending.Attempt, 0, Tier.Worker, Model, usage, false, "[]", "")));
            Send("ticket completed", new TrackCommand.EndAttempt(ending.TicketId, ending.Attempt, new TicketOutcome.Completed("Done."), StopsRun: null));
            completed++;
        }

        TicketDefinition edited = tickets[^1] with { Description = "Something else is asked for now." };
        Send("one ticket edited in the file", new TrackCommand.Define(header, tickets.SetItem(tickets.Length - 1, edited)));
        Send("run paused", new TrackCommand.PauseRun(PauseCause.Person));
        Send("run resumed", new TrackCommand.ResumeRun());
        return sizes.ToDictionary(entry => entry.Key, entry => Statistics.Median(entry.Value));

        void Send(string kind, TrackCommand command)
        {
            TrackState before = track.State;
            Decision decision = track.Send(command);
            if (!decision.Events.IsEmpty)
            {
                JournalEntry[] entries = [.. decision.Events.Select(happened => new JournalEntry(1, header.TrackId, DateTimeOffset.UnixEpoch, happened))];
                TrackChanged changed = TrackMapping.ToChanged(new TrackMoved(header.TrackId, before, decision.State, entries, WorkspaceCap: 8), Model);
                if (!sizes.TryGetValue(kind, out List<double>? list))
                {
                    sizes.Add(kind, list = []);
                }

                list.Add(JsonSerializer.SerializeToUtf8Bytes(changed, WireJson.Options).Length);
            }
        }
    }
}
