using System.Text;
using Conductor.Views;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Conductor.Benchmarks;

/// <summary>Skeletons of a C# tree against a bare Roslyn parse of the same files with the same options.</summary>
internal static class ViewsBenchmark
{
    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.Preview, DocumentationMode.None);

    /// <summary>Runs it.</summary>
    public static Task<BenchmarkResult> RunAsync(BenchmarkOptions options, CancellationToken cancellationToken)
    {
        IReadOnlyList<(string Path, string Text)> files = CSharpCorpus.Read();
        double megabytes = files.Sum(file => (double)Encoding.UTF8.GetByteCount(file.Text)) / 1e6;
        var counter = new CheapCounter();
        var parse = new List<double>();
        var skeleton = new List<double>();
        for (int round = 0; round <= options.Repeat(15, 5); round++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Statistics.Settle();
            double parsing = Statistics.Milliseconds(() => Parse(files));
            Statistics.Settle();
            double viewing = Statistics.Milliseconds(() => View(files, counter));
            if (round > 0)
            {
                parse.Add(parsing);
                skeleton.Add(viewing);
            }
        }

        double ratio = Statistics.Median(parse.Zip(skeleton, (parsing, viewing) => parsing / viewing));
        return Task.FromResult(new BenchmarkResult(
            "views",
            $"{files.Count} C# files of this repository ({megabytes:F2} MB) on one thread, tokens counted by length; skeleton and bare parse in turn, medians.",
            [
                new Figure("bare parse", megabytes / Statistics.Median(parse) * 1_000, "MB/s"),
                new Figure("skeleton", megabytes / Statistics.Median(skeleton) * 1_000, "MB/s"),
                new Figure("speed of the skeleton to the bare parse", ratio, "x", Target.AtLeast(0.92)),
            ]));
    }

    private static void Parse(IReadOnlyList<(string Path, string Text)> files)
    {
        foreach ((string path, string text) in files)
        {
            SyntaxNode root = CSharpSyntaxTree.ParseText(SourceText.From(text), ParseOptions, path).GetRoot();
            GC.KeepAlive(root);
        }
    }

    private static void View(IReadOnlyList<(string Path, string Text)> files, ITokenCounter counter)
    {
        foreach ((string path, string text) in files)
        {
            GC.KeepAlive(ViewBuilder.Build(new ViewRequest(path, text, ViewLevel.Skeleton), counter));
        }
    }

    private sealed class CheapCounter : ITokenCounter
    {
        public int Count(string text) => (text.Length + 3) / 4;
    }
}
