using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Conductor.Benchmarks;

/// <summary>Collects results; prints them as a table and writes them as JSON.</summary>
internal sealed class Report(BenchmarkOptions options)
{
    private static readonly JsonSerializerOptions Readable = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private readonly List<BenchmarkResult> _results = [];
    private readonly string? _loadBefore = LoadAverage();

    /// <summary>Adds a result.</summary>
    public void Add(BenchmarkResult result) => _results.Add(result);

    /// <summary>Prints a table for people.</summary>
    public void Print(TextWriter output)
    {
        foreach (BenchmarkResult result in _results)
        {
            output.WriteLine();
            output.WriteLine(result.Name);
            output.WriteLine($"  {result.Method}");
            foreach (Figure figure in result.Figures)
            {
                output.WriteLine($"  {figure.Name,-66} {Format(figure.Value),10} {figure.Unit,-5} {Verdict(figure)}".TrimEnd());
            }

            foreach (string note in result.Notes)
            {
                output.WriteLine($"  {note}");
            }
        }

        output.WriteLine();
        output.WriteLine($"{Environment.ProcessorCount} processors, load average {_loadBefore ?? "unknown"} before and {LoadAverage() ?? "unknown"} after{(options.IsQuick ? "; a quick run" : "")}.");
    }

    /// <summary>Writes the JSON and gives its path.</summary>
    public string Write()
    {
        string path = Path.Combine(RepositoryFolders.Root, "tests", "results", "bench.json");
        Directory.CreateDirectory(Path.GetDirectoryName(path) ?? ".");
        File.WriteAllText(path, JsonSerializer.Serialize(
            new
            {
                At = TimeProvider.System.GetUtcNow(),
                options.IsQuick,
                Environment.ProcessorCount,
                System = RuntimeInformation.OSDescription,
                Runtime = RuntimeInformation.FrameworkDescription,
                LoadBefore = _loadBefore,
                LoadAfter = LoadAverage(),
                Results = _results,
            },
            Readable) + "\n");
        return path;
    }

    private static string Format(double value) => value.ToString(value >= 1000 ? "N0" : value >= 10 ? "0.0" : "0.000", CultureInfo.InvariantCulture);

    private static string Verdict(Figure figure) => figure switch
    {
        { Target: { } target, IsMet: { } isMet } => $"target {(target.IsUpper ? "≤" : "≥")} {Format(target.Limit)}: {(isMet ? "PASS" : "FAIL")}",
        _ => "",
    };

    /// <summary>Of the last 1, 5 and 15 minutes; null where the system does not say.</summary>
    private static string? LoadAverage() =>
        File.Exists("/proc/loadavg") ? string.Join(' ', File.ReadAllText("/proc/loadavg").Split(' ').Take(3)) : null;
}
