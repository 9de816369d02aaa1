using Xunit;

namespace Conductor.Views.Tests;

public sealed class ElisionMarkerTests
{
    [Theory]
    [InlineData("int One() { … }")]
    [InlineData("int One() {…}")]
    [InlineData("int One()\n{\n    …\n}")]
    [InlineData("int[] one = …;")]
    [InlineData("int[] one = …, two = …;")]
    public void A_mark_is_found_whatever_its_spaces(string text) => Assert.True(ElisionMarker.IsIn(text));

    [Theory]
    [InlineData("")]
    [InlineData("int One() { return 1; }")]
    [InlineData("// wait …")]
    [InlineData("\"Saving …\"")]
    [InlineData("{ … and so on }")]
    [InlineData("{ ... }")]
    public void Other_text_holds_no_mark(string text) => Assert.False(ElisionMarker.IsIn(text));
}
