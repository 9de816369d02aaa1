using Conductor.Core.Approvals;
using Conductor.Core.Tests.Engine;
using Conductor.Core.Tickets;
using Conductor.Server.Protocol;
using Xunit;

namespace Conductor.Server.Tests.Features.Approvals;

/// <summary>The ledger of calls that had begun when their process ended.</summary>
public sealed class LedgerDoubtTests
{
    private const string Gate = "tracks/sample.track.json:A:1:1";

    private static readonly ToolProposal Make1 = Make.Command("1");

    private static TrackCommand Doubt { get; } = new TrackCommand.ReportInDoubt("A", 1, "1", new CallFinding(null, null));

    private static TrackCommand Finish { get; } = new TrackCommand.FinishTool(new TrackEvent.ToolFinished("A", 1, "1", "exit code 0", Failed: false, ExitCode: 0), null);

    private static Scenario InDoubt => Scenario.Running(Make.Ticket("A")).Spawn("A")
        .Propose("A", Make1).Answer("A", Make.Approve).Begin("A", Make1)
        .When(new TrackCommand.PauseRun(PauseCause.Interruption)).When(new TrackCommand.ResumeRun()).When(Doubt);

    private static LedgerRow[] RowsOf(Scenario track) => [.. LedgerOf.Track(track).Where(row => row.CallId == "1")];

    [Fact]
    public void An_interrupted_call_stays_in_doubt_and_a_row_of_its_own_asks_what_became_of_it()
    {
        LedgerRow[] rows = RowsOf(InDoubt);

        Assert.Equal([(ApprovalKind.Tool, Gate, LedgerStateName.InDoubt), (ApprovalKind.InDoubt, Gate + ":doubt", LedgerStateName.Open)], rows.Select(row => (row.Kind, row.ApprovalId, row.State)));
        Assert.Equal((1, null), (rows[0].Ran?.Times, rows[0].Result));
        Assert.Contains("The command had not begun", rows[1].Asked.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void A_call_that_passed_without_a_gate_is_in_doubt_like_any_other()
    {
        Scenario track = Scenario.Running(Make.Ticket("A")).Spawn("A");
        track.Mode = ApprovalMode.Never;
        track.Propose("A", Make1).Begin("A", Make1).When(new TrackCommand.PauseRun(PauseCause.Interruption)).When(Doubt);

        Assert.Equal([(null, LedgerStateName.InDoubt), (Gate + ":doubt", LedgerStateName.Open)], RowsOf(track).Select(row => (row.ApprovalId, row.State)));
    }

    [Fact]
    public void Run_again_the_second_run_and_its_result_belong_to_the_row_that_allowed_it()
    {
        LedgerRow[] rows = RowsOf(InDoubt.Answer("A", Make.RunAgain).Begin("A", Make1).When(Finish));

        Assert.Equal([LedgerStateName.InDoubt, LedgerStateName.Ran], rows.Select(row => row.State));
        Assert.Equal((DecisionName.RunAgain, RanAsName.Proposed, 1, 0), (rows[1].Decided?.Decision, rows[1].Ran?.As, rows[1].Ran?.Times, rows[1].Result?.ExitCode));
        Assert.Equal(rows[0].Ran?.Hash, rows[1].Ran?.Hash);
        Assert.Null(rows[0].Result);
    }

    [Fact]
    public void Interrupted_once_more_it_is_asked_about_in_a_third_row()
    {
        LedgerRow[] rows = RowsOf(InDoubt.Answer("A", Make.RunAgain).Begin("A", Make1).When(Doubt));

        Assert.Equal([Gate, Gate + ":doubt", Gate + ":doubt:2"], rows.Select(row => row.ApprovalId));
        Assert.Equal([LedgerStateName.InDoubt, LedgerStateName.InDoubt, LedgerStateName.Open], rows.Select(row => row.State));
    }

    [Fact]
    public void Treated_as_done_it_is_settled_with_the_result_given_and_nothing_ran_for_it()
    {
        LedgerRow[] rows = RowsOf(InDoubt.Answer("A", Make.TreatAsDone("3 files were made.")));

        Assert.Equal([LedgerStateName.InDoubt, LedgerStateName.Settled], rows.Select(row => row.State));
        Assert.Equal(["result"], rows[1].Decided?.Edited);
        Assert.Equal(("3 files were made.", null), (rows[1].Decided?.Result, rows[1].Decided?.ApprovedHash));
        Assert.Equal((false, null, null), (rows[1].Result?.Failed, rows[1].Ran, rows[0].Result));
        Assert.EndsWith("3 files were made.", rows[1].Result?.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Treated_as_failed_it_is_settled_with_the_reason()
    {
        LedgerRow row = RowsOf(InDoubt.Answer("A", Make.TreatAsFailed("It hung.")))[1];

        Assert.Equal((LedgerStateName.Settled, DecisionName.TreatAsFailed, "It hung.", true), (row.State, row.Decided?.Decision, row.Decided?.Reason, row.Result?.Failed));
    }

    [Fact]
    public void Left_in_doubt_it_never_ran_again()
    {
        LedgerRow[] rows = RowsOf(InDoubt.Answer("A", Make.Reject("Nobody is asked.")));

        Assert.Equal([LedgerStateName.InDoubt, LedgerStateName.NotRun], rows.Select(row => row.State));
    }

    [Fact]
    public void A_result_that_comes_after_all_belongs_to_the_call_as_it_was_approved()
    {
        LedgerRow[] rows = RowsOf(InDoubt.When(Finish));

        Assert.Equal([LedgerStateName.Ran, LedgerStateName.Withdrawn], rows.Select(row => row.State));
        Assert.Equal(("exit code 0", "Its result has come after all.", null), (rows[0].Result?.Text, rows[1].Closed?.Reason, rows[1].Result));
    }

    [Fact]
    public void A_file_that_changes_before_the_second_run_overtakes_the_answer()
    {
        LedgerRow[] rows = RowsOf(InDoubt.Answer("A", Make.RunAgain).When(new TrackCommand.ReportInDoubt("A", 1, "1", new CallFinding(null, null), IsOvertaken: true)));

        Assert.Equal([LedgerStateName.InDoubt, LedgerStateName.Overtaken, LedgerStateName.Open], rows.Select(row => row.State));
        Assert.Contains("has changed since a person said", rows[1].Closed?.Reason, StringComparison.Ordinal);
    }
}
