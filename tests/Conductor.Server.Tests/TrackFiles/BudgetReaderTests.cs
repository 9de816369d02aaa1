using Conductor.Core.Usage;
using Conductor.Server.TrackFiles;
using Xunit;

namespace Conductor.Server.Tests.TrackFiles;

public sealed class BudgetReaderTests
{
    [Fact]
    public void A_track_and_a_ticket_may_each_have_a_budget()
    {
        TrackFileReading reading = TrackFileReader.Read(
            """{ "budget": { "tokens": 200000, "money": 1.5 }, "tickets": [{ "id": "a", "description": "d", "budget": { "calls": 40, "minutes": 30, "money": null } }] }""");

        Assert.True(reading.IsSound);
        Assert.Equal(new Budget(Tokens: 200_000, Money: 1.5m), reading.Budget);
        Assert.Equal(new Budget(Calls: 40, Minutes: 30), Assert.Single(reading.Tickets).Budget);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{ "tokens": null }""")]
    public void A_budget_that_limits_nothing_is_none(string written) =>
        Assert.Null(TrackFileReader.Read($$"""{ "budget": {{written}}, "tickets": [] }""").Budget);

    [Theory]
    [InlineData("7", "wrongType 1:13 The track: budget is a number. It must be an object with one or more of tokens, money, calls, minutes.")]
    [InlineData("{ \"tokens\": -1 }", "wrongType 1:25 The track: the budget's tokens is -1. It must be a whole number from 0 to 1,000,000,000,000.")]
    [InlineData("{ \"calls\": 1.5 }", "wrongType 1:24 The track: the budget's calls is 1.5. It must be a whole number from 0 to 1,000,000,000,000.")]
    [InlineData("{ \"money\": \"2\" }", "wrongType 1:24 The track: the budget's money is a string. It must be a number from 0 to 1,000,000,000,000, in US dollars.")]
    [InlineData("{ \"minutes\": 1e99 }", "wrongType 1:26 The track: the budget's minutes is 1e99. It must be a whole number from 0 to 1,000,000,000,000.")]
    [InlineData("{ \"token\": 5 }", "unknownField 1:15 The track's budget has \"token\", which limits nothing. Did you mean \"tokens\"? A budget may have tokens, money, calls, minutes.")]
    [InlineData("{ \"calls\": 5, \"calls\": 6 }", "invalidJson 1:27 The track's budget has the field \"calls\" twice. Keep one of them.")]
    public void What_is_wrong_with_a_budget_is_said_at_its_place(string written, string expected)
    {
        TrackFileProblem problem = Assert.Single(TrackFileReader.Read($$"""{ "budget": {{written}}, "tickets": [] }""").Problems);

        Assert.Equal(expected, $"{problem.Code} {problem.Place?.StartLine + 1}:{problem.Place?.StartColumn + 1} {problem.Message}");
    }
}
