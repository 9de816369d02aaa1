using Xunit;

namespace Conductor.Viewer.Tests;

public sealed class PlainViewsTests
{
    [Theory]
    [InlineData("A.cs", true)]
    [InlineData("A.cs ../b/B.CS --json --budget 40 --level full", true)]
    [InlineData("A.cs --around", false)]
    [InlineData("A.cs b.ts", false)]
    [InlineData("README.md", false)]
    [InlineData("script.csx", false)]
    public void They_suffice_for_C_sharp_files_by_themselves(string words, bool suffice)
    {
        ViewOrder? order = ViewOrder.TryRead(words.Split(' '));

        Assert.NotNull(order);
        Assert.Equal(suffice, PlainViews.Suffice(order));
    }
}
