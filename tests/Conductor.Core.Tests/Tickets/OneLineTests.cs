using Conductor.Core.Tickets;
using Xunit;

namespace Conductor.Core.Tests.Tickets;

public sealed class OneLineTests
{
    [Theory]
    [InlineData(" short \n", "short")]
    [InlineData("one\ntwo", "one ⏎ two")]
    [InlineData("one\r\ntwo", "one ⏎ two")]
    [InlineData("1234567890", "1234567890")]
    [InlineData("12345678901", "123456789…")]
    [InlineData("12345678😀0", "12345678…")]
    public void A_text_is_put_on_one_line_and_cut_between_characters(string text, string line) => Assert.Equal(line, OneLine.Of(text, 10));

    [Fact]
    public void Line_breaks_become_what_is_asked_for() => Assert.Equal("one two", OneLine.Of("one\ntwo", 10, " "));
}
