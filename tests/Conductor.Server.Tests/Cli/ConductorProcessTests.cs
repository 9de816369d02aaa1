using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Xunit;

namespace Conductor.Server.Tests.Cli;

/// <summary>The real executable: what only a process can show.</summary>
public sealed class ConductorProcessTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Ctrl_C_pauses_with_4_and_resume_completes_what_was_begun()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no kill command to press Ctrl+C with.");
        string neverAnswers = CliWorkspace.WritesAndFinishes.Replace("\"text\": \"\",", "\"text\": \"\", \"delayMs\": 600000,", StringComparison.Ordinal);
        using var workspace = new CliWorkspace("""[{ "id": "T-1", "description": "Write a file." }]""", neverAnswers);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Limit);

        using Process first = Start(workspace, "run", "track.json", "--model", "script:script.json", "--approve", "all", "--jsonl");
        await WaitForAsync(first, "tool_finished", limit.Token);
        using Process kill = Process.Start("kill", ["-INT", first.Id.ToString(CultureInfo.InvariantCulture)]);
        await first.WaitForExitAsync(limit.Token);
        workspace.Write("script.json", CliWorkspace.WritesAndFinishes);
        using Process second = Start(workspace, "resume", "--approve", "all", "--jsonl");
        await WaitForAsync(second, "run_finished", limit.Token);
        await second.WaitForExitAsync(limit.Token);

        Assert.Equal((4, 0), (first.ExitCode, second.ExitCode));
        Assert.Equal("made", await File.ReadAllTextAsync(workspace.PathOf("out.txt"), limit.Token));
    }

    private static Process Start(CliWorkspace workspace, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "conductor.dll"), .. arguments])
        {
            WorkingDirectory = workspace.Root,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        return Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
    }

    private static async Task WaitForAsync(Process process, string name, CancellationToken cancellationToken)
    {
        while (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            if (JsonSerializer.Deserialize<JsonElement>(line).GetProperty("event").GetString() == name)
            {
                return;
            }
        }

        Assert.Fail($"The process ended before {name}.");
    }
}
