using Conductor.Workers.Loop;
using Xunit;

namespace Conductor.Workers.Tests.Loop;

public sealed class ExitCodeFilesTests
{
    [Fact]
    public void Calls_of_two_tracks_that_name_their_tickets_alike_leave_their_exit_codes_apart() =>
        Assert.NotEqual(ExitCodeFiles.PathFor("folder", "a.track.json", "T-1", 1, "call-0-0"), ExitCodeFiles.PathFor("folder", "b.track.json", "T-1", 1, "call-0-0"));
}
