using Conductor.CrashHost.Campaign;
using Conductor.CrashHost.Host;
using Xunit;

namespace Conductor.Server.Tests.Crash;

public sealed class HalfWrittenFileTests : IDisposable
{
    private readonly RunFolder _folder = new RunFolder(Directory.CreateTempSubdirectory("conductor-crash-").FullName).Create(Scenario.Rich);

    public void Dispose() => Directory.Delete(_folder.Path, recursive: true);

    [Fact]
    public async Task What_a_killed_process_left_beside_a_file_it_was_writing_is_deleted_and_nothing_else()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The track's commands are written for a Unix shell, and Windows has no signals.");
        HostEnd killed = await HostProcess.RunAsync(new HostOptions(_folder.Path, Scenario.Rich, KillAt: "before tool edit_file f.txt"));
        string half = Path.Combine(_folder.Workspace, ".1-half.conductor-new");
        string other = Path.Combine(_folder.Workspace, ".other.tmp");
        await File.WriteAllTextAsync(half, "ne", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(other, "Somebody's.", TestContext.Current.CancellationToken);

        HostEnd end = await HostProcess.RunAsync(new HostOptions(_folder.Path, Scenario.Rich));

        Assert.Equal((true, null), (killed.IsKilled, end.Problem));
        Assert.Equal((false, true), (File.Exists(half), File.Exists(other)));
    }
}
