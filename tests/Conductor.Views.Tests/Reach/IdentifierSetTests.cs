using System.Globalization;
using Conductor.Views.Reach;
using Xunit;

namespace Conductor.Views.Tests.Reach;

public sealed class IdentifierSetTests
{
    [Theory]
    [InlineData("class A { int _b1 = C(); }", "A")]
    [InlineData("class A { int _b1 = C(); }", "_b1")]
    [InlineData("class A { int _b1 = C(); }", "C")]
    [InlineData("x", "x")]
    [InlineData("// Ärger", "Ärger")]
    public void A_word_of_the_text_is_found(string text, string word) => Assert.True(IdentifierSet.Of(text).MayHave(word));

    [Fact]
    public void Every_word_of_a_long_text_is_found()
    {
        List<string> words = [.. Enumerable.Range(0, 20_000).Select(Word)];
        var set = IdentifierSet.Of(string.Join(' ', words));

        Assert.DoesNotContain(words, word => !set.MayHave(word));
    }

    [Fact]
    public void Hardly_any_other_word_is_found()
    {
        var set = IdentifierSet.Of(string.Join(' ', Enumerable.Range(0, 1_000).Select(Word)));

        // One in a thousand is to be expected: a thousand words among 2^20 hashes.
        Assert.InRange(Enumerable.Range(1_000, 100_000).Count(number => set.MayHave(Word(number))), 0, 1_000);
    }

    [Fact]
    public void A_text_of_more_words_than_can_be_told_apart_may_have_every_name()
    {
        var set = IdentifierSet.Of(string.Join(' ', Enumerable.Range(0, 90_000).Select(Word)));

        Assert.True(set.MayHave("Elsewhere"));
        Assert.True(set.MayHave(Word(89_999)));
    }

    [Fact]
    public void A_text_without_words_has_none() => Assert.False(IdentifierSet.Of("{ 12 }").MayHave("A"));

    private static string Word(int number) => string.Create(CultureInfo.InvariantCulture, $"w{number}");
}
