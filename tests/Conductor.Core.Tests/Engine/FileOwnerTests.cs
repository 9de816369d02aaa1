using Conductor.Core.Approvals;
using Conductor.Core.Landing;
using Conductor.Core.Tickets;
using Xunit;

namespace Conductor.Core.Tests.Engine;

public sealed class FileOwnerTests
{
    [Fact]
    public void A_file_that_another_ticket_has_changed_is_asked_about_and_the_gate_says_whose_it_is()
    {
        Scenario track = Changed().Propose("B", Make.Write("b1"));

        var gate = Assert.IsType<ApprovalRequest.Tool>(track.State.OpenApprovals[track.Attempt("B").OpenApprovals[0]]);
        Assert.Equal("It writes a file that A has changed, or is about to, and A is not over.", gate.Why);
        Assert.Equal("A", gate.Proposal.OwnedBy);
    }

    [Fact]
    public void Where_nobody_is_asked_the_worker_is_refused_and_told_whose_it_is()
    {
        Scenario track = Changed();
        track.Mode = ApprovalMode.Never;

        track.Propose("B", Make.Write("b1"));

        Assert.Empty(track.State.OpenApprovals);
        ApprovalDecision? decision = track.Attempt("B").Calls["b1"].Decision;
        Assert.Equal((ApprovalChoice.Reject, "policy:never"), (decision?.Choice, decision?.By));
        Assert.Contains("src/a.cs belongs to A until", decision?.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_another_ticket_has_asked_to_change_is_that_tickets_already()
    {
        Scenario track = Two().Propose("A", Make.Write("a1")).Propose("B", Make.Write("b1"));

        Assert.Equal((null, "A"), (track.Attempt("A").Calls["a1"].Proposal.OwnedBy, track.Attempt("B").Calls["b1"].Proposal.OwnedBy));
    }

    [Fact]
    public void What_a_person_allowed_for_the_ticket_does_not_cover_a_file_that_has_become_anothers()
    {
        Scenario track = Two().Propose("B", Make.Write("b1")).Answer("B", Make.Approve with { ForTicket = true }).When(new TrackCommand.FinishTool(new TrackEvent.ToolFinished("B", 1, "b1", "Failed.", true, null), null));
        Change(track);

        Assert.Single(track.Propose("B", Make.Write("b2")).State.OpenApprovals);
    }

    [Fact]
    public void What_may_be_anothers_change_makes_nobody_the_owner()
    {
        Scenario track = Two().When(new TrackCommand.RecordFiles(new TrackEvent.FilesChanged(
            "A", 1, "a1", [new FileTransition("src/a.cs", null, new FileVersion(FileKind.File, "content"), IsMixed: true)])));
        track.Mode = ApprovalMode.Never;

        track.Propose("B", Make.Write("b1"));

        Assert.Equal(ApprovalChoice.Approve, track.Attempt("B").Calls["b1"].Decision?.Choice);
    }

    [Fact]
    public void The_file_is_free_once_that_ticket_is_over()
    {
        Scenario track = Changed().Complete("A");
        track.Mode = ApprovalMode.Never;

        track.Propose("B", Make.Write("b1"));

        Assert.Equal(ApprovalChoice.Approve, track.Attempt("B").Calls["b1"].Decision?.Choice);
    }

    [Fact]
    public void Its_own_file_another_file_and_a_read_are_asked_as_ever()
    {
        Scenario track = Changed();
        track.Mode = ApprovalMode.Never;

        track.Propose("A", Make.Write("a2")).Propose("B", Make.Write("b1", "src/b.cs")).Propose("B", Make.Read("b2"));

        Assert.All([track.Attempt("A").Calls["a2"], track.Attempt("B").Calls["b1"], track.Attempt("B").Calls["b2"]], call => Assert.Equal(ApprovalChoice.Approve, call.Decision?.Choice));
    }

    [Fact]
    public void Tickets_in_trees_of_their_own_have_no_file_in_common()
    {
        Scenario track = Two()
            .When(new TrackCommand.RecordWorkingTree("A", 1, new WorkingTree("trees/a", "t/A", "base")))
            .When(new TrackCommand.RecordWorkingTree("B", 1, new WorkingTree("trees/b", "t/B", "base")));
        track.Mode = ApprovalMode.Never;

        track.Propose("A", Make.Write("a1")).Propose("B", Make.Write("b1"));

        Assert.Equal(ApprovalChoice.Approve, track.Attempt("B").Calls["b1"].Decision?.Choice);
    }

    [Fact]
    public void A_file_that_a_ticket_of_another_track_has_changed_is_that_tickets()
    {
        Scenario track = Two();
        track.Others = [Changed().State];

        track.Propose("B", Make.Write("b1"));

        Assert.Equal("A (of tracks/sample.track.json)", track.Attempt("B").Calls["b1"].Proposal.OwnedBy);
        Assert.Single(track.State.OpenApprovals);
    }

    [Fact]
    public void Once_that_ticket_is_over_or_where_it_works_in_a_tree_the_file_is_free()
    {
        Scenario track = Two();
        track.Mode = ApprovalMode.Never;
        track.Others = [Changed().Complete("A").State, Changed().When(new TrackCommand.RecordWorkingTree("A", 1, new WorkingTree("trees/a", "t/A", "base"))).State];

        track.Propose("B", Make.Write("b1"));

        Assert.Null(track.Attempt("B").Calls["b1"].Proposal.OwnedBy);
    }

    private static Scenario Two() => Scenario.Running(Make.Ticket("A"), Make.Ticket("B")).Spawn("A", "B");

    private static Scenario Changed() => Change(Two());

    private static Scenario Change(Scenario track) => track.Propose("A", Make.Write("a1")).Answer("A", Make.Approve).Begin("A", Make.Write("a1"))
        .When(new TrackCommand.FinishTool(new TrackEvent.ToolFinished("A", 1, "a1", "Written.", false, null), new TrackEvent.FileChanged("A", 1, "a1", "src/a.cs", null)));
}
