using Conductor.Workers.Processes;
using Conductor.Workers.Tests.Workspaces;
using Xunit;

namespace Conductor.Workers.Tests.Processes;

/// <summary>Commands that take no signal, as one that hangs in the system or runs as another user does not.</summary>
public sealed class UnendingCommandTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<CommandStarted> _left = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (var command in _left)
        {
            await new CommandSession(command).EndAsync(TimeProvider.System);
        }
        _folder.Dispose();
    }

    [Fact]
    public async Task One_whose_time_is_over_is_named_in_its_result()
    {
        var result = await Deaf(new HurriedTime()).RunAsync(Request("sleep 600"), Token);

        Assert.Equal(Assert.Single(_left).Pid, result.StillRunning);
        Assert.Contains($"Process {result.StillRunning}", result.Text, StringComparison.Ordinal);
        Assert.Contains("still runs", result.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("were ended", result.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_is_stopped_is_told_of_before_the_stop_is_answered()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var request = Request("sleep 600") with { Started = (_, _) => stop.CancelAsync() };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Deaf(TimeProvider.System).RunAsync(request, stop.Token));

        Assert.Single(_left);
    }

    [Fact]
    public async Task What_one_leaves_behind_is_named_after_its_exit_code()
    {
        var result = await Deaf(TimeProvider.System).RunAsync(Request("sleep 600 >/dev/null 2>&1 & echo done; exit 3"), Token);

        Assert.StartsWith($"exit code 3\nProcess {Assert.Single(_left).Pid}", result.Text, StringComparison.Ordinal);
        Assert.EndsWith("\ndone\n", result.Text, StringComparison.Ordinal);
    }

    private static CommandRunner Deaf(TimeProvider time) => new(time) { Signal = (_, _) => -1 };

    private CommandRequest Request(string command) => new(command, _folder.FullPath, TimeSpan.FromMinutes(1))
    {
        StillRunning = left =>
        {
            _left.Add(left);
            return Task.CompletedTask;
        },
    };
}
