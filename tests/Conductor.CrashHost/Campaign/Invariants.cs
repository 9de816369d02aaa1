using Conductor.Core.Tickets;

namespace Conductor.CrashHost.Campaign;

/// <summary>What must hold of a run however often it was killed, judged from outside against a run that was not.</summary>
/// <param name="reference">The undisturbed run.</param>
/// <param name="run">The other one.</param>
/// <param name="kills">How often that one was killed.</param>
internal sealed class Invariants(Evidence reference, Evidence run, int kills)
{
    private const int LongestText = 200;

    /// <summary>One sentence for each thing that does not hold.</summary>
    public IEnumerable<string> Broken() =>
    [
        .. Outcomes(),
        .. AcceptedTicketsThatRanAgain(),
        .. Effects(),
        .. Differences("The gate", Gates.Of(reference), Gates.Of(run)),
        .. Gates.OfDoubt(run).Where(gate => gate.Value != Gates.AskedAndSettledOnce).Select(gate => $"The gate {gate.Key} was {gate.Value}."),
        .. new UsageInvariants(reference, run, kills).Broken(),
        .. Differences("The file", reference.Tree, run.Tree),
        .. Replay(),
    ];

    private IEnumerable<string> Outcomes() => Differences(
        "The outcome of",
        reference.State.Tickets.ToDictionary(ticket => ticket.Key, ticket => ticket.Value.Outcome?.ToString() ?? "none"),
        run.State.Tickets.ToDictionary(ticket => ticket.Key, ticket => ticket.Value.Outcome?.ToString() ?? "none"));

    /// <summary>1: no completed ticket runs again.</summary>
    private IEnumerable<string> AcceptedTicketsThatRanAgain()
    {
        var accepted = new HashSet<string>(StringComparer.Ordinal);
        foreach (TrackEvent happened in run.Journal)
        {
            switch (happened)
            {
                case TrackEvent.AttemptEnded { Outcome.IsAccepted: true, TicketId: var ended }:
                    accepted.Add(ended);
                    break;
                case TrackEvent.TicketSettled { Outcome.IsAccepted: true, TicketId: var settled }:
                    accepted.Add(settled);
                    break;
                case TrackEvent.AttemptPrepared { TicketId: var again } when accepted.Contains(again):
                    yield return $"{again} was accepted and ran again.";
                    break;
                default:
                    break;
            }
        }
    }

    /// <summary>2: nothing that changes the world happens twice, nor is left out.</summary>
    private IEnumerable<string> Effects() =>
    [
        .. Differences("The effect", Counts(reference.Effects), Counts(run.Effects)),
        .. Counts(run.ToolCalls)
            .Where(call => call.Value > Counts(reference.ToolCalls).GetValueOrDefault(call.Key) + (IsHarmless(call.Key) ? kills : run.RunAgains))
            .Select(call => $"The tool call {call.Key} was made {call.Value} times."),
        .. Counts(run.Acceptance)
            .Where(line => line.Value > Counts(reference.Acceptance).GetValueOrDefault(line.Key) + kills)
            .Select(line => $"The acceptance command {line.Key} ran {line.Value} times."),
        .. Counts(reference.Acceptance)
            .Where(line => Counts(run.Acceptance).GetValueOrDefault(line.Key) < line.Value)
            .Select(line => $"The acceptance command {line.Key} did not run as often as it must."),
    ];

    /// <summary>6: what the journal gives is what the last process had in memory.</summary>
    private IEnumerable<string> Replay() =>
        run.LiveState == run.ReplayedState ? [] : [$"The journal gives another state than the live one.\n    live:     {run.LiveState}\n    replayed: {run.ReplayedState}"];

    private static bool IsHarmless(string call) =>
        call.StartsWith("read_file", StringComparison.Ordinal) || call.StartsWith("list_files", StringComparison.Ordinal) || call.StartsWith("finish", StringComparison.Ordinal);

    private static Dictionary<string, int> Counts(IEnumerable<string> lines) =>
        lines.GroupBy(line => line, StringComparer.Ordinal).ToDictionary(line => line.Key, line => line.Count(), StringComparer.Ordinal);

    private static IEnumerable<string> Differences<T>(string what, IReadOnlyDictionary<string, T> expected, IReadOnlyDictionary<string, T> actual) =>
        expected.Keys.Union(actual.Keys)
            .Where(key => !Equals(expected.GetValueOrDefault(key), actual.GetValueOrDefault(key)))
            .Order(StringComparer.Ordinal)
            .Select(key => $"{what} {key} is {Short(actual.GetValueOrDefault(key)) ?? "not there"}, not {Short(expected.GetValueOrDefault(key)) ?? "there"}.");

    private static string? Short<T>(T? value) => value?.ToString()?.ReplaceLineEndings("⏎") switch
    {
        { Length: > LongestText } text => text[..LongestText] + "…",
        var text => text,
    };
}
