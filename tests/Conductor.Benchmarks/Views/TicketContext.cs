using System.Diagnostics;
using Conductor.Views;
using Conductor.Workers.Outlines;
using Conductor.Workers.Projects;
using Conductor.Workers.Prompts;
using Conductor.Workers.Workspaces;

namespace Conductor.Benchmarks.Views;

/// <summary>What it takes to read and view the five files of a ticket's context, one curated and four skeletons, with exact tokens.</summary>
internal static class TicketContext
{
    private const int FilesPerTicket = 5;
    private const int WarmUps = 300;

    /// <summary>Measures tickets of files chosen by chance: of some files while the process warms up, of the others when it is measured.</summary>
    public static async Task<IReadOnlyList<Figure>> MeasureAsync(CSharpCorpus corpus, BenchmarkOptions options, CancellationToken cancellationToken)
    {
        var random = new Random(5);
        var root = WorkspaceRoot.Open(corpus.Root);
        string[] paths = [.. corpus.Files.Select(file => file.Path)];
        random.Shuffle(paths);
        string[] warming = paths[..(paths.Length / 2)];
        string[] measured = paths[(paths.Length / 2)..];
        for (int ticket = 0; ticket < options.Repeat(WarmUps, WarmUps / 2); ticket++)
        {
            await ViewAsync(root, random.GetItems(warming, FilesPerTicket), cancellationToken);
        }

        Statistics.Settle();
        List<double> times = [];
        for (int ticket = 0; ticket < options.Repeat(400, 100); ticket++)
        {
            string[] files = random.GetItems(measured, FilesPerTicket);
            long start = Stopwatch.GetTimestamp();
            await ViewAsync(root, files, cancellationToken);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        return
        [
            new Figure("five files of a ticket, p50", Statistics.Percentile(times, 0.5), "ms", Target.AtMost(5)),
            new Figure("five files of a ticket, p99", Statistics.Percentile(times, 0.99), "ms", Target.AtMost(40)),
        ];
    }

    private static async Task ViewAsync(WorkspaceRoot root, string[] paths, CancellationToken cancellationToken)
    {
        var files = await ContextFiles.ReadAsync(root, paths, NoOutlines.Instance, CodeLook.None, cancellationToken);
        string wishes = $"{Path.GetFileNameWithoutExtension(paths[0])} refuses an empty name with a message that says what to do, as {Path.GetFileNameWithoutExtension(paths[^1])} does.";
        List<ViewRequest> requests =
        [
            .. files.Select((file, index) => new ViewRequest(
                file.Path,
                file.Text ?? throw new InvalidOperationException($"{file.Path}: {file.Error}"),
                index == 0 ? ViewLevel.Curated : ViewLevel.Skeleton,
                index == 0 ? PromptComposer.FirstFileTokens : PromptComposer.OtherFileTokens) { Wishes = wishes }),
        ];
        GC.KeepAlive(ContextFit.Build(requests, PromptComposer.ContextTokens, O200kTokenCounter.Shared));
    }
}
