using Conductor.Core.Graph;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Conductor.Core.Tests.Graph;

public sealed class SuggestionTests
{
    private static readonly string[] Known = ["setup", "build", "test", "T-1", "T-12", "release-notes"];

    [Theory]
    [InlineData("stup", "setup")]
    [InlineData("BUILD", "build")]
    [InlineData("tests", "test")]
    [InlineData("T1", "T-1")]
    [InlineData("T-13", "T-1")]
    [InlineData("release_note", "release-notes")]
    [InlineData("deploy", null)]
    [InlineData("", null)]
    public void The_nearest_word_within_a_third_of_the_length_is_meant(string word, string? expected)
    {
        Assert.Equal(expected, new Suggestion(Known).For(word));
    }

    [Fact]
    public void A_known_word_is_its_own_nearest()
    {
        Assert.All(Known, word => Assert.Equal(word, new Suggestion(Known).For(word)));
    }

    [Fact]
    public void A_suggestion_is_never_farther_than_allowed_and_none_is_nearer()
    {
        Gen<string> word = Gen.Elements("abAB-1".ToCharArray()).ArrayOf().Select(letters => new string(letters));
        Prop.ForAll(word.ToArbitrary(), word.ArrayOf().ToArbitrary(), (asked, known) =>
        {
            int limit = Math.Max(1, asked.Length / 3);
            int[] distances = [.. known.Select(candidate => Distance(asked, candidate)).Where(distance => distance <= limit)];

            string? suggested = new Suggestion(known).For(asked);

            int? expected = distances.Length == 0 ? null : distances.Min();
            int? actual = suggested is null ? null : Distance(asked, suggested);
            Assert.Equal(expected, actual);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
    }

    [Fact]
    public void Many_wrong_words_do_not_take_forever()
    {
        var suggestion = new Suggestion(Enumerable.Range(0, 20_000).Select(index => $"ticket-{index}"));

        string?[] found = [.. Enumerable.Range(0, 20_000).Select(index => suggestion.For($"tickte-{index}"))];

        Assert.NotNull(found[0]);
        Assert.Null(found[^1]);
    }

    /// <summary>The edit distance by its definition.</summary>
    private static int Distance(string left, string right)
    {
        if (left.Length == 0 || right.Length == 0)
        {
            return left.Length + right.Length;
        }

        var distances = new int[left.Length + 1, right.Length + 1];
        for (int row = 0; row <= left.Length; row++)
        {
            for (int column = 0; column <= right.Length; column++)
            {
                distances[row, column] = row == 0 || column == 0
                    ? row + column
                    : Math.Min(
                        Math.Min(distances[row - 1, column], distances[row, column - 1]) + 1,
                        distances[row - 1, column - 1] + (char.ToUpperInvariant(left[row - 1]) == char.ToUpperInvariant(right[column - 1]) ? 0 : 1));
            }
        }

        return distances[left.Length, right.Length];
    }
}
