using System.Collections.Immutable;
using Conductor.Core.Approvals;
using Conductor.Core.Engine;
using Conductor.Core.Landing;
using Conductor.Core.Tickets;
using Conductor.Core.Usage;
using Xunit;

namespace Conductor.Core.Tests.Engine;

public sealed class LandingTests
{
    private static readonly RunOptions InTrees = Make.Automatic with { Isolation = Isolation.Worktree };

    [Fact]
    public void A_live_run_stays_where_its_tickets_work_and_takes_another_landing_policy()
    {
        Scenario track = Scenario.Of(Make.Ticket("A")).When(new TrackCommand.StartRun(InTrees));

        track.When(new TrackCommand.StartRun(Make.Automatic with { Isolation = Isolation.Folder, Landing = LandingPolicy.Auto }));

        Assert.Equal((Isolation.Worktree, LandingPolicy.Auto), (track.State.Run.Options?.Isolation, track.State.Run.Options?.Landing));
    }

    [Fact]
    public void A_ticket_that_is_tried_again_begins_its_run_where_it_is_told_to_work()
    {
        Scenario track = Scenario.Of(Make.Ticket("A")).When(new TrackCommand.StartRun(Make.Automatic)).Spawn("A").End("A", new TicketOutcome.Failed("No."));

        track.When(new TrackCommand.RetryTicket("A", null, "demo", new RunPlace(Isolation.Worktree, LandingPolicy.Auto)));

        Assert.Equal((Isolation.Worktree, LandingPolicy.Auto), (track.State.Run.Options?.Isolation, track.State.Run.Options?.Landing));
    }

    [Fact]
    public void Work_that_was_asked_about_lands_once_the_run_is_told_to_land_by_itself()
    {
        Scenario track = Submitted();

        track.When(new TrackCommand.StartRun(InTrees with { Landing = LandingPolicy.Auto }));

        Assert.Empty(track.State.OpenApprovals);
        Assert.Equal(TicketPhase.Landing, track.Phase("A"));
        Assert.Contains(track.Events, happened => happened is TrackEvent.ApprovalDecided { Decision: { Choice: ApprovalChoice.Approve, IsByPerson: false } });
    }

    [Fact]
    public void Work_that_did_not_land_still_waits_for_a_person_when_the_run_is_told_to_land_by_itself()
    {
        Scenario track = Submitted().Answer("A", Make.Approve).When(new TrackCommand.StopLanding("A", 1, new LandingProblem(LandingProblemKind.Conflict, "Both changed a.", ["a"])));

        track.When(new TrackCommand.StartRun(InTrees with { Landing = LandingPolicy.Auto }));

        Assert.Equal(TicketPhase.Conflict, track.Phase("A"));
        Assert.Single(track.State.OpenApprovals);
    }

    [Fact]
    public void Work_of_which_a_person_rejected_something_still_waits_for_them_when_the_run_is_told_to_land_by_itself()
    {
        ToolProposal call = Make.Write("c1");
        Scenario track = Begun().Propose("A", call).Answer("A", Make.Reject()).When(Submit);

        track.When(new TrackCommand.StartRun(InTrees with { Landing = LandingPolicy.Auto }));

        Assert.Equal(TicketPhase.AwaitingLanding, track.Phase("A"));
    }

    [Fact]
    public void What_stands_in_the_tree_now_is_what_is_asked_about_when_a_landing_stops_because_of_it()
    {
        Scenario track = Submitted();
        string asked = track.State.OpenApprovals.Values.Single().ShownHash;

        track.Answer("A", Make.Approve).When(new TrackCommand.StopLanding("A", 1, new LandingProblem(LandingProblemKind.Changed, "Look again.", []), new SubmittedWork("Done.", "c0ffee2")));

        var gate = Assert.IsType<ApprovalRequest.Landing>(track.State.OpenApprovals.Values.Single());
        Assert.Equal("c0ffee2", gate.Work.Commit);
        Assert.NotEqual(asked, gate.ShownHash);
        Assert.Equal(gate.Work, track.State.Tickets["A"].Attempt?.Work);
    }

    [Fact]
    public void Evidence_is_of_the_latest_proof_in_its_own_tree_and_of_the_latest_on_the_merged_one()
    {
        Scenario track = Begun().When(Ran(1)).When(Ran(0)).When(Submit).Answer("A", Make.Approve).When(Ran(1, "tree1"));
        Assert.Equal([(0, null), (1, "tree1")], Evidence(track));

        track.When(new TrackCommand.StopLanding("A", 1, new LandingProblem(LandingProblemKind.Acceptance, "It fails.", []))).Answer("A", Make.Approve).When(Ran(0, "tree2"));

        Assert.Equal([(0, null), (0, "tree2")], Evidence(track));
    }

    [Fact]
    public void Evidence_of_work_that_was_sent_back_is_not_shown_for_what_becomes_of_it()
    {
        Scenario track = Begun().When(Ran(0)).When(Submit).Answer("A", Make.SendBack);

        Assert.Empty(track.State.Tickets["A"].Evidence);
    }

    [Fact]
    public void A_tree_is_known_after_its_attempt_until_its_work_has_landed()
    {
        Scenario track = Submitted().When(new TrackCommand.CancelRun("No more."));
        Assert.Equal((1, ".conductor/worktrees/x"), (track.State.Tickets["A"].Unlanded?.Attempt, track.State.Tickets["A"].Unlanded?.Tree.Folder));

        track.When(new TrackCommand.FinishLanding("A", 1, "merge", "tree"));

        Assert.Null(track.State.Tickets["A"].Unlanded);
    }

    private static TrackCommand.RecordAcceptance Ran(int exitCode, string? tree = null) => new(new TrackEvent.AcceptanceRan("A", 1, "make test", exitCode, "", tree));

    private static IEnumerable<(int ExitCode, string? Tree)> Evidence(Scenario track) => track.State.Tickets["A"].Evidence.Select(ran => (ran.ExitCode, ran.Tree));

    [Fact]
    public void Work_that_a_person_sent_back_waits_for_them_again_when_the_run_lands_by_itself()
    {
        Scenario track = Submitted().Answer("A", Make.SendBack).When(new TrackCommand.StartRun(InTrees with { Landing = LandingPolicy.Auto }));

        track.When(Submit);

        Assert.Equal(TicketPhase.AwaitingLanding, track.Phase("A"));
        Assert.Single(track.State.OpenApprovals);
    }

    [Fact]
    public void A_ticket_whose_work_waits_to_land_is_not_marked_as_done()
    {
        Submitted().When(new TrackCommand.MarkTicketDone("A", "Done.")).ThenRefused(RefusalCode.WrongState, "waits to land", "Land it", "reject it first");
        Submitted().Answer("A", Make.Approve).When(new TrackCommand.MarkTicketDone("A", "Done.")).ThenRefused(RefusalCode.WrongState, "waits to land");
    }

    [Fact]
    public void A_change_of_a_ticket_whose_work_waits_to_land_is_told_with_what_uses_it()
    {
        Scenario track = Submitted().Define(Make.Ticket("A") with { Description = "Do it differently." });

        Assert.EndsWith("To use the change, land or reject the work and retry the ticket.", track.State.Tickets["A"].Notice, StringComparison.Ordinal);
    }

    [Fact]
    public void What_waits_for_work_that_is_taken_back_is_prepared_anew_where_no_worker_has_begun_it()
    {
        Scenario composed = Landed().Compose("B");
        Scenario prepared = Landed();

        foreach (Scenario track in (Scenario[])[composed, prepared])
        {
            track.When(new TrackCommand.RecordLandingRevert("A", "back", IsUndo: false));

            Assert.Contains(new TrackEvent.AttemptWithdrawn("B", 1, "The work of A, which it waits for, was taken back."), track.Events);
            Assert.Equal((2, AttemptPhase.Preparing), (track.Attempt("B").Number, track.Attempt("B").Phase));
            Assert.Equal(3, track.When(new TrackCommand.RecordLandingRevert("A", "again", IsUndo: true)).Attempt("B").Number);
        }
    }

    [Fact]
    public void What_a_worker_has_built_on_work_that_is_taken_back_is_stale_when_it_is_completed()
    {
        Scenario track = Landed().Spawn("B").When(new TrackCommand.RecordLandingRevert("A", "back", IsUndo: false));
        Assert.Equal((1, AttemptPhase.Running), (track.Attempt("B").Number, track.Attempt("B").Phase));

        track.Complete("B");

        Assert.Equal("It was built on changes of A that were taken back.", Staleness.InWords(track.State, track.State.Tickets["B"]));
    }

    [Fact]
    public void A_ticket_that_the_file_completes_says_what_becomes_of_work_that_had_not_landed_and_what_was_remarked()
    {
        Scenario track = Begun(Make.Ticket("A"), Make.Ticket("B", "A")).When(Submit);

        track.When(new TrackCommand.Define(
            Make.Header,
            [Make.Ticket("A") with { Status = TicketStatus.Completed }, Make.Ticket("B", "A")],
            ImmutableDictionary.Create<string, string>().Add("A", "Not all is committed.")));

        Assert.Equal(
            new TicketOutcome.Completed(
                "Marked completed in the track file. The work of its worker has not landed, and is no part of that; it is kept on conductor/x/t/A. "
                + "Bring it into your branch with git merge conductor/x/t/A if you need it. Not all is committed."),
            track.State.Tickets["A"].Outcome);
        Assert.Empty(track.State.OpenApprovals.Values.OfType<ApprovalRequest.Landing>());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_ticket_that_the_file_completes_while_its_worker_is_at_it_says_where_what_is_not_committed_stands(bool isPaused)
    {
        Scenario track = isPaused ? Begun().When(new TrackCommand.PauseRun(PauseCause.Person)) : Begun();

        track.When(new TrackCommand.Define(Make.Header, [Make.Ticket("A") with { Status = TicketStatus.Completed }]));

        Assert.Equal(
            new TicketOutcome.Completed(
                "Marked completed in the track file. What its worker has done so far is no part of that; it stands in .conductor/worktrees/x, and not all of it is committed. "
                + "If you need it, commit the rest there, then bring it into your branch with git merge conductor/x/t/A."),
            track.State.Tickets["A"].Outcome);
    }

    [Fact]
    public void Work_in_conflict_that_is_sent_back_gets_what_has_landed_besides_the_words()
    {
        Scenario track = Submitted().Answer("A", Make.Approve)
            .When(new TrackCommand.StopLanding("A", 1, new LandingProblem(LandingProblemKind.Conflict, "Both changed a.", ["a"])))
            .Answer("A", Make.SendBack);

        Assert.Equal([WorkReturns.Review, WorkReturns.Conflict], track.Attempt("A").Steps.OfType<AttemptStep.Told>().Select(told => told.Kind));
        Assert.True(track.Attempt("A").IsResolving);
    }

    [Fact]
    public void Of_a_ticket_whose_worker_could_not_even_begin_to_resolve_it_is_not_said_that_a_conflict_stands_in_its_tree()
    {
        Scenario track = Submitted().Given(
            new TrackEvent.WorkReturned("A", 1, WorkReturns.Conflict, "Both changed a."),
            new TrackEvent.AttemptEnded("A", 1, new TicketOutcome.Blocked("tree", "What has landed could not be brought into its working tree.")));

        Assert.Null(LandingDecisions.LeftInConflict(track.State.Tickets["A"]));
    }

    [Fact]
    public void Of_a_ticket_whose_worker_gave_up_while_it_resolved_a_conflict_it_is_said_where_that_stands()
    {
        Scenario track = Submitted().Given(
            new TrackEvent.WorkReturned("A", 1, WorkReturns.Conflict, "Both changed a."),
            new TrackEvent.ModelAnswered("A", 1, 1, Tier.Worker, "script", new TokenUsage(1, 0, 1, 1), Estimated: false, "[]", "I cannot."),
            new TrackEvent.AttemptEnded("A", 1, new TicketOutcome.Blocked("question", "Which side is right?")));

        Assert.Contains(".conductor/worktrees/x", LandingDecisions.LeftInConflict(track.State.Tickets["A"]), StringComparison.Ordinal);
    }

    /// <summary>A has landed, and B, which waits for it, is prepared.</summary>
    [Fact]
    public void Discarded_work_is_no_longer_where_it_was_nor_are_its_changes_to_be_looked_at()
    {
        Scenario track = Left().When(new TrackCommand.RecordTreeRemoval("A", 1, "kept"));

        Assert.True(track.State.Tickets["A"] is { Unlanded: null, StandsIn: null, IsDiscarded: true, Files.IsEmpty: true });
        Assert.DoesNotContain(TicketAct.ReviewChanges, TicketPhases.Acts(track.State, track.State.Tickets["A"]));
    }

    [Fact]
    public void Discarded_work_is_gone_of_a_ticket_too_that_comes_back_to_the_track()
    {
        Scenario track = Left().Define(Make.Ticket("B")).When(new TrackCommand.RecordTreeRemoval("A", 1, "kept")).Define(Make.Ticket("A"), Make.Ticket("B"));

        Assert.True(track.State.Tickets["A"] is { Unlanded: null, IsDiscarded: true });
    }

    [Fact]
    public void A_removed_tree_is_recorded_only_of_the_attempt_that_left_its_work_there()
    {
        Left().When(new TrackCommand.RecordTreeRemoval("A", 7, "kept")).ThenNothing();
        Submitted().When(new TrackCommand.RecordTreeRemoval("A", 1, "kept")).ThenNothing();
        Left().When(new TrackCommand.RecordTreeRemoval("A", 1)).When(new TrackCommand.RecordTreeRemoval("A", 1)).ThenNothing();
    }

    [Fact]
    public void A_new_attempt_of_a_ticket_whose_work_was_discarded_leaves_its_own()
    {
        Scenario track = Left().When(new TrackCommand.RecordTreeRemoval("A", 1, "kept")).When(new TrackCommand.RetryTicket("A", null, "demo"));

        track.When(new TrackCommand.RecordWorkingTree("A", 2, new WorkingTree("second", "conductor/x/t/A", "base")));

        Assert.True(track.State.Tickets["A"] is { Unlanded.Attempt: 2, IsDiscarded: false });
    }

    /// <summary>A has changed a file in its tree, and failed.</summary>
    private static Scenario Left() => Begun().Given(new TrackEvent.FileChanged("A", 1, "c1", "a.txt", "before")).End("A", new TicketOutcome.Failed("No."));

    private static Scenario Landed() => Begun(Make.Ticket("A"), Make.Ticket("B", "A"))
        .When(Submit).Answer("A", Make.Approve).When(new TrackCommand.FinishLanding("A", 1, "merge", "tree"));

    private static TrackCommand Submit { get; } = new TrackCommand.SubmitWork("A", 1, new SubmittedWork("Done.", "c0ffee"));

    private static Scenario Begun(params TicketDefinition[] tickets) => Scenario.Of(tickets is [] ? [Make.Ticket("A")] : tickets)
        .When(new TrackCommand.RecordIntegration(new IntegrationBranch("conductor/x/integration", "base", "main", "base")))
        .When(new TrackCommand.StartRun(InTrees))
        .When(new TrackCommand.RecordWorkingTree("A", 1, new WorkingTree(".conductor/worktrees/x", "conductor/x/t/A", "base")))
        .Spawn("A");

    private static Scenario Submitted() => Begun().When(Submit);
}
