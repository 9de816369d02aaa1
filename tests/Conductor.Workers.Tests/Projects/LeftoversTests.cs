using Conductor.Workers.Projects;
using Xunit;

namespace Conductor.Workers.Tests.Projects;

public sealed class LeftoversTests
{
    [Fact]
    public void What_is_left_is_collected_once_it_is_much()
    {
        var leftovers = new Leftovers();
        leftovers.Collect();
        var left = Leave();

        Assert.True(leftovers.Collect());
        Assert.False(left.IsAlive);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static WeakReference Leave() => new(new byte[256 * 1024 * 1024]);
}
