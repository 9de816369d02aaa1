using Conductor.Core.Tests.Engine;
using Conductor.Core.Tickets;
using Conductor.Server.Features.Approvals;
using Conductor.Server.Protocol;
using Conductor.Server.Storage;

namespace Conductor.Server.Tests.Features.Approvals;

/// <summary>The ledger of a track that a test has driven; its events happen a second apart from noon on.</summary>
internal static class LedgerOf
{
    /// <summary>The rows, in the order of asking.</summary>
    public static IReadOnlyList<LedgerRow> Track(Scenario track) => Events(track.History);

    /// <summary>The only row about this call.</summary>
    public static LedgerRow Call(Scenario track, string callId = "1") => Track(track).Single(row => row.CallId == callId);

    /// <summary>The rows of these events.</summary>
    public static IReadOnlyList<LedgerRow> Events(IEnumerable<TrackEvent> events) =>
        ApprovalLedger.Of(events.Select((happened, index) => new JournalEntry(index + 1, Make.Header.TrackId, Make.Noon.AddSeconds(index), happened)));
}
