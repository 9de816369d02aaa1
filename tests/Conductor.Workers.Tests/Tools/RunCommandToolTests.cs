using Conductor.Workers.Tools;
using Xunit;

namespace Conductor.Workers.Tests.Tools;

public sealed class RunCommandToolTests : IDisposable
{
    private readonly ToolBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task The_result_carries_the_exit_code()
    {
        var result = await _bench.RunAsync("run_command", new { command = "echo hello" });
        Assert.Equal((false, 0, "exit code 0\nhello\n"), (result.Failed, result.ExitCode, result.Text));
    }

    [Fact]
    public async Task A_failing_command_is_a_failed_result()
    {
        var result = await _bench.RunAsync("run_command", new { command = "exit 5" });
        Assert.Equal((true, 5, "exit code 5\n(no output)"), (result.Failed, result.ExitCode, result.Text));
    }

    [Fact]
    public async Task A_time_out_has_no_exit_code_and_says_what_to_do()
    {
        var result = await _bench.RunAsync("run_command", new { command = "echo before; sleep 61", timeoutSeconds = 1 });
        Assert.True(result.Failed);
        Assert.Null(result.ExitCode);
        Assert.StartsWith("timed out after 1 s", result.Text, StringComparison.Ordinal);
        Assert.EndsWith("before\n", result.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, "is ended then")]
    [InlineData(true, "is not ended, so end that in the same command")]
    public void A_worker_is_told_what_becomes_of_what_a_command_leaves_running(bool isWindows, string says) =>
        Assert.EndsWith($"what it leaves running in the background {says}.", RunCommandTool.DescriptionOn(isWindows), StringComparison.Ordinal);

    [Theory]
    [InlineData(0)]
    [InlineData(3601)]
    [InlineData(1.5)]
    public async Task A_time_limit_out_of_range_is_refused(double timeoutSeconds) => Assert.Contains(
        "from 1 to 3600", await _bench.FailureAsync("run_command", new { command = "ls", timeoutSeconds }), StringComparison.Ordinal);

    [Fact]
    public async Task A_command_too_long_is_a_failed_result() => Assert.Contains(
        "script file", await _bench.FailureAsync("run_command", new { command = new string('x', 200_000) }), StringComparison.Ordinal);
}
