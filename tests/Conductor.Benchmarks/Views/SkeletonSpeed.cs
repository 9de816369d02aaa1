using System.Diagnostics;
using Conductor.Views;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Conductor.Benchmarks.Views;

/// <summary>
/// Skeletons of all files against a bare Roslyn parse of the same files with the same options. Both are timed file by file in turn, the other one first each
/// time, so that whatever else the machine does meets both alike.
/// </summary>
internal static class SkeletonSpeed
{
    private const int WarmUps = 4;

    private static int _views;

    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.Preview, Microsoft.CodeAnalysis.DocumentationMode.None);

    /// <summary>Megabytes of source that skeletons are made of in a second on one thread, in the best round.</summary>
    public static double MegabytesPerSecond(CSharpCorpus corpus, int rounds)
    {
        double best = double.MaxValue;
        for (int round = 0; round < rounds; round++)
        {
            Statistics.Settle();
            best = Math.Min(best, Statistics.Milliseconds(() =>
            {
                foreach ((string Path, string Text) file in corpus.Files)
                {
                    View(file);
                }
            }));
        }

        return corpus.Megabytes / best * 1_000;
    }

    /// <summary>Measures both on one thread and on two.</summary>
    public static IReadOnlyList<Figure> Measure(CSharpCorpus corpus, BenchmarkOptions options, CancellationToken cancellationToken)
    {
        List<(double Parse, double View)> one = Rounds(options.Repeat(25, 7), round => InTurn(corpus, round), cancellationToken);
        List<(double Parse, double View)> two = Rounds(options.Repeat(15, 5), round => OnTwoThreads(corpus, round), cancellationToken);
        double megabytes = corpus.Megabytes * 1_000;
        return
        [
            new Figure("bare parse, one thread", megabytes / Statistics.Median(one.Select(round => round.Parse)), "MB/s"),
            new Figure("skeleton, one thread", megabytes / Statistics.Median(one.Select(round => round.View)), "MB/s"),
            new Figure("speed of the skeleton to the bare parse, one thread", Ratio(one), "x", Target.AtLeast(0.92)),
            new Figure("the same, best round of each", one.Min(round => round.Parse) / one.Min(round => round.View), "x"),
            new Figure("speed of the skeleton to the bare parse, two threads", Ratio(two), "x", Target.AtLeast(0.92)),
            new Figure("skeleton, two threads to one", Statistics.Median(one.Select(round => round.View)) / Statistics.Median(two.Select(round => round.View)), "x"),
            new Figure("bare parse, two threads to one", Statistics.Median(one.Select(round => round.Parse)) / Statistics.Median(two.Select(round => round.Parse)), "x"),
        ];
    }

    private static double Ratio(List<(double Parse, double View)> rounds) => Statistics.Median(rounds.Select(round => round.Parse / round.View));

    private static List<(double Parse, double View)> Rounds(int count, Func<int, (double Parse, double View)> measure, CancellationToken cancellationToken)
    {
        List<(double Parse, double View)> rounds = [];
        for (int round = 0; round < count + WarmUps; round++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Statistics.Settle();
            (double Parse, double View) times = measure(round);
            if (round >= WarmUps)
            {
                rounds.Add(times);
            }
        }

        return rounds;
    }

    private static (double Parse, double View) InTurn(CSharpCorpus corpus, int round)
    {
        long parsing = 0;
        long viewing = 0;
        for (int index = 0; index < corpus.Files.Count; index++)
        {
            (string Path, string Text) file = corpus.Files[index];
            if ((round + index) % 2 == 0)
            {
                parsing += Ticks(Parse, file);
                viewing += Ticks(View, file);
            }
            else
            {
                viewing += Ticks(View, file);
                parsing += Ticks(Parse, file);
            }
        }

        return (parsing * 1_000.0 / Stopwatch.Frequency, viewing * 1_000.0 / Stopwatch.Frequency);
    }

    private static (double Parse, double View) OnTwoThreads(CSharpCorpus corpus, int round)
    {
        if (round % 2 == 0)
        {
            double parsing = OnTwoThreads(Parse, corpus);
            Statistics.Settle();
            return (parsing, OnTwoThreads(View, corpus));
        }

        double viewing = OnTwoThreads(View, corpus);
        Statistics.Settle();
        return (OnTwoThreads(Parse, corpus), viewing);
    }

    private static double OnTwoThreads(Action<(string Path, string Text)> work, CSharpCorpus corpus)
    {
        int next = -1;
        void Work()
        {
            for (int index = Interlocked.Increment(ref next); index < corpus.Files.Count; index = Interlocked.Increment(ref next))
            {
                work(corpus.Files[index]);
            }
        }

        return Statistics.Milliseconds(() =>
        {
            var other = new Thread(Work);
            other.Start();
            Work();
            other.Join();
        });
    }

    private static long Ticks(Action<(string Path, string Text)> work, (string Path, string Text) file)
    {
        long start = Stopwatch.GetTimestamp();
        work(file);
        return Stopwatch.GetTimestamp() - start;
    }

    private static void Parse((string Path, string Text) file) =>
        GC.KeepAlive(CSharpSyntaxTree.ParseText(SourceText.From(file.Text), ParseOptions, file.Path).GetRoot());

    // A path of its own each time: what was parsed before under the same one would be found again.
    private static void View((string Path, string Text) file) =>
        GC.KeepAlive(ViewBuilder.Build(new ViewRequest($"{Interlocked.Increment(ref _views)}/{file.Path}", file.Text, ViewLevel.Skeleton), CheapCounter.Instance));
}
