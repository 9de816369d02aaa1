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

    [Fact]
    public async Task Ctrl_C_reaches_no_git_that_merges_into_the_persons_branch()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "A terminal's signal goes to all of its group, which is made with setsid here.");
        using CliWorkspace workspace = new CliWorkspace("""[{ "id": "T-1", "description": "Write a file." }]""").Committed();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Limit);
        await workspace.RunTrackAsync("--approve", "all", "--land", "auto");
        workspace.Git("commit", "-q", "--allow-empty", "-m", "Mine");
        workspace.Write(".git/hooks/pre-merge-commit", "#!/bin/sh\necho begun > begun\ncat go > gone\n");
        using Process made = Process.Start("sh", ["-c", "cd \"$0\" && chmod +x .git/hooks/pre-merge-commit && mkfifo begun go", workspace.Root]);
        await made.WaitForExitAsync(limit.Token);

        using Process merge = Start("setsid", workspace, "dotnet", Conductor, "merge", "track.json");
        await Task.Run(() => File.ReadAllText(workspace.PathOf("begun")), limit.Token).WaitAsync(limit.Token);
        using Process kill = Process.Start("kill", ["-INT", "--", $"-{merge.Id.ToString(CultureInfo.InvariantCulture)}"]);
        string? said = await merge.StandardError.ReadLineAsync(limit.Token);
        await Task.Run(() => File.WriteAllText(workspace.PathOf("go"), "on"), limit.Token).WaitAsync(limit.Token);
        await merge.WaitForExitAsync(limit.Token);

        Assert.StartsWith("Stopping.", said, StringComparison.Ordinal);
        Assert.Equal(0, merge.ExitCode);
        Assert.Equal("made", workspace.Git("show", "main:out.txt"));
        Assert.Contains("all of it merged into main", (await workspace.InvokeAsync("status")).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--unmerged", "theirs", 2)]
    [InlineData("HEAD^{tree}", null, 0)]
    public async Task Ctrl_C_while_it_is_looked_what_a_merge_came_to_leaves_it_neither_half_way_nor_unsaid(string lookedBy, string? mine, int exitCode)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "A terminal's signal goes to all of its group, which is made with setsid here.");
        using CliWorkspace workspace = new CliWorkspace("""[{ "id": "T-1", "description": "Write a file." }]""").Committed();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Limit);
        await workspace.RunTrackAsync("--approve", "all", "--land", "auto");
        if (mine is not null)
        {
            workspace.Write("out.txt", mine);
            workspace.Git("add", "out.txt");
            workspace.Git("commit", "-q", "-m", "Mine");
        }

        // Ctrl+C comes with the git that looks: it ends whatever is in the terminal's group and does not wait for it.
        workspace.Write(".git/ctrl-c/git", $"""
            #!/bin/sh
            PATH=${"{PATH#*:}"}
            case " $* " in *" {lookedBy} "*) env kill -INT -- "-$TERMINAL_GROUP" && echo > "$0.pressed" ;; esac
            exec git "$@"
            """);
        using Process made = Process.Start("chmod", ["+x", workspace.PathOf(".git/ctrl-c/git")]);
        await made.WaitForExitAsync(limit.Token);

        using Process merge = Start("setsid", workspace, "sh", "-c", "PATH=\"$PWD/.git/ctrl-c:$PATH\" TERMINAL_GROUP=$$ exec dotnet \"$0\" merge track.json", Conductor);
        Task<string> shown = merge.StandardOutput.ReadToEndAsync(limit.Token);
        string said = await merge.StandardError.ReadToEndAsync(limit.Token);
        await merge.WaitForExitAsync(limit.Token);

        Assert.True(File.Exists(workspace.PathOf(".git/ctrl-c/git.pressed")), said);
        Assert.Contains(mine is null ? "main has all that has landed of track.json now" : "Not merged, and nothing has changed: main and what has landed differ in out.txt", mine is null ? await shown : said, StringComparison.Ordinal);
        Assert.Equal(exitCode, merge.ExitCode);
        Assert.False(File.Exists(workspace.PathOf(".git/MERGE_HEAD")), said);
        Assert.Equal(mine ?? "made", await File.ReadAllTextAsync(workspace.PathOf("out.txt"), limit.Token));
    }

    private static string Conductor => Path.Combine(AppContext.BaseDirectory, "conductor.dll");

    private static Process Start(CliWorkspace workspace, params string[] arguments) => Start("dotnet", workspace, [Conductor, .. arguments]);

    private static Process Start(string program, CliWorkspace workspace, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = workspace.Root,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = program == "setsid",
        };
        return Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
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
