using Xunit;

namespace Conductor.Views.Tests;

public sealed class O200kTokenCounterTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("hello world", 2)]
    [InlineData("public static class ViewBuilder", 5)]
    public void Counts_as_the_vocabulary_does(string text, int tokens) =>
        Assert.Equal(tokens, O200kTokenCounter.Shared.Count(text));

    [Fact]
    public void A_run_without_end_is_counted_in_pieces_in_reasonable_time()
    {
        var run = new string('x', 300_000);

        Assert.InRange(O200kTokenCounter.Shared.Count(run + " word " + run), 1_000, 600_000);
    }

    [Fact]
    public void Half_a_character_is_counted() => Assert.InRange(O200kTokenCounter.Shared.Count("a\uD800b\uDC00"), 1, 20);

    [Fact]
    public void Counting_at_the_same_time_gives_the_same()
    {
        var texts = Repository.Sources.Take(20).Select(File.ReadAllText).ToList();
        var alone = texts.Select(O200kTokenCounter.Shared.Count).ToList();

        Assert.Equal(alone, texts.AsParallel().AsOrdered().Select(O200kTokenCounter.Shared.Count).ToList());
    }
}
