using System.Collections.Immutable;
using System.Diagnostics;
using Conductor.Core.Approvals;
using Conductor.Core.Engine;
using Conductor.Core.Landing;
using Conductor.Core.Tickets;
using Conductor.Server.TrackFiles;

namespace Conductor.Benchmarks;

/// <summary>What a track's size costs: reading and checking its file, taking over its definition, and deciding one completion.</summary>
internal static class GraphBenchmark
{
    private static readonly int[] Sizes = [1_000, 10_000, 100_000];
    private const int FewWaiting = 100;
    private const int ManyWaiting = 1_000;
    private static readonly TrackHeader Header = new("bench.track.json", "Random");

    /// <summary>Runs it.</summary>
    public static Task<BenchmarkResult> RunAsync(BenchmarkOptions options, CancellationToken cancellationToken)
    {
        var figures = new List<Figure>();
        var totals = new List<double>();
        foreach (int size in Sizes)
        {
            cancellationToken.ThrowIfCancellationRequested();
            (double read, double define) = Load(size, options.Repeat(5, 3));
            bool isLargest = size == Sizes[^1];
            totals.Add(read + define);
            figures.Add(new Figure($"{size:N0} tickets: read and check the file", read, "ms"));
            figures.Add(new Figure($"{size:N0} tickets: take over the definition", define, "ms"));
            figures.Add(new Figure($"{size:N0} tickets: load in all", read + define, "ms", isLargest ? Target.AtMost(2_000) : null));
        }

        figures.Add(new Figure("growth of a load from 10k to 100k (10 is linear)", totals[2] / totals[1], "x"));
        double[] completions = Completions(options, cancellationToken);
        figures.AddRange(Sizes.Zip(completions, (size, time) =>
            new Figure($"{size:N0} tickets: one completion decided", time, "µs", Target.AtMost(1_000))));
        (double scoped, double unscoped) = Scoped(options);
        figures.Add(new Figure("1,000 tickets with write scopes: one completion decided", scoped, "µs", Target.AtMost(1_000)));
        figures.Add(new Figure("the same against tickets without scopes, in turn", scoped / unscoped, "x"));
        (double few, double many) = WhileOthersWaitToLand(options);
        figures.Add(new Figure($"the same while the work of {FewWaiting:N0} tickets waits to land: one more submitted", few, "µs"));
        figures.Add(new Figure($"the same while the work of {ManyWaiting:N0} does", many, "µs"));
        figures.Add(new Figure("growth of that from 100 to 1,000 (10 is linear)", many / few, "x"));
        figures.Add(new Figure("growth of a completion from 1k to 100k", completions[2] / completions[0], "x", Target.AtMost(2)));
        return Task.FromResult(new BenchmarkResult(
            "graph",
            $"Random acyclic tracks, {RandomTrack.EdgesPerTicket} dependencies a ticket: reading and checking the file, the engine taking it over (checked again), "
            + "and the decision that ends one of 8 running attempts and starts what it frees. Medians.",
            figures));
    }

    private static (double Read, double Define) Load(int size, int repetitions)
    {
        byte[] file = RandomTrack.ToFile(RandomTrack.Create(size, seed: 1));
        var read = new List<double>();
        var define = new List<double>();
        for (int repetition = 0; repetition < repetitions; repetition++)
        {
            Statistics.Settle();
            TrackFileReading? reading = null;
            read.Add(Statistics.Milliseconds(() => reading = TrackFileReader.Read(file.AsSpan())));
            ImmutableArray<TicketDefinition> tickets = reading is { IsSound: true, Tickets: var found } ? found
                : throw new InvalidOperationException("The random track's file was refused.");
            var track = new InMemoryTrack(TrackState.Empty, workers: 8);
            define.Add(Statistics.Milliseconds(() => track.Send(new TrackCommand.Define(Header, tickets))));
        }

        return (Statistics.Median(read), Statistics.Median(define));
    }

    /// <summary>
    /// Median microseconds by size, in rounds over all sizes, the first round being warm-up. Dependencies reach 200 tickets back, so that a
    /// ticket frees about as many dependants in every size and only the size differs.
    /// </summary>
    private static double[] Completions(BenchmarkOptions options, CancellationToken cancellationToken)
    {
        TrackState[] loaded = [.. Sizes.Select(size => Loaded(RandomTrack.Create(size, seed: 2, reach: 200, free: 50)))];
        List<double>[] times = [.. Sizes.Select(_ => new List<double>())];
        for (int round = 0; round <= options.Repeat(10, 3); round++)
        {
            for (int index = 0; index < Sizes.Length; index++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                List<double> taken = CompleteSome(loaded[index], Sizes[0] - 100);
                if (round > 0)
                {
                    times[index].AddRange(taken);
                }
            }
        }

        return [.. times.Select(Statistics.Median)];
    }

    /// <summary>Median microseconds at 1,000 tickets whose scopes often meet, and of the same track without scopes.</summary>
    private static (double Scoped, double Unscoped) Scoped(BenchmarkOptions options)
    {
        ImmutableArray<TicketDefinition> plain = RandomTrack.Create(Sizes[0], seed: 2, reach: 200, free: 50);
        var random = new Random(5);
        ImmutableArray<TicketDefinition> scoped = [.. plain.Select(ticket => ticket with { Writes = [$"src/part-{random.Next(40)}/**", $"tests/part-{random.Next(40)}/*.cs"] })];
        var times = (Scoped: new List<double>(), Unscoped: new List<double>());
        for (int round = 0; round <= options.Repeat(10, 3); round++)
        {
            List<double> with = CompleteSome(Loaded(scoped), Sizes[0] - 100);
            List<double> without = CompleteSome(Loaded(plain), Sizes[0] - 100);
            if (round > 0)
            {
                times.Scoped.AddRange(with);
                times.Unscoped.AddRange(without);
            }
        }

        return (Statistics.Median(times.Scoped), Statistics.Median(times.Unscoped));
    }

    /// <summary>Median microseconds of a decision that hands in work, while that of so many other tickets waits for a person; each says what it writes, and none meets another.</summary>
    private static (double Few, double Many) WhileOthersWaitToLand(BenchmarkOptions options)
    {
        ImmutableArray<TicketDefinition> tickets =
        [
            .. RandomTrack.Create(ManyWaiting + 100, seed: 2, reach: 200, free: ManyWaiting + 100).Select((ticket, index) => ticket with { Writes = [$"src/part-{index}/**", $"tests/part-{index}/*.cs"] }),
        ];
        var track = new InMemoryTrack(Loaded(tickets), workers: 8);
        track.Send(new TrackCommand.RecordIntegration(new IntegrationBranch("conductor/bench", "base", null, "base")));
        track.Send(new TrackCommand.StartRun(new RunOptions { AutoQueue = true, MaxParallel = 8, Model = "script:none", Isolation = Isolation.Worktree }));
        List<double> few = SubmitSome(track, FewWaiting, options.Repeat(60, 10));
        List<double> many = SubmitSome(track, ManyWaiting, options.Repeat(60, 10));
        return (Statistics.Median(few), Statistics.Median(many));
    }

    /// <summary>Until so many wait, and then some more, which are measured.</summary>
    private static List<double> SubmitSome(InMemoryTrack track, int waiting, int measured)
    {
        var times = new List<double>(measured);
        while (times.Count < measured)
        {
            if (track.NextDue() is { } due)
            {
                if (due is not TrackCommand.Decide { ApprovalId: var id } || track.State.OpenApprovals[id] is not ApprovalRequest.Landing)
                {
                    track.Send(due);
                }

                continue;
            }

            TrackEvent.AttemptStarted started = track.NextRunning() ?? throw new InvalidOperationException("Nothing runs, and the track is not done.");
            track.Send(new TrackCommand.RecordWorkingTree(started.TicketId, started.Attempt, new WorkingTree($".conductor/trees/{started.TicketId}", $"conductor/{started.TicketId}", "base")));
            var command = new TrackCommand.SubmitWork(started.TicketId, started.Attempt, new SubmittedWork("Done.", "commit"));
            DecisionContext context = track.Context();
            long start = Stopwatch.GetTimestamp();
            Decision decision = TrackDecider.Decide(track.State, command, context);
            if (track.State.OpenApprovals.Count >= waiting)
            {
                times.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
            }

            track.Take(decision);
        }

        return times;
    }

    private static TrackState Loaded(ImmutableArray<TicketDefinition> tickets)
    {
        var track = new InMemoryTrack(TrackState.Empty, workers: 8);
        track.Send(new TrackCommand.Define(Header, tickets));
        return track.State;
    }

    private static List<double> CompleteSome(TrackState loaded, int count)
    {
        var track = new InMemoryTrack(loaded, workers: 8);
        track.Send(new TrackCommand.StartRun(new RunOptions { AutoQueue = true, MaxParallel = 8, Model = "script:none" }));
        var times = new List<double>(count);
        while (times.Count < count)
        {
            if (track.NextDue() is { } due)
            {
                track.Send(due);
                continue;
            }

            TrackEvent.AttemptStarted ending = track.NextRunning() ?? throw new InvalidOperationException("Nothing runs, and the track is not done.");
            var command = new TrackCommand.EndAttempt(ending.TicketId, ending.Attempt, new TicketOutcome.Completed("Done."), StopsRun: null);
            DecisionContext context = track.Context();
            long start = Stopwatch.GetTimestamp();
            Decision decision = TrackDecider.Decide(track.State, command, context);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
            track.Take(decision);
        }

        return times;
    }
}
