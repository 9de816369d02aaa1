using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Conductor.Server.Protocol;
using Conductor.Server.TrackFiles;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Conductor.Server.Tests.TrackFiles;

/// <summary>
/// Any edit of any file, however it is laid out: the JSON afterwards is the JSON before with that one change in it (unknown fields
/// included), and each edit is no wider than its ticket's list.
/// </summary>
public sealed class TrackFileEditorProperties
{
    private const int Rounds = 300;

    private static readonly string[] Names = ["title", "depends_on", "context_requirements", "priority", "x_unknown", "model"];

    [Fact]
    public void Changed_fields_are_the_only_difference()
    {
        Check(static (random, track, text) =>
        {
            JsonObject ticket = Pick(random, Tickets(track));
            var fields = new Dictionary<string, JsonElement>();
            foreach (string name in Names.Where(_ => random.Next(2) == 0))
            {
                JsonNode? value = random.Next(3) == 0 ? null : Value(random, name, track, ticket);
                fields[name] = JsonSerializer.SerializeToElement(value);
                if (value is null)
                {
                    ticket.Remove(name);
                }
                else
                {
                    ticket[name] = value;
                }
            }

            return TrackFileEditor.UpdateFields(text, IdOf(ticket), fields);
        });
    }

    [Fact]
    public void Added_context_is_the_only_difference()
    {
        Check(static (random, track, text) =>
        {
            JsonObject ticket = Pick(random, Tickets(track));
            string[] paths = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Path(random))];
            var list = ticket["context_requirements"] as JsonArray;
            string[] present = [.. (list ?? []).Select(path => path?.GetValue<string>() ?? string.Empty)];
            ticket["context_requirements"] = new JsonArray([.. present.Union(paths).Select(path => (JsonNode)path)]);
            return TrackFileEditor.AddContext(text, IdOf(ticket), paths);
        });
    }

    [Fact]
    public void Removed_context_is_the_only_difference()
    {
        Check(static (random, track, text) =>
        {
            JsonObject ticket = Pick(random, Tickets(track));
            string[] paths = [.. Enumerable.Range(0, random.Next(1, 6)).Select(_ => Path(random))];
            if (ticket["context_requirements"] is JsonArray list)
            {
                string[] left = [.. list.Select(path => path?.GetValue<string>() ?? string.Empty).Where(path => !paths.Contains(path))];
                ticket["context_requirements"] = new JsonArray([.. left.Select(path => (JsonNode)path)]);
            }

            return TrackFileEditor.RemoveContext(text, IdOf(ticket), paths);
        });
    }

    [Fact]
    public void A_created_ticket_is_the_only_difference()
    {
        Check(static (random, track, text) =>
        {
            JsonArray tickets = track as JsonArray ?? (JsonArray)(track["tickets"] ?? throw new InvalidOperationException("No tickets."));
            tickets.Add(new JsonObject { ["id"] = "new", ["description"] = "Größer" });
            return TrackFileEditor.CreateTicket(text, new NewTicket("Größer", "new"));
        });
    }

    /// <summary>Makes a file, lets the change be made to its nodes and asked of the editor, and compares both.</summary>
    private static void Check(Func<Random, JsonNode, string, TrackEdit> change) =>
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            var random = new Random(seed);
            JsonNode track = Track(random);
            string text = Written(random, track);
            Assert.Empty(TrackFileReader.Read(text).Problems);

            var made = Assert.IsType<TrackEdit.Made>(change(random, track, text));
            string after = TextEdits.Apply(text, made.Edits);

            Assert.Empty(TrackFileReader.Read(after).Problems);
            Assert.True(JsonNode.DeepEquals(track, JsonNode.Parse(after.TrimStart('\uFEFF'))), $"{text}\nbecame\n{after}\ninstead of\n{track}");
            Assert.All(made.Edits.Zip(made.Edits.Skip(1)), pair => Assert.True(EndsBefore(pair.First, pair.Second)));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(Rounds));

    private static bool EndsBefore(TextEditInfo first, TextEditInfo second) =>
        (first.EndLine, first.EndColumn).CompareTo((second.StartLine, second.StartColumn)) <= 0;

    private static JsonNode Track(Random random)
    {
        var tickets = new JsonArray();
        int count = random.Next(1, 4);
        for (int index = 0; index < count; index++)
        {
            var ticket = new JsonObject { ["id"] = $"T-{index}", ["description"] = "Über \"alles\"\n𝄞" };
            tickets.Add(ticket);
            foreach (string name in Names.Where(_ => random.Next(2) == 0))
            {
                ticket[name] = Value(random, name, tickets, ticket);
            }
        }

        return random.Next(2) == 0 ? tickets : new JsonObject { ["id"] = "t", ["tickets"] = tickets, ["more"] = new JsonArray(1, "]") };
    }

    /// <summary>Dependencies point backwards only, so that no circle arises.</summary>
    private static JsonNode Value(Random random, string name, JsonNode track, JsonObject ticket) => name switch
    {
        "depends_on" => new JsonArray([.. Tickets(track).Select(IdOf).TakeWhile(id => id != IdOf(ticket)).Where(_ => random.Next(2) == 0).Select(id => (JsonNode)id)]),
        "context_requirements" => new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => Path(random)).Distinct().Select(path => (JsonNode)path)]),
        "priority" => random.Next(5),
        "x_unknown" => new JsonObject { ["deep"] = new JsonArray(new JsonObject { ["n"] = random.Next(3) }, true) },
        _ => $"{name} {random.Next(3)}",
    };

    private static string Path(Random random) => $"src/ü{random.Next(5)}.cs";

    private static IReadOnlyList<JsonObject> Tickets(JsonNode track) =>
        [.. (track as JsonArray ?? track["tickets"] as JsonArray ?? []).OfType<JsonObject>()];

    private static string IdOf(JsonObject ticket) => ticket["id"]?.GetValue<string>() ?? string.Empty;

    private static JsonObject Pick(Random random, IReadOnlyList<JsonObject> tickets) => tickets[random.Next(tickets.Count)];

    /// <summary>JSON in some author's manner: one line or many, tabs or blanks, with every kind of line break, or at random.</summary>
    private static string Written(Random random, JsonNode track)
    {
        string lineBreak = Pick(random, "\n", "\r\n", "\r");
        string json = track.ToJsonString(new JsonSerializerOptions
        {
            WriteIndented = random.Next(3) > 0,
            IndentCharacter = random.Next(2) == 0 ? ' ' : '\t',
            IndentSize = random.Next(1, 5),
            NewLine = "\n",
        });
        var text = new StringBuilder(random.Next(4) == 0 ? "\uFEFF" : string.Empty);
        bool isScattered = random.Next(2) == 0;
        bool isInString = false;
        for (int index = 0; index < json.Length; index++)
        {
            char character = json[index];
            isInString ^= character == '"' && json[index - 1] != '\\';
            text.Append(character == '\n' ? lineBreak : character.ToString());
            if (isScattered && !isInString && "[]{},:\"".Contains(character, StringComparison.Ordinal) && random.Next(3) == 0)
            {
                text.Append(Pick(random, " ", "  ", "\t", lineBreak));
            }
        }

        return text.ToString();
    }

    private static string Pick(Random random, params string[] choices) => choices[random.Next(choices.Length)];
}
