using Conductor.Core.Approvals;
using Conductor.Core.Tickets;
using Xunit;

namespace Conductor.Core.Tests.Engine;

/// <summary>Calls that had begun when their process ended.</summary>
public sealed class DoubtTests
{
    private const string Gate = "tracks/sample.track.json:A:1:1:doubt";

    private static readonly ToolProposal Make1 = Make.Command("1");

    private static readonly ToolProposal Write1 = Make.Write("1") with { Before = "old", After = "new" };

    private static CallFinding Nothing { get; } = new(null, null);

    /// <summary>A worker had begun this call when its process ended, and the run was found interrupted.</summary>
    private static Scenario Interrupted(ToolProposal call) => Scenario.Running(Make.Ticket("A")).Spawn("A")
        .Propose("A", call).Answer("A", Make.Approve).Begin("A", call)
        .When(new TrackCommand.PauseRun(PauseCause.Interruption));

    private static Scenario InDoubt(ToolProposal call, CallFinding? finding = null) =>
        Interrupted(call).When(new TrackCommand.ReportInDoubt("A", 1, "1", finding ?? Nothing));

    private static InterruptedCall Shown(Scenario track) => Assert.IsType<ApprovalRequest.InDoubt>(track.State.OpenApprovals[Gate]).Interrupted;

    [Fact]
    public void A_person_is_asked_once_what_became_of_the_call()
    {
        Scenario track = InDoubt(Make1);

        Assert.Equal(Gate, Assert.Single(track.Attempt("A").OpenApprovals));
        track.When(new TrackCommand.ReportInDoubt("A", 1, "1", Nothing)).ThenNothing();
    }

    [Fact]
    public void A_call_that_has_not_begun_or_has_ended_is_not_in_doubt()
    {
        Scenario track = Scenario.Running(Make.Ticket("A")).Spawn("A").Propose("A", Make1).Answer("A", Make.Approve);

        track.When(new TrackCommand.ReportInDoubt("A", 1, "1", Nothing)).ThenNothing();
        track.Begin("A", Make1).When(Finish()).When(new TrackCommand.ReportInDoubt("A", 1, "1", Nothing)).ThenNothing();
    }

    [Fact]
    public void To_be_run_again_it_may_start_once_more_and_then_is_in_doubt_anew()
    {
        Scenario track = InDoubt(Make1);

        track.Answer("A", Make.RunAgain).Then(
            new TrackEvent.ApprovalDecided(Gate, "A", 1, Make.RunAgain),
            new TrackEvent.ToolDecided("A", 1, "1", Make.RunAgain),
            new TrackEvent.AttemptResumed("A", 1));
        track.Begin("A", Make1).Then(new TrackEvent.ToolStarted("A", 1, "1", Make1.Arguments));
        track.Begin("A", Make1).ThenRefused(RefusalCode.WrongState, "was begun before");
        track.When(new TrackCommand.ReportInDoubt("A", 1, "1", Nothing));
        Assert.Equal(Gate + ":2", Assert.Single(track.Attempt("A").OpenApprovals));
    }

    [Fact]
    public void While_a_person_is_asked_it_does_not_start() =>
        InDoubt(Make1).When(new TrackCommand.ResumeRun()).Begin("A", Make1).ThenRefused(RefusalCode.WrongState, "a person is being asked");

    [Fact]
    public void Treated_as_done_its_result_says_who_said_so()
    {
        Scenario track = InDoubt(Make1).Answer("A", Make.TreatAsDone("3 files were made."));

        TrackEvent.ToolFinished finished = Assert.Single(track.Events.OfType<TrackEvent.ToolFinished>());
        Assert.False(finished.Failed);
        Assert.Contains("interrupted", finished.Result, StringComparison.Ordinal);
        Assert.Contains("A person has looked since and says that it was done:\n\n3 files were made.", finished.Result, StringComparison.Ordinal);
        Assert.Single(track.Events.OfType<TrackEvent.AttemptResumed>());
    }

    [Fact]
    public void Treated_as_failed_its_result_has_the_reason()
    {
        Scenario track = InDoubt(Make1, new CallFinding(3, null)).When(new TrackCommand.ResumeRun()).Answer("A", Make.TreatAsFailed("It hung."));

        TrackEvent.ToolFinished finished = Assert.Single(track.Events.OfType<TrackEvent.ToolFinished>());
        Assert.True(finished.Failed);
        Assert.Contains("counts as failed: It hung.", finished.Result, StringComparison.Ordinal);
    }

    [Fact]
    public void Left_in_doubt_it_blocks_its_ticket_with_what_is_known() =>
        Assert.Equal(
            ("inDoubt", true),
            InDoubt(Make1).When(new TrackCommand.ResumeRun()).Answer("A", Make.Reject("Nobody is asked.")).State.Tickets["A"].Outcome is TicketOutcome.Blocked blocked
                ? (blocked.Kind, blocked.Reason.Contains("The command had not begun", StringComparison.Ordinal) && blocked.Reason.Contains("Nobody is asked.", StringComparison.Ordinal))
                : ("", false));

    [Fact]
    public void Aborting_ends_the_run() =>
        Assert.Equal(RunStatus.Cancelled, InDoubt(Make1).Answer("A", Make.Abort).State.Run.Status);

    [Theory]
    [InlineData("old", FileTrace.AsBefore, ApprovalChoice.RunAgain)]
    [InlineData("new", FileTrace.AsAfter, ApprovalChoice.TreatAsDone)]
    [InlineData("other", FileTrace.Different, null)]
    [InlineData(null, FileTrace.Different, null)]
    public void A_file_is_compared_with_what_it_was_and_what_it_was_to_become(string? now, FileTrace trace, ApprovalChoice? suggested)
    {
        InterruptedCall shown = Shown(InDoubt(Write1, new CallFinding(null, new FileNow(now, IsReadable: true))));

        Assert.Equal((trace, suggested, now), (shown.File, shown.SuggestedChoice, shown.Now));
    }

    [Fact]
    public void A_file_that_the_call_has_changed_counts_as_changed_by_the_ticket_whatever_a_person_says()
    {
        Scenario track = InDoubt(Write1, new CallFinding(null, new FileNow("new", IsReadable: true))).Answer("A", Make.TreatAsFailed());

        Assert.Equal("old", track.State.Tickets["A"].Files.Texts["src/a.cs"]);
    }

    [Fact]
    public void A_file_that_is_as_it_was_does_not_count_as_changed() =>
        Assert.Empty(InDoubt(Write1, new CallFinding(null, new FileNow("old", IsReadable: true))).Answer("A", Make.TreatAsFailed()).State.Tickets["A"].Files.Texts);

    [Fact]
    public void What_became_of_its_process_is_told()
    {
        Scenario gone = Interrupted(Make1).Given(new TrackEvent.CommandStarted("A", 1, "1", 7, "stamp"));
        Assert.Equal(ProcessTrace.Gone, Shown(gone.When(new TrackCommand.ReportInDoubt("A", 1, "1", Nothing))).Process);

        Scenario left = Interrupted(Make1).Given(new TrackEvent.CommandStarted("A", 1, "1", 7, "stamp"));
        left.When(new TrackCommand.RecordCommandEnded("A", 1, "1", 7)).When(new TrackCommand.ReportInDoubt("A", 1, "1", Nothing));
        Assert.Equal(ProcessTrace.Ended, Shown(left).Process);

        Assert.Equal(ProcessTrace.NotStarted, Shown(InDoubt(Make1, new CallFinding(0, null))).Process);
        Assert.Null(Shown(InDoubt(Make1, new CallFinding(0, null))).ExitCode);
    }

    [Fact]
    public void A_command_that_a_person_had_edited_is_shown_as_it_was_begun()
    {
        Scenario track = Scenario.Running(Make.Ticket("A")).Spawn("A").Propose("A", Make1).Answer("A", Make.Approve with { Arguments = "edited" })
            .When(new TrackCommand.BeginTool("A", 1, "1", "edited"))
            .When(new TrackCommand.PauseRun(PauseCause.Interruption))
            .When(new TrackCommand.ReportInDoubt("A", 1, "1", new CallFinding(null, null, "make edited")));

        Assert.Equal(("edited", "make edited"), (Shown(track).Call.Arguments, Shown(track).Call.Command));
        Assert.Equal(Make1.Command, Shown(InDoubt(Make1)).Call.Command);
    }

    [Fact]
    public void A_command_that_could_not_be_ended_is_named_and_nothing_is_suggested_until_it_is_gone()
    {
        Scenario track = Interrupted(Make1).Given(new TrackEvent.CommandStarted("A", 1, "1", 7, "stamp"))
            .When(new TrackCommand.RecordCommandStillRunning("A", 1, "1", 7)).When(new TrackCommand.ReportInDoubt("A", 1, "1", new CallFinding(0, null)));

        Assert.Equal((ProcessTrace.StillRunning, 7, null), (Shown(track).Process, Shown(track).RunningProcessId, Shown(track).SuggestedChoice));
        Assert.Contains(DoubtWords.Known(Shown(track)), sentence => sentence.Contains("Process 7", StringComparison.Ordinal) && sentence.Contains("End it", StringComparison.Ordinal));
    }

    [Fact]
    public void A_command_that_has_ended_at_a_later_look_is_not_running_any_more()
    {
        Scenario track = Interrupted(Make1).Given(new TrackEvent.CommandStarted("A", 1, "1", 7, "stamp"))
            .When(new TrackCommand.RecordCommandStillRunning("A", 1, "1", 7)).When(new TrackCommand.RecordCommandEnded("A", 1, "1", 7));

        Assert.Equal(ProcessTrace.Ended, Shown(track.When(new TrackCommand.ReportInDoubt("A", 1, "1", Nothing))).Process);
    }

    [Fact]
    public void What_the_call_was_about_to_do_when_it_began_is_shown_not_what_was_proposed()
    {
        Scenario track = Scenario.Running(Make.Ticket("A")).Spawn("A").Propose("A", Write1).Answer("A", Make.Approve)
            .When(new TrackCommand.BeginTool("A", 1, "1", Write1.Arguments, new PlannedChange("src/a.cs", "older", "newer")));

        track.When(new TrackCommand.ReportInDoubt("A", 1, "1", new CallFinding(null, new FileNow("newer", IsReadable: true))));

        Assert.Equal(("older", "newer", FileTrace.AsAfter), (Shown(track).Call.Before, Shown(track).Call.After, Shown(track).File));
    }

    [Fact]
    public void A_result_that_comes_after_all_closes_the_gate()
    {
        Scenario track = InDoubt(Make1).When(Finish());

        Assert.Contains(track.Events, happened => happened is TrackEvent.ApprovalWithdrawn { ApprovalId: Gate });
        Assert.Empty(track.State.OpenApprovals);
    }

    [Fact]
    public void Answers_that_do_not_fit_are_refused_with_those_that_do()
    {
        Scenario gate = InDoubt(Make1);

        gate.Answer("A", Make.Approve).ThenRefused(RefusalCode.InvalidDecision, "cannot be approved", "run it again");
        gate.Answer("A", Make.RunAgain with { Arguments = "{}" }).ThenRefused(RefusalCode.InvalidDecision, "neither edited nor remembered");
        gate.Answer("A", Make.RunAgain with { Result = "x" }).ThenRefused(RefusalCode.InvalidDecision, "treat the call as done");
        Scenario.Running(Make.Ticket("A")).Compose("A").Answer("A", Make.RunAgain).ThenRefused(RefusalCode.InvalidDecision, "Nothing is in doubt");
    }

    [Fact]
    public void A_run_that_a_person_had_paused_waits_for_them_also_when_the_gate_is_answered()
    {
        Scenario track = Scenario.Running(Make.Ticket("A")).Spawn("A").Propose("A", Make1).Answer("A", Make.Approve).Begin("A", Make1)
            .When(new TrackCommand.PauseRun(PauseCause.Person)).When(new TrackCommand.ReportInDoubt("A", 1, "1", Nothing));

        track.Answer("A", Make.RunAgain);

        Assert.DoesNotContain(track.Events, happened => happened is TrackEvent.AttemptResumed);
        Assert.Single(track.When(new TrackCommand.ResumeRun()).Events.OfType<TrackEvent.AttemptResumed>());
    }

    private static TrackCommand.FinishTool Finish() => new(new TrackEvent.ToolFinished("A", 1, "1", "Result.", Failed: false, null), null);
}
