using System.Diagnostics;
using Conductor.Views;
using Conductor.Views.Tests.CSharp;

namespace Conductor.Benchmarks.Views;

/// <summary>Skeletons against <c>repomix --compress</c>: of the same files and of one file alone, their tokens, and which declarations are in them.</summary>
internal static class RepomixComparison
{
    /// <summary>Measures both.</summary>
    public static async Task<IReadOnlyList<Figure>> MeasureAsync(CSharpCorpus corpus, BenchmarkOptions options, CancellationToken cancellationToken)
    {
        string[] paths = [.. corpus.Files.Select(file => Path.Combine(corpus.Root, file.Path))];
        (double milliseconds, IReadOnlyDictionary<string, string> theirs) = await Repomix.CompressAsync(paths, options.Repeat(3, 1), cancellationToken);
        double theirSpeed = corpus.Megabytes / milliseconds * 1_000;
        double ourSpeed = SkeletonSpeed.MegabytesPerSecond(corpus, options.Repeat(10, 3));
        (double theirProcess, double ourProcess) = await OneFileAsync(options, cancellationToken);
        var (ourText, theirText) = (new Contents(), new Contents());
        foreach (((string path, string text), string full) in corpus.Files.Zip(paths))
        {
            ourText.Add(text, ViewBuilder.Build(new ViewRequest(path, text, ViewLevel.Skeleton), CheapCounter.Instance).Text);
            theirText.Add(text, theirs[full]);
        }

        return
        [
            new Figure("repomix --compress, its compress stage", theirSpeed, "MB/s"),
            new Figure("skeleton, the same files", ourSpeed, "MB/s"),
            new Figure("speed of the skeleton to the compress stage of repomix", ourSpeed / theirSpeed, "x", Target.AtLeast(8)),
            new Figure("repomix --compress of one file, whole process", theirProcess, "ms"),
            new Figure("conductor view of that file, whole process", ourProcess, "ms"),
            new Figure("whole process of repomix to that of conductor view", theirProcess / ourProcess, "x", Target.AtLeast(10)),
            new Figure("tokens of repomix, of the files' own", theirText.TokenShare * 100, "%"),
            new Figure("tokens of skeletons, of the files' own", ourText.TokenShare * 100, "%"),
            new Figure("tokens of skeletons to those of repomix", ourText.TokenShare / theirText.TokenShare, "x", Target.AtMost(1)),
            new Figure("declarations with their whole signature, repomix", theirText.Recall * 100, "%"),
            new Figure("declarations with their whole signature, skeletons", ourText.Recall * 100, "%", Target.AtLeast(100)),
        ];
    }

    private static async Task<(double Theirs, double Ours)> OneFileAsync(BenchmarkOptions options, CancellationToken cancellationToken)
    {
        string folder = RepositoryFolders.NewTemporary();
        try
        {
            string file = Path.Combine(folder, "Large.cs");
            await File.WriteAllTextAsync(file, CSharpCorpus.LargeFile.Text, cancellationToken);
            List<double> theirs = [];
            List<double> ours = [];
            for (int repetition = 0; repetition < options.Repeat(8, 3); repetition++)
            {
                theirs.Add(await Repomix.PackAsync(folder, cancellationToken));
                ours.Add(await ViewAsync(file, cancellationToken));
            }

            return (Statistics.Median(theirs), Statistics.Median(ours));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<double> ViewAsync(string file, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        var order = new ProcessStartInfo(SidecarUnderTest.ReadyToRun, ["view", "--level", "skeleton", file]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(order) ?? throw new InvalidOperationException("conductor could not be started.");
        string output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        double taken = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        return process.ExitCode == 0 && output.Length > 0 ? taken : throw new InvalidOperationException($"conductor view ended with {process.ExitCode}.");
    }

    /// <summary>What is in views of many files.</summary>
    private sealed class Contents
    {
        private long _tokens;
        private long _fullTokens;
        private int _declarations;
        private int _found;

        /// <summary>Of all tokens of the files.</summary>
        public double TokenShare => (double)_tokens / _fullTokens;

        /// <summary>Of all declarations but values of enumerations.</summary>
        public double Recall => (double)_found / _declarations;

        public void Add(string text, string view)
        {
            _tokens += O200kTokenCounter.Shared.Count(view);
            _fullTokens += O200kTokenCounter.Shared.Count(text);
            string squeezed = DeclaredSignatures.Squeezed(view);
            var signatures = DeclaredSignatures.Declarations(DeclaredSignatures.Parse(text, [])).Select(DeclaredSignatures.Signature).CountBy(signature => signature);
            foreach ((string signature, int times) in signatures)
            {
                _declarations += times;
                _found += Math.Min(times, DeclaredSignatures.Times(squeezed, signature));
            }
        }
    }
}
