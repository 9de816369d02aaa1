using System.Globalization;
using Conductor.Core.Tickets;
using Conductor.Core.Usage;

namespace Conductor.Server.Tests.Storage;

/// <summary>What a person would miss of a track, as lines that stay the same when states gain members.</summary>
internal static class StateFacts
{
    public static string Of(TrackState state) => string.Join('\n', Lines(state));

    private static IEnumerable<string> Lines(TrackState state)
    {
        yield return Line($"revision {state.Revision}, {state.Run.Status}, model {state.Run.Options?.Model}");
        TokenUsage usage = state.Usage.Total;
        yield return Line($"usage {usage.InputTokens} {usage.CachedInputTokens} {usage.OutputTokens} {usage.Calls}");
        yield return Line($"open {string.Join(", ", state.OpenApprovals.Keys.Order(StringComparer.Ordinal))}");
        yield return Line($"decided {string.Join(", ", state.DecidedApprovals.Select(decided => $"{decided.Key} {decided.Value.Choice}").Order(StringComparer.Ordinal))}");
        foreach (TicketState ticket in state.Graph.Tickets.Select(definition => state.Tickets[definition.Id]))
        {
            yield return Line($"{ticket.Definition.Id}: {ticket.Outcome?.Status ?? "-"}, attempts {ticket.Attempts}, {ticket.Attempt?.Phase.ToString() ?? "-"}, calls {ticket.Attempt?.Calls.Count ?? 0}, notes {ticket.Notes.Count}");
            yield return Line($"  files {string.Join(", ", ticket.Files.Texts.Keys.Concat(ticket.Files.Spans.Keys).Distinct().Order(StringComparer.Ordinal))}");
        }
    }

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
