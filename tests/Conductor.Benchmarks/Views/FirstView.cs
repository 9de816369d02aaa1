using System.Diagnostics;
using System.Text.Json;

namespace Conductor.Benchmarks.Views;

/// <summary>From starting a sidecar until its first view of a large file, against a program that starts and parses that file; in turn, medians.</summary>
internal static class FirstView
{
    private const int WarmUps = 2;

    /// <summary>Measures with the sidecar that users get.</summary>
    public static async Task<IReadOnlyList<Figure>> MeasureAsync(BenchmarkOptions options, CancellationToken cancellationToken)
    {
        (string path, string text) = CSharpCorpus.LargeFile;
        string parser = await BareParser.PublishAsync(cancellationToken);
        string workspace = RepositoryFolders.NewTemporary();
        try
        {
            await File.WriteAllTextAsync(Path.Combine(workspace, "Large.cs"), text, cancellationToken);
            List<Times> measured = [];
            for (int repetition = 0; repetition < options.Repeat(15, 5) + WarmUps; repetition++)
            {
                double bare = await BareAsync(parser, path, cancellationToken);
                (double initialized, _, double viewed) = await SidecarAsync(workspace, listsFirst: false, cancellationToken);
                (_, double listed, double viewedThen) = await SidecarAsync(workspace, listsFirst: true, cancellationToken);
                if (repetition >= WarmUps)
                {
                    measured.Add(new Times(bare, initialized, viewed, viewedThen - listed));
                }
            }

            double kilobytes = text.Length / 1_000.0;
            return
            [
                new Figure($"process that parses {kilobytes:F0} KB and nothing else", Statistics.Median(measured.Select(times => times.Bare)), "ms"),
                new Figure("fresh sidecar: answer to initialize", Statistics.Median(measured.Select(times => times.Initialized)), "ms"),
                new Figure("fresh sidecar: first view of that file", Statistics.Median(measured.Select(times => times.Viewed)), "ms"),
                new Figure("first view, from the start of the sidecar, over the process that only parses", Statistics.Median(measured.Select(times => times.Viewed - times.Bare)), "ms", Target.AtMost(60)),
                new Figure("first view, asked of a sidecar that has listed its tracks", Statistics.Median(measured.Select(times => times.Asked)), "ms"),
                new Figure("the same over the process that only parses", Statistics.Median(measured.Select(times => times.Asked - times.Bare)), "ms", Target.AtMost(60)),
            ];
        }
        finally
        {
            Directory.Delete(workspace, recursive: true);
        }
    }

    private static async Task<double> BareAsync(string parser, string path, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        using Process process = SidecarUnderTest.Start(parser, path);
        string output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        double taken = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        return process.ExitCode == 0 && output.Length > 0 ? taken : throw new InvalidOperationException($"The program that only parses ended with {process.ExitCode}.");
    }

    /// <param name="listsFirst">As every editor does before it shows a view.</param>
    private static async Task<(double Initialized, double Ready, double Viewed)> SidecarAsync(string workspace, bool listsFirst, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        await using SidecarUnderTest sidecar = await SidecarUnderTest.StartAsync(SidecarUnderTest.ReadyToRun, workspace, cancellationToken);
        double initialized = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        if (listsFirst)
        {
            await sidecar.AskAsync("conductor/track/list", "{}", cancellationToken);
        }

        double ready = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        string answer = await sidecar.AskAsync("conductor/view/get", """{"path":"Large.cs","level":"skeleton"}""", cancellationToken);
        double viewed = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        using JsonDocument message = JsonDocument.Parse(answer);
        return message.RootElement.TryGetProperty("result", out JsonElement result) && result.GetProperty("elidedBodies").GetInt32() > 0
            ? (initialized, ready, viewed)
            : throw new InvalidOperationException($"The sidecar gave no skeleton: {answer}");
    }

    /// <summary>Milliseconds from the start of the process.</summary>
    /// <param name="Asked">From the request, of a sidecar that has listed its tracks.</param>
    private sealed record Times(double Bare, double Initialized, double Viewed, double Asked);
}
