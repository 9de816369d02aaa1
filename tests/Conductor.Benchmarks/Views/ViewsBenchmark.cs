namespace Conductor.Benchmarks.Views;

/// <summary>Curated views: how fast, how small, how whole, and how well they choose; against a bare parse and against repomix, in one run.</summary>
internal static class ViewsBenchmark
{
    /// <summary>Runs it.</summary>
    /// <exception cref="InvalidOperationException">There is no sidecar that was compiled ahead of time, or no C#.</exception>
    public static async Task<BenchmarkResult> RunAsync(BenchmarkOptions options, CancellationToken cancellationToken)
    {
        CSharpCorpus corpus = CSharpCorpus.Read(options);
        List<Figure> figures = [.. Said("speed", SkeletonSpeed.Measure(corpus, options, cancellationToken))];
        List<string> notes = [];
        if (Repomix.Version is { } version)
        {
            figures.AddRange(Said($"repomix {version}", await RepomixComparison.MeasureAsync(corpus, options, cancellationToken)));
        }
        else
        {
            notes.Add("repomix: not compared, because it could not be installed; npm run bench says why above its table.");
        }

        figures.AddRange(Said("first view", await FirstView.MeasureAsync(options, cancellationToken)));
        figures.AddRange(Said("ticket", await TicketContext.MeasureAsync(corpus, options, cancellationToken)));
        figures.AddRange(Said("edit", EditedFile.Measure(options, cancellationToken)));
        figures.AddRange(Said("memory", await IndexMemory.MeasureAsync(corpus, cancellationToken)));
        (IReadOnlyList<Figure> replayed, string? note) = await HistoryReplay.MeasureAsync(options, cancellationToken);
        figures.AddRange(Said("history", replayed));
        notes.AddRange(note is null ? [] : [note]);
        return new BenchmarkResult(
            "views",
            $"{corpus.Files.Count} C# files ({corpus.Megabytes:F2} MB) of {options.Sources ?? "this repository"}. Speeds without exact token counts, all else with them; what is compared is measured in turn, medians.",
            figures)
        {
            Notes = notes,
        };
    }

    private static IReadOnlyList<Figure> Said(string what, IReadOnlyList<Figure> figures)
    {
        Console.Error.WriteLine($"views: {what} measured");
        return [.. figures.Select(figure => figure with { Name = $"{what}: {figure.Name}" })];
    }
}
