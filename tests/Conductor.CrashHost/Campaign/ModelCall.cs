using System.Text.Json;
using Conductor.Core.Usage;

namespace Conductor.CrashHost.Campaign;

/// <summary>Which call of a model: the same one in every run.</summary>
/// <param name="Attempt">Counted by retries, not by the engine: an attempt that was prepared anew is the same one.</param>
internal readonly record struct ModelCall(string TicketId, int Attempt, Tier Tier, int Turn)
{
    /// <summary>Reads a line of the scripted model's log.</summary>
    /// <param name="attempt">Counts a ticket's attempt by retries.</param>
    public static ModelCall Parse(string line, Func<string, int, int> attempt)
    {
        JsonElement call = JsonElement.Parse(line);
        string ticket = call.GetProperty("ticket").GetString() ?? "";
        return new ModelCall(
            ticket, attempt(ticket, call.GetProperty("attempt").GetInt32()), (Tier)call.GetProperty("tier").GetInt32(), call.GetProperty("turn").GetInt32());
    }

    public override string ToString() => $"{TicketId}/{Attempt} {Tier} turn {Turn}";
}
