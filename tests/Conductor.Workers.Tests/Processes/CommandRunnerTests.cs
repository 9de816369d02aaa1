using System.Diagnostics;
using System.Globalization;
using Conductor.Workers.Processes;
using Conductor.Workers.Tests.Workspaces;
using Xunit;

namespace Conductor.Workers.Tests.Processes;

/// <summary>Real processes, by sh: these tests are for Unix.</summary>
public sealed class CommandRunnerTests : IDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Ample = TimeSpan.FromSeconds(60);
    private readonly TemporaryFolder _folder = new();
    private readonly CommandRunner _runner = new(TimeProvider.System);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_result_has_the_exit_code_first_and_then_the_output()
    {
        var result = await RunAsync("echo hello; exit 3");
        Assert.Equal(3, result.ExitCode);
        Assert.Equal("exit code 3\nhello\n", result.Text);
    }

    [Fact]
    public async Task Both_outputs_are_kept_in_order()
    {
        var result = await RunAsync("for n in 1 2 3; do echo out$n; echo error$n >&2; done");
        Assert.Equal("out1\nerror1\nout2\nerror2\nout3\nerror3\n", result.Output);
    }

    [Fact]
    public async Task It_runs_in_the_working_directory() =>
        Assert.Equal(_folder.FullPath + "\n", (await RunAsync("pwd -P")).Output);

    [Fact]
    public async Task It_has_no_input()
    {
        var result = await RunAsync("cat; echo end");
        Assert.Equal("end\n", result.Output);
    }

    [Fact]
    public async Task It_leads_a_session_of_its_own()
    {
        CommandStarted? seen = null;
        var result = await RunAsync(Request("cut -d' ' -f6 /proc/self/stat") with
        {
            Started = (started, _) =>
            {
                seen = started;
                return Task.CompletedTask;
            },
        });
        Assert.Equal(seen?.Pid.ToString(CultureInfo.InvariantCulture), result.Output.Trim());
    }

    [Fact]
    public async Task Its_start_is_told_before_it_does_anything()
    {
        var flag = _folder.At("flag");
        var told = false;
        var existed = true;
        await RunAsync(Request("touch flag") with
        {
            Started = async (started, token) =>
            {
                // Enough work for a command that does not wait to be far ahead.
                using var other = Process.Start("sleep", "0.3");
                await other.WaitForExitAsync(token);
                existed = File.Exists(flag);
                told = started.Pid > 0 && ProcessTable.Find(started.Pid)?.StartedAt == started.StartedAt;
            },
        });
        Assert.True(told);
        Assert.False(existed);
        Assert.True(File.Exists(flag));
    }

    [Fact]
    public async Task It_never_begins_when_its_start_cannot_be_recorded()
    {
        CommandStarted? seen = null;
        await Assert.ThrowsAsync<InvalidDataException>(() => RunAsync(Request("touch flag") with
        {
            Started = (started, _) =>
            {
                seen = started;
                throw new InvalidDataException();
            },
        }));
        Assert.False(File.Exists(_folder.At("flag")));
        Assert.NotNull(seen);
        Assert.Null(ProcessTable.Find(seen.Pid));
    }

    [Fact]
    public async Task Its_exit_code_is_left_in_a_file()
    {
        var file = _folder.At("codes/call-1");
        await RunAsync(Request("exit 7") with { ExitCodeFile = file });
        Assert.Equal("7", (await File.ReadAllTextAsync(file, Token)).Trim());
    }

    [Fact]
    public async Task An_exit_code_of_an_earlier_command_does_not_stay()
    {
        var file = _folder.Write("code", "0");
        var result = await RunAsync(Request("sleep 30", TimeSpan.FromSeconds(0.2)) with { ExitCodeFile = file });
        Assert.True(result.TimedOut);
        Assert.False(File.Exists(file));
    }

    [Fact]
    public async Task A_time_out_ends_grandchildren_too_and_says_so()
    {
        var watch = Stopwatch.StartNew();
        var result = await RunAsync(Request("sh -c 'sleep 61 & echo $!; wait' & wait", TimeSpan.FromSeconds(0.5)));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(0.5) + Soon, $"took {watch.Elapsed}");
        Assert.True(result.TimedOut);
        Assert.Null(result.ExitCode);
        Assert.StartsWith("timed out after 0.5 s", result.Text, StringComparison.Ordinal);
        AssertGone(result.Output);
    }

    [Fact]
    public async Task A_time_out_ends_processes_that_ignore_the_request_to_end()
    {
        var watch = Stopwatch.StartNew();
        var result = await RunAsync(Request("trap '' TERM; sh -c \"trap '' TERM; echo \\$\\$; sleep 61; sleep 62\"", TimeSpan.FromSeconds(0.3)));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(0.3) + Soon, $"took {watch.Elapsed}");
        AssertGone(result.Output);
    }

    [Fact]
    public async Task A_time_out_ends_a_process_that_has_left_the_session()
    {
        var result = await RunAsync(Request("setsid sh -c 'echo $$; exec sleep 63' & sleep 64", TimeSpan.FromSeconds(0.5)));
        AssertGone(result.Output);
    }

    [Fact]
    public async Task A_cancel_ends_everything_within_two_seconds()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var pids = _folder.At("pids");
        var running = _runner.RunAsync(
            Request("trap '' TERM; sleep 61 & echo $! > pids.new; echo $$ >> pids.new; mv pids.new pids; wait; sleep 62"), cancel.Token);
        await AppearAsync(pids);
        var watch = Stopwatch.StartNew();
        await cancel.CancelAsync();
        var cancelled = false;
        try
        {
            await running;
        }
        catch (OperationCanceledException)
        {
            cancelled = true;
        }
        Assert.True(cancelled);
        Assert.True(watch.Elapsed < Soon, $"took {watch.Elapsed}");
        AssertGone(await File.ReadAllTextAsync(pids, Token));
    }

    [Fact]
    public async Task A_background_child_that_holds_the_output_does_not_hang_it_and_is_ended()
    {
        var watch = Stopwatch.StartNew();
        var result = await RunAsync("sleep 61 & echo $!");
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"took {watch.Elapsed}");
        Assert.Equal(0, result.ExitCode);
        AssertGone(result.Output);
    }

    [Fact]
    public async Task A_long_output_keeps_its_head_and_its_tail()
    {
        var result = await RunAsync("echo begin; seq 1 100000; echo end");
        Assert.StartsWith("begin\n1\n2\n", result.Output, StringComparison.Ordinal);
        Assert.EndsWith("\n100000\nend\n", result.Output, StringComparison.Ordinal);
        Assert.Contains(" bytes left out …", result.Output, StringComparison.Ordinal);
        Assert.InRange(result.Output.Length, 64 * 1024 - 10, 64 * 1024 + 60);
    }

    [Fact]
    public async Task No_keys_and_nothing_that_steers_other_programs_are_in_its_environment()
    {
        // Without GIT_DIR and its like, which would lead astray whatever other test starts git at this moment.
        var names = new[] { "TEST_API_KEY", "test_token_x", "MY_SECRET", "DB_PASSWORD", "Some_Credentials", "Test_Db_Pwd", "TEST_AUTH", "VSCODE_TEST", "ELECTRON_RUN_AS_NODE" };
        foreach (var name in names)
        {
            Environment.SetEnvironmentVariable(name, "hidden-value");
        }
        Environment.SetEnvironmentVariable("TEST_HARMLESS", "seen-value");
        try
        {
            var result = await RunAsync("env");
            Assert.DoesNotContain("hidden-value", result.Output, StringComparison.Ordinal);
            Assert.Contains("TEST_HARMLESS=seen-value", result.Output, StringComparison.Ordinal);
            Assert.Contains("PWD=", result.Output, StringComparison.Ordinal);
            Assert.Contains("MSBUILDDISABLENODEREUSE=1", result.Output, StringComparison.Ordinal);
            Assert.Contains("GIT_TERMINAL_PROMPT=0", result.Output, StringComparison.Ordinal);
        }
        finally
        {
            foreach (var name in names.Append("TEST_HARMLESS"))
            {
                Environment.SetEnvironmentVariable(name, null);
            }
        }
    }

    [Fact]
    public async Task A_command_too_long_for_the_system_says_what_to_do()
    {
        var exception = await Assert.ThrowsAsync<CommandStartException>(() => RunAsync(new string('x', 200_000)));
        Assert.Contains("script file", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Commands_run_side_by_side()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(number => RunAsync($"echo {number}; exit {number}")));
        Assert.Equal(Enumerable.Range(0, 8).Select(number => $"exit code {number}\n{number}\n"), results.Select(result => result.Text));
    }

    private CommandRequest Request(string command, TimeSpan? timeout = null) => new(command, _folder.FullPath, timeout ?? Ample);

    private Task<CommandResult> RunAsync(string command) => RunAsync(Request(command));

    private Task<CommandResult> RunAsync(CommandRequest request) => _runner.RunAsync(request, Token);

    private static void AssertGone(string pids)
    {
        var numbers = pids.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.NotEmpty(numbers);
        Assert.All(numbers, pid => Assert.Null(ProcessTable.Find(int.Parse(pid, CultureInfo.InvariantCulture))));
    }

    private async Task AppearAsync(string path)
    {
        using var watcher = new FileSystemWatcher(_folder.FullPath) { EnableRaisingEvents = true };
        var appeared = new TaskCompletionSource();
        watcher.Renamed += (_, _) => appeared.TrySetResult();
        if (!File.Exists(path))
        {
            await appeared.Task.WaitAsync(Ample, Token);
        }
    }
}
