using System.Diagnostics;
using Conductor.Workers.Processes;
using Xunit;

namespace Conductor.Workers.Tests.Processes;

public sealed class OrphanedCommandsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_command_whose_id_and_start_match_is_ended_with_its_session()
    {
        using var leader = Session("sleep 61 & echo $!; wait");
        var child = int.Parse(await leader.StandardOutput.ReadLineAsync(Token) ?? "", null);
        Assert.Equal(OrphanEnding.Ended, await OrphanedCommands.EndAsync(leader.Id, StartOf(leader.Id), TimeProvider.System));
        Assert.Null(ProcessTable.Find(leader.Id));
        Assert.Null(ProcessTable.Find(child));
    }

    [Fact]
    public async Task A_process_that_has_only_the_same_id_is_left_alone()
    {
        using var leader = Session("echo ready; sleep 61");
        await leader.StandardOutput.ReadLineAsync(Token);
        Assert.Equal(OrphanEnding.NothingThere, await OrphanedCommands.EndAsync(leader.Id, StartOf(leader.Id) + "1", TimeProvider.System));
        Assert.NotNull(ProcessTable.Find(leader.Id));
        leader.Kill(entireProcessTree: true);
    }

    [Fact]
    public async Task What_a_command_that_is_gone_left_behind_is_found_by_its_mark()
    {
        using var leader = Session("read stamp; export CONDUCTOR_COMMAND=\"$$:$stamp\"; sh -c 'echo $$; exec sleep 61' &");
        var startedAt = StartOf(leader.Id);
        await leader.StandardInput.WriteLineAsync(startedAt.AsMemory(), Token);
        leader.StandardInput.Close();
        var child = int.Parse(await leader.StandardOutput.ReadLineAsync(Token) ?? "", null);
        await leader.WaitForExitAsync(Token);
        Assert.NotNull(ProcessTable.Find(child));
        Assert.Equal(OrphanEnding.Ended, await OrphanedCommands.EndAsync(leader.Id, startedAt, TimeProvider.System));
        Assert.Null(ProcessTable.Find(child));
    }

    [Fact]
    public async Task Nothing_left_is_no_error() =>
        Assert.Equal(OrphanEnding.NothingThere, await OrphanedCommands.EndAsync(int.MaxValue, "1", TimeProvider.System));

    [Fact]
    public async Task What_takes_no_signal_is_said_to_be_still_running()
    {
        using var leader = Session("echo ready; sleep 61");
        await leader.StandardOutput.ReadLineAsync(Token);
        var deaf = new CommandSession(new CommandStarted(leader.Id, StartOf(leader.Id))) { Signal = (_, _) => -1 };
        Assert.Equal(OrphanEnding.StillRunning, await OrphanedCommands.EndAsync(deaf, new HurriedTime()));
        Assert.NotNull(ProcessTable.Find(leader.Id));
        leader.Kill(entireProcessTree: true);
    }

    private static string StartOf(int pid)
    {
        var entry = ProcessTable.Find(pid);
        Assert.NotNull(entry);
        return entry.StartedAt;
    }

    private static Process Session(string script)
    {
        var start = new ProcessStartInfo("setsid", ["sh", "-c", script]) { RedirectStandardOutput = true, RedirectStandardInput = true };
        var process = Process.Start(start);
        Assert.NotNull(process);
        return process;
    }
}
