using System.Text.Json;
using Conductor.Core.Tickets;
using Conductor.Server.Protocol;
using Conductor.Server.TrackFiles;
using Xunit;

namespace Conductor.Server.Tests.TrackFiles;

/// <summary>What a file looks like after an edit.</summary>
public sealed class TrackFileEditorTests
{
    private const string Tidy = """
        {
          "id": "search",
          "tickets": [
            {
              "id": "T-1",
              "description": "Do it",
              "x_estimate": { "hours":  3 }
            }
          ]
        }

        """;

    [Fact]
    public void A_new_ticket_is_laid_out_like_the_one_before_it()
    {
        Check(
            Tidy,
            TrackFileEditor.CreateTicket(Tidy, new NewTicket("Más \"x\"", Title: "Two", DependsOn: ["T-1"], ContextRequirements: ["a.cs", "b.cs"], StepMode: true)),
            """
            {
              "id": "search",
              "tickets": [
                {
                  "id": "T-1",
                  "description": "Do it",
                  "x_estimate": { "hours":  3 }
                },
                {
                  "id": "T-2",
                  "title": "Two",
                  "description": "Más \"x\"",
                  "depends_on": ["T-1"],
                  "step_mode": true,
                  "context_requirements": ["a.cs", "b.cs"]
                }
              ]
            }

            """);
    }

    [Theory]
    [InlineData("[]", "[\n  {\n    \"id\": \"T-1\",\n    \"description\": \"d\"\n  }\n]")]
    [InlineData("[\n]\n", "[\n  {\n    \"id\": \"T-1\",\n    \"description\": \"d\"\n  }\n]\n")]
    [InlineData("{\r\n\t\"tickets\": [ ]\r\n}", "{\r\n\t\"tickets\": [\r\n\t\t{\r\n\t\t\t\"id\": \"T-1\",\r\n\t\t\t\"description\": \"d\"\r\n\t\t}\r\n\t]\r\n}")]
    [InlineData("[{\"id\":\"A-9\",\"description\":\"x\"}]", "[{\"id\":\"A-9\",\"description\":\"x\"},{\"id\":\"A-10\",\"description\":\"d\"}]")]
    [InlineData(
        "[\n    { \"id\": \"T-007\", \"description\": \"x\" }\n]",
        "[\n    { \"id\": \"T-007\", \"description\": \"x\" },\n    { \"id\": \"T-008\", \"description\": \"d\" }\n]")]
    [InlineData(
        "\uFEFF[ { \"id\": \"first\", \"description\": \"x\" } ]",
        "\uFEFF[ { \"id\": \"first\", \"description\": \"x\" }, { \"id\": \"T-1\", \"description\": \"d\" } ]")]
    public void A_new_ticket_follows_the_habits_of_the_file(string before, string after)
    {
        Check(before, TrackFileEditor.CreateTicket(before, new NewTicket("d")), after);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public void The_first_ticket_of_a_new_track_follows_the_bracket_without_an_empty_line(string newLine)
    {
        string before = "{\n  \"id\": \"search\",\n  \"description\": \"Search\",\n  \"tickets\": []\n}\n".ReplaceLineEndings(newLine);
        string after = "{\n  \"id\": \"search\",\n  \"description\": \"Search\",\n  \"tickets\": [\n    {\n      \"id\": \"T-1\",\n      \"description\": \"d\"\n    }\n  ]\n}\n"
            .ReplaceLineEndings(newLine);

        Check(before, TrackFileEditor.CreateTicket(before, new NewTicket("d")), after);
    }

    [Theory]
    [InlineData("[\"a\"]", "[\"a\", \"c\", \"b\"]")]
    [InlineData("[]", "[\"c\", \"b\"]")]
    [InlineData("[ \"a\", \"d\" ]", "[ \"a\", \"d\", \"c\", \"b\" ]")]
    [InlineData("[\n    \"a\"\n  ]", "[\n    \"a\",\n    \"c\",\n    \"b\"\n  ]")]
    [InlineData("null", "[\"c\", \"b\"]")]
    public void Context_files_are_added_in_the_layout_of_the_list(string before, string after)
    {
        string text = $$"""[{ "id": "T-1", "context_requirements": {{before}}, "description": "d" }]""";

        Check(text, TrackFileEditor.AddContext(text, "T-1", ["c", "b"]), text.Replace(before, after, StringComparison.Ordinal));
    }

    [Fact]
    public void Context_files_of_a_ticket_without_any_become_its_last_field()
    {
        Check(
            Tidy,
            TrackFileEditor.AddContext(Tidy, "T-1", ["src/a.cs"]),
            Tidy.Replace("{ \"hours\":  3 }", "{ \"hours\":  3 },\n      \"context_requirements\": [\"src/a.cs\"]", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", null, new[] { "A.M" }, false, """, "context_views": { "a": ["A.M"] }""")]
    [InlineData("", ContextLevel.Outline, new string[0], false, """, "context_views": { "a": "outline" }""")]
    [InlineData(""", "context_views": { "a": ["A.M"], "b": "full" }""", null, new[] { "A.N" }, true, """, "context_views": { "a": ["A.M", "A.N"], "b": "full" }""")]
    [InlineData(""", "context_views": { "a": ["A.M"], "b": "full" }""", null, new string[0], false, """, "context_views": { "b": "full" }""")]
    [InlineData(""", "context_views": { "a": "full" }""", null, new string[0], false, "")]
    public void How_a_context_file_is_shown_is_written_beside_the_list(string before, ContextLevel? level, string[] members, bool isAdded, string after)
    {
        string text = $$"""[{ "id": "T-1", "description": "d", "context_requirements": ["a", "b"]{{before}} }]""";

        TrackEdit edit = TrackFileEditor.SetContextView(text, "T-1", new ContextView("a", level, [.. members]), isAdded);

        string edited = TextEdits.Apply(text, Assert.IsType<TrackEdit.Made>(edit).Edits);
        Assert.True(
            JsonElement.DeepEquals(JsonElement.Parse($$"""[{ "id": "T-1", "description": "d", "context_requirements": ["a", "b"]{{after}} }]"""), JsonElement.Parse(edited)),
            edited);
    }

    [Fact]
    public void It_is_written_as_a_person_would_on_one_line()
    {
        TrackEdit edit = TrackFileEditor.SetContextView(Tidy, "T-1", new ContextView("a.cs", null, ["A.M", "A.N"]), isAdded: false);
        Assert.True(edit is TrackEdit.Made, (edit as TrackEdit.Refused)?.Message);
        var made = (TrackEdit.Made)edit;

        Assert.Contains("\n      \"context_views\": { \"a.cs\": [\"A.M\", \"A.N\"] }\n", TextEdits.Apply(Tidy, made.Edits), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_to_be_shown_in_a_way_of_its_own_joins_the_context_and_loses_that_when_it_leaves()
    {
        const string text = """[{ "id": "T-1", "description": "d" }]""";
        string with = TextEdits.Apply(text, Assert.IsType<TrackEdit.Made>(TrackFileEditor.SetContextView(text, "T-1", new ContextView("a.cs", null, ["A.M"]), isAdded: true)).Edits);

        TicketDefinition ticket = Assert.Single(TrackFileReader.Read(with).Tickets);
        Assert.Equal(["a.cs"], ticket.ContextRequirements);
        Assert.Equal(["A.M"], Assert.Single(ticket.ContextViews).Members);

        string without = TextEdits.Apply(with, Assert.IsType<TrackEdit.Made>(TrackFileEditor.RemoveContext(with, "T-1", ["a.cs"])).Edits);
        Assert.DoesNotContain("a.cs", without, StringComparison.Ordinal);
    }

    [Fact]
    public void Paths_that_are_already_there_are_skipped_and_nothing_is_edited()
    {
        const string Text = """[{ "id": "T-1", "description": "d", "context_requirements": ["a"] }]""";

        var made = Assert.IsType<TrackEdit.Made>(TrackFileEditor.AddContext(Text, "T-1", ["a", "a"]));

        Assert.Empty(made.Edits);
        Assert.Equal(["a"], made.Skipped);
    }

    [Theory]
    [InlineData("[\"a\", \"b\", \"c\"]", "a", "[\"b\", \"c\"]")]
    [InlineData("[\"a\", \"b\", \"c\"]", "b", "[\"a\", \"c\"]")]
    [InlineData("[\"a\", \"b\", \"c\"]", "c", "[\"a\", \"b\"]")]
    [InlineData("[\n  \"a\",\n  \"b\"\n]", "b", "[\n  \"a\"\n]")]
    [InlineData("[\n  \"a\"\n]", "a", "[]")]
    public void A_context_file_is_taken_out_with_its_comma(string before, string path, string after)
    {
        string text = $$"""[{ "id": "T-1", "context_requirements": {{before}}, "description": "d" }]""";

        Check(text, TrackFileEditor.RemoveContext(text, "T-1", [path, "unknown"]), text.Replace(before, after, StringComparison.Ordinal), "unknown");
    }

    [Fact]
    public void Fields_are_changed_added_and_taken_away_at_once()
    {
        const string Text = """
            [
              {
                "id": "T-1",
                "title": "Old",
                "depends_on": [
                  "T-2",
                  "T-3"
                ],
                "description": "d",
                "model": "demo",
                "priority": 1
              },
              { "id": "T-2", "description": "d" }, { "id": "T-3", "description": "d" }, { "id": "T-4", "description": "d" }
            ]
            """;
        string expected = Text
            .Replace("\"Old\"", "\"New\"", StringComparison.Ordinal)
            .Replace("\"T-2\",\n      \"T-3\"", "\"T-3\",\n      \"T-4\"", StringComparison.Ordinal)
            .Replace(",\n    \"model\": \"demo\",\n    \"priority\": 1", ",\n    \"step_mode\": true", StringComparison.Ordinal);

        Check(Text, Update(Text, """{ "title": "New", "depends_on": ["T-3", "T-4"], "model": null, "priority": null, "step_mode": true }"""), expected);
    }

    [Fact]
    public void A_value_that_is_already_so_is_not_edited()
    {
        Check(Tidy, Update(Tidy, """{ "description": "Do it", "x_estimate": { "hours": 3 }, "title": null }"""), Tidy);
    }

    [Fact]
    public void A_change_that_would_break_the_track_is_refused_with_its_problems()
    {
        const string Text = """[{ "id": "a", "description": "d" }, { "id": "b", "description": "d", "depends_on": ["a"] }]""";

        var refused = Assert.IsType<TrackEdit.Refused>(TrackFileEditor.UpdateFields(Text, "a", Fields("""{ "depends_on": ["b"] }""")));

        Assert.Equal(ErrorCodes.InvalidTrack, refused.ErrorCode);
        Assert.Equal("cycle", Assert.Single(refused.Problems).Code);
        Assert.StartsWith("That change would break the track. These tickets wait for each other in a circle: a, b.", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_change_that_repairs_one_of_two_problems_is_made()
    {
        const string Text = """[{ "id": "a", "description": "d", "depends_on": ["a", "zzz"] }]""";

        Check(
            Text,
            TrackFileEditor.UpdateFields(Text, "a", Fields("""{ "depends_on": ["zzz"] }""")),
            """[{ "id": "a", "description": "d", "depends_on": ["zzz"] }]""");
    }

    [Fact]
    public void A_ticket_that_is_not_there_is_refused()
    {
        var refused = Assert.IsType<TrackEdit.Refused>(TrackFileEditor.AddContext(Tidy, "T-9", ["a"]));

        Assert.Equal(ErrorCodes.UnknownTicket, refused.ErrorCode);
    }

    [Fact]
    public void A_text_that_is_not_JSON_is_refused_with_the_place()
    {
        var refused = Assert.IsType<TrackEdit.Refused>(TrackFileEditor.CreateTicket("[", new NewTicket("d")));

        Assert.Equal(ErrorCodes.InvalidTrack, refused.ErrorCode);
        Assert.Equal("invalidJson", Assert.Single(refused.Problems).Code);
    }

    private static TrackEdit Update(string text, string fields) => TrackFileEditor.UpdateFields(text, "T-1", Fields(fields));

    private static Dictionary<string, JsonElement> Fields(string json) =>
        JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(json, WireJson.Options) ?? [];

    private static void Check(string before, TrackEdit edit, string after, params string[] skipped)
    {
        var made = Assert.IsType<TrackEdit.Made>(edit);
        Assert.Equal(after.ReplaceLineEndings("\n"), TextEdits.Apply(before, made.Edits).ReplaceLineEndings("\n"));
        Assert.Equal(after, TextEdits.Apply(before, made.Edits));
        Assert.Equal(skipped, made.Skipped);
    }
}
