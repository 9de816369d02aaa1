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
    [InlineData("int One() { … L12-34 }")]
    [InlineData("int One() {…L12-34}")]
    [InlineData("int One()\n{\n    … L12-34\n}")]
    [InlineData("int[] one = … L12-34;")]
    [InlineData("int[] one = … L3-3, two = 1;")]
    [InlineData("int One() { L12-34 }")]
    public void A_mark_is_found_whatever_its_spaces(string text) => Assert.True(ElisionMarker.IsIn(text));

    [Theory]
    [InlineData("")]
    [InlineData("int One() { return 1; }")]
    [InlineData("// wait …")]
    [InlineData("\"Saving …\"")]
    [InlineData("{ … and so on }")]
    [InlineData("{ ... }")]
    [InlineData("new[] { L34-12 }")]
    [InlineData("$\"{L12-34}\"")]
    [InlineData("see L12-34 …")]
    [InlineData("new[] { L12 - 34 }")]
    public void Other_text_holds_no_mark(string text) => Assert.False(ElisionMarker.IsIn(text));

    [Fact]
    public void No_source_of_the_product_holds_one() =>
        Assert.Empty(Repository.Sources.Where(path => ElisionMarker.IsIn(File.ReadAllText(path))).Select(Path.GetFileName));
}
