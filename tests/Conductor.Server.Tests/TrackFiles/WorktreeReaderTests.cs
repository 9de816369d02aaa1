using Conductor.Core.Landing;
using Conductor.Server.TrackFiles;
using Xunit;

namespace Conductor.Server.Tests.TrackFiles;

public sealed class WorktreeReaderTests
{
    [Fact]
    public void A_track_says_what_its_working_trees_need()
    {
        TrackFileReading reading = TrackFileReader.Read("""{ "worktree": { "copy": [".env", "config/local.*"], "setup": " npm ci " }, "tickets": [] }""");

        Assert.Empty(reading.Problems);
        Assert.Equal(new TreeSetup([".env", "config/local.*"], "npm ci"), reading.Worktree);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{ "copy": [], "setup": null }""")]
    [InlineData("""{ "setup": " " }""")]
    public void One_that_needs_nothing_is_none(string written) =>
        Assert.Null(TrackFileReader.Read($$"""{ "worktree": {{written}}, "tickets": [] }""").Worktree);

    [Theory]
    [InlineData("7", "wrongType 1:15 The track: worktree is a number. It must be an object with one or more of copy, setup.")]
    [InlineData("{ \"copy\": \".env\" }", "wrongType 1:25 The track's worktree: copy is a string. It must be a list of strings.")]
    [InlineData("{ \"copy\": [\"a\", 2] }", "wrongType 1:31 The track's worktree: copy holds a number. Each of its entries must be a string that says something.")]
    [InlineData("{ \"copy\": [\"../key\"] }", "wrongType 1:26 The track's worktree: the glob '../key' leaves the workspace: write it relative to the folder that is looked through.")]
    [InlineData("{ \"setup\": [\"npm ci\"] }", "wrongType 1:26 The track's worktree: setup is a list. It must be a string.")]
    [InlineData("{ \"setup\": \"a\", \"setup\": \"b\" }", "invalidJson 1:31 The track's worktree has the field \"setup\" twice. Keep one of them.")]
    public void What_is_wrong_with_it_is_said_at_its_place(string written, string expected)
    {
        TrackFileProblem problem = Assert.Single(TrackFileReader.Read($$"""{ "worktree": {{written}}, "tickets": [] }""").Problems);

        Assert.Equal(expected, $"{problem.Code} {problem.Place?.StartLine + 1}:{problem.Place?.StartColumn + 1} {problem.Message}");
    }

    [Fact]
    public void A_field_that_means_nothing_is_warned_of_with_the_one_that_was_meant()
    {
        TrackFileReading reading = TrackFileReader.Read("""{ "worktree": { "set_up": "npm ci", "x_note": 1 }, "tickets": [] }""");

        Assert.True(reading.IsSound);
        Assert.Equal("1:17: \"set_up\" is not a field Conductor knows, so it does nothing. Did you mean \"setup\"?", Assert.Single(reading.Warnings).ToString());
    }

    [Fact]
    public void It_survives_an_edit_of_the_file_as_it_is_written()
    {
        const string Written = "\"worktree\": {\"copy\":[ \".env\" ],  \"setup\": \"npm ci\", \"x_why\": \"cold cache\"}";
        string text = $$"""
            {
              {{Written}},
              "tickets": [
                { "id": "T-1", "description": "Do it" }
              ]
            }
            """;

        var made = Assert.IsType<TrackEdit.Made>(TrackFileEditor.CreateTicket(text, new NewTicket("Another")));

        string edited = TextEdits.Apply(text, made.Edits);
        Assert.Contains(Written, edited, StringComparison.Ordinal);
        Assert.Equal(new TreeSetup([".env"], "npm ci"), TrackFileReader.Read(edited).Worktree);
        Assert.Equal(2, TrackFileReader.Read(edited).Tickets.Length);
    }
}
