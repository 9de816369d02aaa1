using Conductor.Server.TrackFiles;
using Xunit;

namespace Conductor.Server.Tests.TrackFiles;

/// <summary>What is said about a file that is refused: which problem, where, in which words.</summary>
public sealed class TrackFileProblemTests
{
    [Theory]
    [InlineData("", "1:1 invalidJson This is not valid JSON: the file is empty. Write a list of tickets, for example [].")]
    [InlineData("7", "1:1 notATrack A track is a list of tickets, or an object with a list called \"tickets\". This is a number.")]
    [InlineData("{}", "1:1 notATrack A track is a list of tickets, or an object with a list called \"tickets\". This object has none.")]
    [InlineData("{ \"tickets\": {} }", "1:14 notATrack A track is a list of tickets, or an object with a list called \"tickets\". Here \"tickets\" is an object.")]
    [InlineData("[\n  // note\n]", "2:3 invalidJson This is not valid JSON: comments are not allowed in a track file. Remove it.")]
    [InlineData("[\n  1,\n]", "2:4 invalidJson This is not valid JSON: there is a comma before the closing \"]\". Remove it.")]
    [InlineData("[\n  { \"id\": ", "2:10 invalidJson This is not valid JSON: the file ends too early. A bracket, a brace or a quote is not closed.")]
    [InlineData("[1] 2", "1:5 invalidJson This is not valid JSON: '2' is invalid after a single JSON value. Expected end of data.")]
    [InlineData("[\"é\", x]", "1:7 invalidJson This is not valid JSON: 'x' is an invalid start of a value.")]
    [InlineData("[\"\\ud800\"]", "1:2 invalidJson This is not valid JSON: a string holds half a character. Write the character itself, or both of its \\u escapes.")]
    [InlineData("[7]", "1:2 wrongType Ticket 1 is a number. Each ticket is an object with an id and a description.")]
    public void A_text_that_is_no_track_says_so_at_its_place(string text, string expected)
    {
        Check(text, expected);
    }

    [Theory]
    [InlineData("[{}]", "1:2 missingField Ticket 1 has no id. Give it one.", "1:2 missingField Ticket 1 has no description. Give it one.")]
    [InlineData("[{ \"id\": \"a\" }]", "1:10 missingField Ticket \"a\" has no description. Give it one.")]
    [InlineData("[{ \"id\": \"\", \"description\": \" \" }]", "1:10 missingField Ticket 1 has an empty id. Write something there.", "1:29 missingField Ticket 1 has an empty description. Write something there.")]
    [InlineData("[{ \"id\": 7, \"description\": \"d\" }, { \"id\": \"b\", \"description\": \"d\", \"depends_on\": [\"7\"] }]", "1:10 wrongType Ticket \"7\": id is a number. It must be a string. Write \"7\".")]
    public void A_ticket_without_id_or_description_says_so_at_its_place(string text, params string[] expected)
    {
        Check(text, expected);
    }

    [Theory]
    [InlineData("\"status\": \"complete\"", "wrongType Ticket \"a\": \"complete\" is not a status. Did you mean \"completed\"? Use one of todo, in_progress, completed, blocked, failed, cancelled, skipped.")]
    [InlineData("\"depends_on\": \"b\"", "wrongType Ticket \"a\": depends_on is a string. It must be a list of strings.")]
    [InlineData("\"step_mode\": \"yes\"", "wrongType Ticket \"a\": step_mode is a string. It must be true or false.")]
    [InlineData("\"priority\": 1.5", "wrongType Ticket \"a\": priority is 1.5. It must be a whole number between -2147483648 and 2147483647.")]
    [InlineData("\"priority\": \"high\"", "wrongType Ticket \"a\": priority is a string. It must be a whole number.")]
    [InlineData("\"model\": true", "wrongType Ticket \"a\": model is true or false. It must be a string.")]
    [InlineData("\"acceptance\": {}", "wrongType Ticket \"a\": acceptance is an object. It must be a list of strings.")]
    public void A_known_field_of_the_wrong_kind_says_what_it_must_be(string field, string expected)
    {
        TrackFileProblem problem = Assert.Single(TrackFileReader.Read($$"""[{ "id": "a", "description": "d", {{field}} }]""").Problems);

        Assert.Equal(expected, $"{problem.Code} {problem.Message}");
        Assert.Equal(34 + field.IndexOf(':', StringComparison.Ordinal) + 2, problem.Place?.StartColumn);
    }

    [Fact]
    public void A_field_given_twice_is_refused_known_or_not()
    {
        Check(
            """[{ "id": "a", "description": "d", "x": 1, "x": 2 }]""",
            "1:43 invalidJson Ticket \"a\" has the field \"x\" twice. Keep one of them.");
    }

    [Fact]
    public void Every_ticket_with_a_repeated_id_is_marked()
    {
        Check(
            "[\n{ \"id\": \"a\", \"description\": \"d\" },\n{ \"description\": \"d\", \"id\": \"a\" }\n]",
            "2:9 duplicateId The id \"a\" is used by 2 tickets. Give each ticket an id of its own.",
            "3:29 duplicateId The id \"a\" is used by 2 tickets. Give each ticket an id of its own.");
    }

    [Fact]
    public void An_unknown_dependency_is_marked_with_the_id_that_was_meant()
    {
        Check(
            """[{ "id": "T-10", "description": "d", "depends_on": ["T-20", "T-1O"] }, { "id": "T-20", "description": "d" }]""",
            "1:61 unknownDependency Ticket \"T-10\" depends on \"T-1O\", which is not in this track. Did you mean \"T-10\"?");
    }

    [Fact]
    public void A_circle_names_exactly_its_members_and_marks_a_dependency_inside_it()
    {
        Check(
            """
            [
              { "id": "before", "description": "d" },
              { "id": "a", "description": "d", "depends_on": ["before", "c"] },
              { "id": "b", "description": "d", "depends_on": ["a"] },
              { "id": "c", "description": "d", "depends_on": ["b"] },
              { "id": "after", "description": "d", "depends_on": ["c"] },
              { "id": "self", "description": "d", "depends_on": ["self"] }
            ]
            """,
            "3:61 cycle These tickets wait for each other in a circle: a, b, c. Remove one of the dependencies between them.",
            "7:54 cycle Ticket \"self\" depends on itself. Remove that dependency.");
    }

    [Fact]
    public void All_problems_are_named_at_once_and_nothing_of_the_file_is_kept()
    {
        const string Text = """
            { "description": 1,
              "tickets": [
                { "id": "a", "description": "d", "depends_on": ["b", 3] },
                { "id": "b", "depends_on": ["a"] },
                { "id": "c", "description": "d", "status": "done", "depends_on": ["zzz"] },
                "d",
                { "id": "c", "description": "d" }
              ] }
            """;

        TrackFileReading reading = TrackFileReader.Read(Text);

        Assert.Equal(
            ["wrongType", "cycle", "wrongType", "missingField", "duplicateId", "wrongType", "unknownDependency", "wrongType", "duplicateId"],
            reading.Problems.Select(problem => problem.Code));
        Assert.Empty(reading.Tickets);
        Assert.False(reading.IsSound);
    }

    [Fact]
    public void A_mark_ends_with_its_line()
    {
        TrackFileProblem problem = Assert.Single(TrackFileReader.Read("[\n  [\r\n  ]\n]").Problems);

        Assert.Equal(new TextRange(1, 2, 1, 3), problem.Place);
    }

    [Theory]
    [InlineData("\"prioritty\": 1", "prioritty", "priority")]
    [InlineData("\"depend_on\": []", "depend_on", "depends_on")]
    [InlineData("\"dependsOn\": []", "dependsOn", "depends_on")]
    public void A_field_that_looks_misspelt_is_a_warning_and_refuses_nothing(string field, string written, string meant)
    {
        TrackFileReading reading = TrackFileReader.Read($$"""[{ "id": "a", "description": "d", {{field}} }]""");

        TrackFileProblem warning = Assert.Single(reading.Warnings);
        Assert.Equal($"1:35: \"{written}\" is not a field Conductor knows, so it does nothing. Did you mean \"{meant}\"?", warning.ToString());
        Assert.True(reading.IsSound);
        Assert.Single(reading.Tickets);
    }

    [Theory]
    [InlineData("\"x_estimate\": 1")]
    [InlineData("\"x-estimate\": 1")]
    [InlineData("\"_note\": \"mine\"")]
    [InlineData("\"//\": \"mine\"")]
    public void A_field_that_is_somebodys_own_by_its_name_is_no_warning(string fields) =>
        Assert.Empty(TrackFileReader.Read($$"""[{ "id": "a", "description": "d", {{fields}} }]""").Warnings);

    [Theory]
    [InlineData("\"estimate\": 1", "estimate")]
    [InlineData("\"priority\": 1, \"prioritty\": 2", "prioritty")]
    public void Any_other_unknown_field_is_a_warning_that_says_how_to_keep_it(string fields, string name) => Assert.Equal(
        $"\"{name}\" is not a field Conductor knows, so it does nothing. Take it out, or let its name begin with x_ if it is your own.",
        Assert.Single(TrackFileReader.Read($$"""[{ "id": "a", "description": "d", {{fields}} }]""").Warnings).Message);

    [Fact]
    public void A_misspelt_field_of_the_track_is_a_warning_too() =>
        Assert.StartsWith("1:3: \"descripton\"", Assert.Single(TrackFileReader.Read("""{ "descripton": "d", "tickets": [] }""").Warnings).ToString(), StringComparison.Ordinal);

    private static void Check(string text, params string[] expected)
    {
        Assert.Equal(expected, TrackFileReader.Read(text).Problems
            .Select(problem => $"{problem.Place?.StartLine + 1}:{problem.Place?.StartColumn + 1} {problem.Code} {problem.Message}"));
    }
}
