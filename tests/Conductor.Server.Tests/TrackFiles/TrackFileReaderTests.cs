using System.Diagnostics;
using System.Text;
using Conductor.Core.Tickets;
using Conductor.Server.TrackFiles;
using Xunit;

namespace Conductor.Server.Tests.TrackFiles;

/// <summary>What a sound file says.</summary>
public sealed class TrackFileReaderTests
{
    [Fact]
    public void A_bare_list_of_tickets_is_a_track_with_the_defaults()
    {
        TrackFileReading reading = TrackFileReader.Read("""[{ "id": "T-1", "description": "Do it" }]""");

        Assert.True(reading.IsSound);
        Assert.Equal((null, "", null), (reading.Id, reading.Description, reading.Context));
        TicketDefinition ticket = Assert.Single(reading.Tickets);
        Assert.True(ticket.SameAs(new TicketDefinition("T-1", "Do it")));
        Assert.Equal(("todo", "unassigned", false, 0), (ticket.Status, ticket.AssignedTo, ticket.StepMode, ticket.Priority));
    }

    [Fact]
    public void Every_known_field_of_the_object_form_is_read()
    {
        TrackFileReading reading = TrackFileReader.Read("""
            {
              "id": "search", "description": "Search in the shop", "context": "House rules", "colour": "blue",
              "tickets": [
                { "id": "T-0", "description": "First" },
                { "id": "T-1", "description": "Second", "title": "Two", "status": "in_progress", "assigned_to": "@ada", "depends_on": ["T-0", "T-0"],
                  "step_mode": true, "context_requirements": ["a.cs", "b.cs"], "priority": -3, "model": "demo", "acceptance": ["make"],
                  "writes": ["src/**"], "dependson": 7 }
              ]
            }
            """);

        Assert.Empty(reading.Problems);
        Assert.Equal(("search", "Search in the shop", "House rules"), (reading.Id, reading.Description, reading.Context));
        Assert.True(reading.Tickets[1].SameAs(new TicketDefinition("T-1", "Second")
        {
            Title = "Two",
            Status = "in_progress",
            AssignedTo = "@ada",
            DependsOn = ["T-0"],
            StepMode = true,
            ContextRequirements = ["a.cs", "b.cs"],
            Priority = -3,
            Model = "demo",
            Acceptance = ["make"],
            Writes = ["src/**"],
        }));
    }

    [Fact]
    public void An_optional_field_that_is_null_counts_as_absent()
    {
        TrackFileReading reading = TrackFileReader.Read(
            """[{ "id": "T-1", "description": "Do it", "status": null, "depends_on": null, "step_mode": null, "priority": null, "model": null }]""");

        Assert.True(Assert.Single(reading.Tickets).SameAs(new TicketDefinition("T-1", "Do it")));
    }

    [Fact]
    public void A_byte_order_mark_is_no_problem_and_not_counted()
    {
        TrackFileReading reading = TrackFileReader.Read([0xEF, 0xBB, 0xBF, .. "[{}]"u8]);

        Assert.All(reading.Problems, problem => Assert.Equal(new TextRange(0, 1, 0, 2), problem.Place));
        Assert.Equal(2, reading.Problems.Length);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public void A_ticket_can_be_found_in_its_file(string lineBreak)
    {
        string text = string.Join(lineBreak, "[", "  { \"id\": \"T-1\", \"description\": \"é𝄞\" }, { \"id\": \"T-2\",", "    \"description\": \"x\" }", "]");

        TrackFileReading reading = TrackFileReader.Read(text);

        Assert.Equal(new TextRange(1, 2, 1, 39), reading.PlaceOf("T-1"));
        Assert.Equal(new TextRange(1, 41, 2, 24), reading.PlaceOf("T-2"));
        Assert.Null(reading.PlaceOf("T-3"));
    }

    [Fact]
    public void Tickets_to_add_may_depend_on_loaded_ones_and_must_not_repeat_them()
    {
        TicketDefinition[] loaded = [new("T-1", "Loaded")];

        TrackFileReading sound = TrackFileReader.ReadAddition("""[{ "id": "T-2", "description": "d", "depends_on": ["T-1"] }]""", [.. loaded]);
        TrackFileReading repeated = TrackFileReader.ReadAddition("""[{ "id": "T-1", "description": "d" }]""", [.. loaded]);

        Assert.Equal("T-2", Assert.Single(sound.Tickets).Id);
        Assert.Equal(("duplicateId", 9), (Assert.Single(repeated.Problems).Code, repeated.Problems[0].Place?.StartColumn));
        Assert.Empty(repeated.Tickets);
    }

    [Fact]
    public void Unknown_fields_may_nest_deeply()
    {
        string deep = new string('[', 300) + new string(']', 300);

        Assert.Empty(TrackFileReader.Read($$"""[{ "id": "T-1", "description": "d", "x": {{deep}} }]""").Problems);
    }

    [Fact]
    public void A_track_of_100_000_tickets_is_read_and_checked_in_time_that_grows_with_its_size()
    {
        const int Tickets = 100_000;
        var text = new StringBuilder("[\n");
        for (int index = 0; index < Tickets; index++)
        {
            string dependencies = string.Join(", ", Enumerable.Range(1, 3).Where(step => index >= step * 7).Select(step => $"\"T-{index - (step * 7)}\""));
            text.Append(index == 0 ? "" : ",\n").Append($$"""  { "id": "T-{{index}}", "description": "Ticket {{index}}", "depends_on": [{{dependencies}}] }""");
        }

        byte[] utf8 = Encoding.UTF8.GetBytes(text.Append("\n]\n").ToString());
        TrackFileReader.Read("[]");
        long start = Stopwatch.GetTimestamp();

        TrackFileReading reading = TrackFileReader.Read(utf8);

        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        TestContext.Current.SendDiagnosticMessage($"read and checked {Tickets} tickets, {utf8.Length} bytes: {elapsed.TotalMilliseconds:F0} ms");
        Assert.Equal(Tickets, reading.Tickets.Length);
        // It takes well under two seconds on an idle machine; the limit only tells linear from quadratic on a busy one.
        Assert.InRange(elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }
}
