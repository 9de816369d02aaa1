using System.Collections.Immutable;
using Conductor.Core.Approvals;
using Conductor.Core.Tickets;

namespace Conductor.CrashHost.Campaign;

/// <summary>What became of each gate, by its name.</summary>
internal static class Gates
{
    /// <summary>The history of a gate about a call in doubt as it must be.</summary>
    public const string AskedAndSettledOnce = "asked, then settled";

    /// <summary>How often each gate was asked and how it was closed; those about calls in doubt left out, which only a kill brings about.</summary>
    public static ImmutableSortedDictionary<string, string> Of(Evidence run) => Histories(run, isDoubt: false);

    /// <summary>The same for gates about calls in doubt, whatever was answered.</summary>
    public static ImmutableSortedDictionary<string, string> OfDoubt(Evidence run) => Histories(run, isDoubt: true);

    private static ImmutableSortedDictionary<string, string> Histories(Evidence run, bool isDoubt)
    {
        var doubts = run.Journal.OfType<TrackEvent.ApprovalRequested>()
            .Select(asked => asked.Request).OfType<ApprovalRequest.InDoubt>().Select(request => request.ApprovalId).ToHashSet(StringComparer.Ordinal);
        return run.Journal.Select(Part)
            .Where(part => part.ApprovalId.Length > 0 && doubts.Contains(part.ApprovalId) == isDoubt)
            .GroupBy(part => run.Attempts.NameOf(part.ApprovalId), part => part.What, StringComparer.Ordinal)
            .ToImmutableSortedDictionary(gate => gate.Key, gate => string.Join(", then ", gate), StringComparer.Ordinal);
    }

    private static (string ApprovalId, string What) Part(TrackEvent happened) => happened switch
    {
        TrackEvent.ApprovalRequested e => (e.Request.ApprovalId, "asked"),
        TrackEvent.ApprovalDecided { Decision.Choice: ApprovalChoice.RunAgain or ApprovalChoice.TreatAsDone or ApprovalChoice.TreatAsFailed } e => (e.ApprovalId, "settled"),
        TrackEvent.ApprovalDecided e => (e.ApprovalId, e.Decision.ToString()),
        TrackEvent.ApprovalWithdrawn e => (e.ApprovalId, "withdrawn"),
        _ => ("", ""),
    };
}
