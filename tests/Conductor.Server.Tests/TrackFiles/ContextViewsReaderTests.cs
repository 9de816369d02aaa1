using Conductor.Core.Tickets;
using Conductor.Server.TrackFiles;
using Xunit;

namespace Conductor.Server.Tests.TrackFiles;

public sealed class ContextViewsReaderTests
{
    [Fact]
    public void A_level_or_a_list_of_members_is_read_for_each_path()
    {
        TrackFileReading reading = Read("""{ "a": "outline", "b": ["B.M", "B.M", "B.N"], "c": null }""");

        Assert.Empty(reading.Problems);
        Assert.Equal(
            ["a Outline ", "b  B.M,B.N"],
            Assert.Single(reading.Tickets).ContextViews.Select(view => $"{view.Path} {view.Level} {string.Join(',', view.Members)}"));
    }

    [Theory]
    [InlineData("""{ "a": "outlin" }""", "Did you mean \"outline\"?")]
    [InlineData("""{ "a": 3 }""", "Use one of full, curated, skeleton, outline, signature, or a list of members.")]
    [InlineData("""{ "a": [""] }""", "must be strings that say something")]
    [InlineData("""["a"]""", "must be an object")]
    [InlineData("""{ "a": "full", "a": "outline" }""", "twice")]
    public void What_is_wrong_with_it_is_a_problem_at_its_place(string views, string message)
    {
        TrackFileReading reading = Read(views);

        Assert.Contains(reading.Problems, problem => problem.Message.Contains(message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_path_that_is_no_context_file_is_warned_of()
    {
        TrackFileReading reading = Read("""{ "z": "full" }""");

        Assert.Empty(reading.Problems);
        Assert.Contains(reading.Warnings, warning => warning.Message.Contains("\"z\" is not in context_requirements", StringComparison.Ordinal));
    }

    [Fact]
    public void Another_way_to_show_a_file_asks_a_worker_for_something_else()
    {
        TicketDefinition one = Assert.Single(Read("""{ "a": ["A.M"] }""").Tickets);

        Assert.True(one.AsksTheSameAs(Assert.Single(Read("""{ "a": ["A.M"] }""").Tickets)));
        Assert.False(one.AsksTheSameAs(Assert.Single(Read("""{ "a": ["A.N"] }""").Tickets)));
        Assert.False(one.AsksTheSameAs(Assert.Single(Read("""{ "a": "full" }""").Tickets)));
    }

    private static TrackFileReading Read(string views) =>
        TrackFileReader.Read($$"""[{ "id": "T-1", "description": "d", "context_requirements": ["a", "b", "c"], "context_views": {{views}} }]""");
}
