using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Conductor.Core.Tickets;

namespace Conductor.Benchmarks;

/// <summary>Random acyclic tracks: each ticket depends on distinct earlier ones. The same seed gives the same track.</summary>
internal static class RandomTrack
{
    /// <summary>Tickets that a ticket depends on, where that many stand before it.</summary>
    public const int EdgesPerTicket = 3;

    /// <summary>Makes a track.</summary>
    /// <param name="reach">How far back a dependency may lie, so that tracks of every size look alike from a ticket; int.MaxValue for anywhere.</param>
    /// <param name="free">How many tickets at the start depend on nothing.</param>
    public static ImmutableArray<TicketDefinition> Create(int count, int seed, int reach = int.MaxValue, int free = EdgesPerTicket, string prefix = "T-")
    {
        var random = new Random(seed);
        var tickets = ImmutableArray.CreateBuilder<TicketDefinition>(count);
        var chosen = new HashSet<int>();
        for (int index = 0; index < count; index++)
        {
            chosen.Clear();
            while (index >= free && chosen.Count < EdgesPerTicket)
            {
                chosen.Add(random.Next(Math.Max(0, index - reach), index));
            }

            tickets.Add(new TicketDefinition(Id(prefix, index), "Change the part this ticket is about, and say what was done.")
            {
                DependsOn = [.. chosen.Select(other => Id(prefix, other))],
            });
        }

        return tickets.MoveToImmutable();
    }

    /// <summary>The tickets as a track file: a bare list, one ticket a line.</summary>
    public static byte[] ToFile(ImmutableArray<TicketDefinition> tickets)
    {
        using var text = new MemoryStream();
        using (var writer = new Utf8JsonWriter(text, new JsonWriterOptions { Indented = true }))
        {
            writer.WriteStartArray();
            foreach (TicketDefinition ticket in tickets)
            {
                writer.WriteStartObject();
                writer.WriteString("id", ticket.Id);
                writer.WriteString("description", ticket.Description);
                writer.WriteString("status", "todo");
                writer.WriteStartArray("depends_on");
                foreach (string dependency in ticket.DependsOn)
                {
                    writer.WriteStringValue(dependency);
                }

                writer.WriteEndArray();
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        return text.ToArray();
    }

    /// <summary>Ids of one length whatever the track's size, so that sizes in bytes can be compared.</summary>
    private static string Id(string prefix, int index) => prefix + index.ToString("D6", CultureInfo.InvariantCulture);
}
