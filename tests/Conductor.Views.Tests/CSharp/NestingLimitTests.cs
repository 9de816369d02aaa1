using Conductor.Views.CSharp;
using Xunit;

namespace Conductor.Views.Tests.CSharp;

/// <summary>Only what is nested too deep is kept from the parser, wherever it stands.</summary>
public sealed class NestingLimitTests
{
    [Theory]
    [InlineData('(', ')')]
    [InlineData('[', ']')]
    [InlineData('{', '}')]
    public void A_text_is_too_deep_by_one_bracket(char open, char close)
    {
        for (var before = 0; before < 70; before++)
        {
            var deep = new string('x', before) + new string(open, 250) + "y" + new string(close, 250);

            Assert.False(NestingLimit.IsExceededBy(deep));
            Assert.True(NestingLimit.IsExceededBy(deep.Replace("y", $"{open}y{close}", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public void Brackets_that_are_closed_again_are_not_deep_however_many_they_are() =>
        Assert.False(NestingLimit.IsExceededBy(string.Concat(Enumerable.Repeat("{ a[f(1)] }\n", 20_000))));

    [Fact]
    public void What_is_deep_is_found_behind_a_long_text() =>
        Assert.True(NestingLimit.IsExceededBy(new string('a', 200_001) + new string('{', 251)));

    [Fact]
    public void Brackets_that_are_literals_nest_nothing() =>
        Assert.False(NestingLimit.IsExceededBy(string.Concat(Enumerable.Repeat("'{' \"(\" ", 1_000))));
}
