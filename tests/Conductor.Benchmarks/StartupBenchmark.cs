using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Conductor.Benchmarks;

/// <summary>From starting the sidecar until its answer to initialize, against a hello world until its line.</summary>
internal static class StartupBenchmark
{
    private const int WarmUps = 2;

    /// <summary>
    /// Runs it for each way the sidecar is published in; the one users get, against a hello world published alike, has the target. The ratio
    /// to the hello world of a new console project stands beside it.
    /// </summary>
    /// <exception cref="InvalidOperationException">There is no sidecar.</exception>
    public static async Task<BenchmarkResult> RunAsync(BenchmarkOptions options, CancellationToken cancellationToken)
    {
        string executable = OperatingSystem.IsWindows() ? "conductor.exe" : "conductor";
        (PublishMode Mode, string Path)[] sidecars =
        [
            .. new[]
            {
                (PublishMode.SelfContained, Path.Combine(RepositoryFolders.Root, ".cache", "release", RuntimeInformation.RuntimeIdentifier, "publish", "server", executable)),
                (PublishMode.FrameworkDependent, Path.Combine(RepositoryFolders.Root, "extension", "dist", "server", executable)),
            }.Where(sidecar => File.Exists(sidecar.Item2)),
        ];
        if (sidecars.Length == 0)
        {
            throw new InvalidOperationException("There is no sidecar to start. Run npm run package (what users get) or npm run build first.");
        }

        string plain = await HelloWorld.PublishAsync(PublishMode.Plain, cancellationToken);
        var figures = new List<Figure>();
        foreach ((PublishMode mode, string sidecar) in sidecars)
        {
            string alike = await HelloWorld.PublishAsync(mode, cancellationToken);
            Times times = await CompareAsync(plain, alike, sidecar, options.Repeat(20, 10), cancellationToken);
            string name = mode == PublishMode.SelfContained ? "self-contained, compiled ahead" : "framework-dependent";
            figures.Add(new Figure($"{name}: hello world, plain", times.Plain, "ms"));
            figures.Add(new Figure($"{name}: hello world, published alike", times.Alike, "ms"));
            figures.Add(new Figure($"{name}: sidecar", times.Sidecar, "ms"));
            figures.Add(new Figure($"{name}: sidecar to plain", times.Sidecar / times.Plain, "x"));
            figures.Add(new Figure($"{name}: sidecar to published alike", times.Sidecar / times.Alike, "x", mode == sidecars[0].Mode ? Target.AtMost(3) : null));
        }

        return new BenchmarkResult(
            "startup",
            "Spawn until the answer to initialize, against spawn until the line of a .NET hello world, once as a new console project has it and once published alike with the same runtime settings; in turn, medians.",
            figures);
    }

    private static async Task<Times> CompareAsync(string plain, string alike, string sidecar, int repetitions, CancellationToken cancellationToken)
    {
        string workspace = RepositoryFolders.NewTemporary();
        try
        {
            var measured = new List<Times>();
            for (int repetition = 0; repetition < repetitions + WarmUps; repetition++)
            {
                var times = new Times(
                    await HelloAsync(plain, cancellationToken), await HelloAsync(alike, cancellationToken), await SidecarAsync(sidecar, workspace, cancellationToken));
                if (repetition >= WarmUps)
                {
                    measured.Add(times);
                }
            }

            return new Times(
                Statistics.Median([.. measured.Select(times => times.Plain)]),
                Statistics.Median([.. measured.Select(times => times.Alike)]),
                Statistics.Median([.. measured.Select(times => times.Sidecar)]));
        }
        finally
        {
            Directory.Delete(workspace, recursive: true);
        }
    }

    private static async Task<double> HelloAsync(string program, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        using Process process = Start(program);
        string? line = await process.StandardOutput.ReadLineAsync(cancellationToken);
        double taken = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        await process.WaitForExitAsync(cancellationToken);
        return line is { Length: > 0 } ? taken : throw new InvalidOperationException("The hello world said nothing.");
    }

    private static async Task<double> SidecarAsync(string program, string workspace, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        using Process process = Start(program, "serve", "--stdio");
        Stream input = process.StandardInput.BaseStream;
        string root = new Uri(workspace).AbsoluteUri;
        string request = $$$"""{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"processId":{{{Environment.ProcessId}}},"rootUri":"{{{root}}}","capabilities":{},"initializationOptions":{"trusted":true} } }""";
        await input.WriteAsync(Frame(request), cancellationToken);
        await input.FlushAsync(cancellationToken);
        string answer = await ReadMessageAsync(process.StandardOutput.BaseStream, cancellationToken);
        double taken = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        process.StandardInput.Close();
        await process.WaitForExitAsync(cancellationToken);
        return answer.Contains("capabilities", StringComparison.Ordinal) ? taken : throw new InvalidOperationException($"The sidecar answered: {answer}");
    }

    private static Process Start(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true };
        // A program built against the installed .NET does not find it by itself where it is not in the system's usual place.
        start.Environment["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        return Process.Start(start) ?? throw new InvalidOperationException($"{program} could not be started.");
    }

    private static byte[] Frame(string content) =>
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"Content-Length: {Encoding.UTF8.GetByteCount(content)}\r\n\r\n{content}"));

    private static async Task<string> ReadMessageAsync(Stream output, CancellationToken cancellationToken)
    {
        int length = 0;
        while (await ReadHeaderLineAsync(output, cancellationToken) is { Length: > 0 } line)
        {
            const string Name = "Content-Length:";
            if (line.StartsWith(Name, StringComparison.OrdinalIgnoreCase))
            {
                length = int.Parse(line[Name.Length..], CultureInfo.InvariantCulture);
            }
        }

        byte[] content = new byte[length];
        await output.ReadExactlyAsync(content, cancellationToken);
        return Encoding.UTF8.GetString(content);
    }

    private static async Task<string> ReadHeaderLineAsync(Stream output, CancellationToken cancellationToken)
    {
        var line = new StringBuilder();
        byte[] one = new byte[1];
        while (await output.ReadAsync(one, cancellationToken) == 1 && one[0] != '\n')
        {
            line.Append((char)one[0]);
        }

        return line.ToString().TrimEnd('\r');
    }

    /// <summary>Milliseconds from spawn.</summary>
    private sealed record Times(double Plain, double Alike, double Sidecar);
}
