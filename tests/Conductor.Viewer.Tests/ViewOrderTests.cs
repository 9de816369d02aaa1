using Xunit;

namespace Conductor.Viewer.Tests;

public sealed class ViewOrderTests
{
    [Theory]
    [InlineData("")]
    [InlineData("--level skeleton")]
    [InlineData("A.cs --level")]
    [InlineData("A.cs --level everything")]
    [InlineData("A.cs --level=skeleton")]
    [InlineData("A.cs --level full --level outline")]
    [InlineData("A.cs --budget 0")]
    [InlineData("A.cs --budget -3")]
    [InlineData("A.cs --budget 1e3")]
    [InlineData("A.cs --json true")]
    [InlineData("A.cs --json --json")]
    [InlineData("A.cs --unknown")]
    [InlineData("-- A.cs")]
    [InlineData("A.cs --help")]
    [InlineData("A.cs -h")]
    [InlineData("A.cs /h")]
    [InlineData("A.cs /?")]
    public void What_is_not_plain_is_left_to_the_command_line(string words) =>
        Assert.Null(ViewOrder.TryRead(words.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
}
