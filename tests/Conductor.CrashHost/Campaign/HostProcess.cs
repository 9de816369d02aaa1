using System.Diagnostics;
using Conductor.CrashHost.Host;

namespace Conductor.CrashHost.Campaign;

/// <summary>One process of the campaign, from its start to its end.</summary>
internal static class HostProcess
{
    /// <summary>The exit code of a process that was killed.</summary>
    private const int Killed = 128 + 9;

    /// <summary>Longer than the process takes to find out by itself that it is stuck.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    /// <summary>Runs it.</summary>
    public static async Task<HostEnd> RunAsync(HostOptions options)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "Conductor.CrashHost");
        var start = new ProcessStartInfo(program, options.Arguments) { RedirectStandardError = true };
        // A process lives about a second: what pays off later costs more than it brings.
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        start.Environment["DOTNET_TC_CallCounting"] = "0";
        if (options.Scenario.UsesGit)
        {
            PutBeforeGit(start, options);
        }

        using Process process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        Task<string> errors = process.StandardError.ReadToEndAsync();
        try
        {
            await process.WaitForExitAsync().WaitAsync(Limit);
        }
        catch (TimeoutException)
        {
            process.Kill(entireProcessTree: true);
            return new HostEnd(IsKilled: false, $"It was still running after {Limit.TotalSeconds} s.");
        }

        return process.ExitCode switch
        {
            0 => new HostEnd(IsKilled: false, null),
            Killed => new HostEnd(IsKilled: true, null),
            var code => new HostEnd(IsKilled: false, $"It ended with exit code {code}. {await errors}"),
        };
    }

    /// <summary>The process finds another git first, which knows where it is to die.</summary>
    private static void PutBeforeGit(ProcessStartInfo start, HostOptions options)
    {
        string path = Environment.GetEnvironmentVariable("PATH") ?? "";
        start.Environment["PATH"] = Path.Combine(AppContext.BaseDirectory, "Trees") + Path.PathSeparator + path;
        start.Environment["CONDUCTOR_CRASH_GIT"] = path.Split(Path.PathSeparator).Select(folder => Path.Combine(folder, "git")).First(File.Exists);
        start.Environment["CONDUCTOR_CRASH_FOLDER"] = options.Folder;
        start.Environment["CONDUCTOR_CRASH_AT"] = options.KillAt ?? "";
        start.Environment["CONDUCTOR_CRASH_LISTS"] = options.ListsPoints.ToString();
    }
}

/// <summary>How a process ended.</summary>
/// <param name="IsKilled">It killed itself, as asked; otherwise it came to its end.</param>
/// <param name="Problem">What went wrong; null when nothing did.</param>
internal sealed record HostEnd(bool IsKilled, string? Problem);
