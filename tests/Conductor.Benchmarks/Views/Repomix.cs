using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Conductor.Benchmarks.Views;

/// <summary>The packer that views are compared with, as <c>npm run bench</c> put it into the cache.</summary>
internal static class Repomix
{
    private static readonly string Folder = Path.Combine(RepositoryFolders.Cache, "repomix");

    /// <summary>Its version; null when it is not there.</summary>
    public static string? Version
    {
        get
        {
            string manifest = Path.Combine(Folder, "node_modules", "repomix", "package.json");
            return File.Exists(manifest) ? JsonDocument.Parse(File.ReadAllText(manifest)).RootElement.GetProperty("version").GetString() : null;
        }
    }

    /// <summary>Its compress stage on one thread, in a process of its own.</summary>
    /// <returns>Milliseconds of the best round, and what it makes of each file, by full path.</returns>
    public static async Task<(double Milliseconds, IReadOnlyDictionary<string, string> Views)> CompressAsync(IReadOnlyList<string> paths, int rounds, CancellationToken cancellationToken)
    {
        string folder = RepositoryFolders.NewTemporary();
        try
        {
            string list = Path.Combine(folder, "list.txt");
            string result = Path.Combine(folder, "result.json");
            await File.WriteAllTextAsync(list, string.Join('\n', paths), cancellationToken);
            string script = Path.Combine(RepositoryFolders.Root, "tests", "Conductor.Benchmarks", "repomix", "compress.mjs");
            await RunAsync([script, Folder, list, result, rounds.ToString(CultureInfo.InvariantCulture)], cancellationToken);
            using JsonDocument found = JsonDocument.Parse(await File.ReadAllTextAsync(result, cancellationToken));
            return (
                found.RootElement.GetProperty("milliseconds").EnumerateArray().Min(round => round.GetDouble()),
                found.RootElement.GetProperty("views").EnumerateObject().ToDictionary(view => view.Name, view => view.Value.GetString() ?? ""));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Packs a folder with one C# file in it, as a person would from a terminal.</summary>
    /// <returns>Milliseconds of the whole process.</returns>
    public static async Task<double> PackAsync(string folder, CancellationToken cancellationToken)
    {
        string output = Path.Combine(folder, "packed.txt");
        long start = Stopwatch.GetTimestamp();
        await RunAsync(
            [
                Path.Combine(Folder, "node_modules", "repomix", "bin", "repomix.cjs"), folder, "--include", "**/*.cs", "--style", "plain", "--compress", "--quiet",
                "--no-security-check", "--no-gitignore", "--no-default-patterns", "--no-file-summary", "--no-directory-structure", "--output", output,
            ],
            cancellationToken);
        double taken = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        return new FileInfo(output) is { Exists: true, Length: > 0 } ? taken : throw new InvalidOperationException("repomix wrote nothing.");
    }

    private static async Task RunAsync(string[] arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("node", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start) ?? throw new InvalidOperationException("node could not be started.");
        Task<string> errors = process.StandardError.ReadToEndAsync(cancellationToken);
        string output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"repomix ended with {process.ExitCode}: {output}{await errors}");
        }
    }
}
