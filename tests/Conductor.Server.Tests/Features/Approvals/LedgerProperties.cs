using Conductor.Core.Approvals;
using Conductor.Core.Tests.Engine;
using Conductor.Core.Tickets;
using Conductor.Server.Features.Approvals;
using Conductor.Server.Protocol;
using Xunit;

namespace Conductor.Server.Tests.Features.Approvals;

/// <summary>What must hold of the ledger of any track, whatever persons, workers and crashes do to it.</summary>
public sealed class LedgerProperties
{
    [Fact]
    public void Every_gate_has_a_row_in_the_order_of_asking() => Simulations.EachTrack(track => Assert.Equal(
        track.History.OfType<TrackEvent.ApprovalRequested>().Select(asked => asked.Request.ApprovalId),
        LedgerOf.Events(track.History).Select(row => row.ApprovalId).OfType<string>()));

    [Fact]
    public void What_is_open_decided_and_withdrawn_is_what_the_journal_says() => Simulations.EachTrack(track =>
    {
        IReadOnlyList<LedgerRow> rows = LedgerOf.Events(track.History);

        Assert.Equal(track.State.OpenApprovals.Keys.Order(), rows.Where(row => row.State == LedgerStateName.Open).Select(row => row.ApprovalId).Order());
        Assert.Equal(
            track.History.OfType<TrackEvent.ApprovalDecided>().Select(decided => (decided.ApprovalId, ApprovalMapping.ToName(decided.Decision.Choice))).Order(),
            rows.Where(row => row is { ApprovalId: not null, Decided: not null }).Select(row => (row.ApprovalId ?? "", row.Decided?.Decision ?? default)).Order());
        Assert.Equal(
            track.History.OfType<TrackEvent.ApprovalWithdrawn>().Select(withdrawn => withdrawn.ApprovalId).Order(),
            rows.Where(row => row.State == LedgerStateName.Withdrawn).Select(row => row.ApprovalId).Order());
    });

    [Fact]
    public void Every_run_of_a_call_with_an_effect_is_in_the_ledger_with_what_it_ran_with() => Simulations.EachTrack(track =>
    {
        HashSet<string> harmless = [.. track.History.OfType<TrackEvent.ToolProposed>().Where(proposed => proposed.Call.Risk == ToolRisk.Read).Select(proposed => proposed.Call.CallId)];

        Assert.Equal(
            track.History.OfType<TrackEvent.ToolStarted>().Where(started => !harmless.Contains(started.CallId)).Select(started => (started.CallId, ContentHash.Of(started.Arguments))).Order(),
            LedgerOf.Events(track.History)
                .Where(row => row.CallId is { } callId && !harmless.Contains(callId))
                .SelectMany(row => Enumerable.Repeat((row.CallId ?? "", row.Ran?.Hash ?? ""), row.Ran?.Times ?? 0)).Order());
    });

    [Fact]
    public void Nothing_runs_that_was_neither_proposed_nor_approved_with_edits() => Simulations.EachTrack(track => Assert.DoesNotContain(
        LedgerOf.Events(track.History), row => row.Ran?.As == RanAsName.Otherwise));

    [Fact]
    public void A_row_that_ran_was_decided_for_and_a_row_that_did_not_run_has_nothing_that_ran() => Simulations.EachTrack(track => Assert.All(
        LedgerOf.Events(track.History), row =>
        {
            Assert.True(row.Ran is null || row.Decided is { Decision: DecisionName.Approve or DecisionName.RunAgain }, $"{row.ApprovalId} ran undecided.");
            Assert.True(row.Ran is null || row.State is not (LedgerStateName.Open or LedgerStateName.NotRun or LedgerStateName.Settled), $"{row.ApprovalId} is {row.State} and ran.");
            Assert.True(row.Closed is not null || row.State is not (LedgerStateName.Withdrawn or LedgerStateName.Overtaken), $"{row.ApprovalId} is {row.State} and nobody says why.");
        }));
}
