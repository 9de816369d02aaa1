using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Conductor.Core.Tickets;

namespace Conductor.Benchmarks;

/// <summary>Tickets whose scripted workers take a known time.</summary>
/// <param name="Delays">Milliseconds that the model of a ticket thinks in each of its turns.</param>
/// <param name="WritesFirst">A worker writes a file of its own in a turn before the one in which it finishes.</param>
internal sealed record ScriptedTrack(ImmutableArray<TicketDefinition> Tickets, ImmutableDictionary<string, double> Delays, bool WritesFirst = false)
{
    private int Turns => WritesFirst ? 2 : 1;

    /// <summary>Milliseconds by ticket.</summary>
    public ImmutableDictionary<string, double> Durations => Delays.ToImmutableDictionary(entry => entry.Key, entry => entry.Value * Turns);

    /// <summary>Random dependencies, and delays between two bounds.</summary>
    public static ScriptedTrack Random(int seed, int count, int shortest, int longest)
    {
        ImmutableArray<TicketDefinition> tickets = RandomTrack.Create(count, seed, reach: 30, free: 6);
        var random = new Random(seed);
        return new ScriptedTrack(tickets, tickets.ToImmutableDictionary(ticket => ticket.Id, _ => (double)random.Next(shortest, longest)));
    }

    /// <summary>The script of its model.</summary>
    public string Script() => JsonSerializer.Serialize(Delays.ToDictionary(entry => entry.Key, entry => Script(entry.Key, (int)entry.Value)));

    private object[] Script(string id, int delay)
    {
        object finish = Turn(delay, "finish", new { verdict = "completed", summary = "Done." });
        return WritesFirst ? [Turn(delay, "write_file", new { path = string.Create(CultureInfo.InvariantCulture, $"work/{id}.txt"), content = $"{id}\n" }), finish] : [finish];
    }

    private static object Turn(int delay, string tool, object arguments) => new
    {
        text = "",
        delayMs = delay,
        usage = new { inputTokens = 100, outputTokens = 10, cachedInputTokens = 0 },
        toolCalls = new[] { new { name = tool, arguments } },
    };
}
