using Conductor.Core.Approvals;
using Conductor.Core.Tickets;
using Xunit;

namespace Conductor.Core.Tests.Engine;

/// <summary>Approvals whose file has changed before the call was made.</summary>
public sealed class OvertakenTests
{
    private const string Gate = "tracks/sample.track.json:A:1:1";

    private static readonly ToolProposal Then = Make.Write("1") with { Before = "old", After = "new" };

    private static readonly ToolProposal Now = Make.Write("1") with { Before = "theirs", After = "new" };

    private static Scenario Approved(ApprovalDecision? decision = null) =>
        Scenario.Running(Make.Ticket("A")).Spawn("A").Propose("A", Then).Answer("A", decision ?? Make.Approve);

    private static TrackCommand Again { get; } = new TrackCommand.ProposeToolAgain("A", 1, Now, "hash");

    [Fact]
    public void It_is_asked_again_under_an_id_of_its_own_with_what_it_was_based_on()
    {
        Scenario track = Approved(Make.Approve with { Arguments = "{}" }).When(Again);

        track.Then(
            new TrackEvent.ToolOvertaken("A", 1, "1", "src/a.cs has changed since it was approved."),
            new TrackEvent.ToolProposed("A", 1, Now),
            new TrackEvent.ApprovalRequested(new ApprovalRequest.Tool(
                Gate + ":2", "A", 1, "hash", Make.Noon, Now, "src/a.cs has changed since you decided. It changes a file.", new OvertakenApproval("old", "{}"))));
        track.Begin("A", Now).ThenRefused(RefusalCode.WrongState, "was not approved");
    }

    [Fact]
    public void The_new_decision_holds_and_the_old_one_stays_answered()
    {
        Scenario track = Approved().When(Again);

        track.When(new TrackCommand.Decide(Gate, Make.Reject(), null)).ThenNothing();
        track.Answer("A", Make.Approve).Begin("A", Now).Then(new TrackEvent.ToolStarted("A", 1, "1", Now.Arguments));
    }

    [Fact]
    public void It_can_be_overtaken_more_than_once()
    {
        Scenario track = Approved().When(Again).Answer("A", Make.Approve).When(Again);

        Assert.Equal(Gate + ":3", Assert.Single(track.Attempt("A").OpenApprovals));
    }

    [Fact]
    public void A_remembered_approval_covers_it_by_its_rule()
    {
        Scenario track = Approved(Make.Approve with { ForTicket = true }).When(Again);

        Assert.Empty(track.Attempt("A").OpenApprovals);
        Assert.Equal("policy:risky", track.Attempt("A").Calls["1"].Decision?.By);
    }

    [Fact]
    public void A_rejection_or_a_policys_decision_is_never_overtaken()
    {
        Approved(Make.Reject()).When(Again).ThenNothing();

        var never = Scenario.Running(Make.Ticket("A")).Spawn("A");
        never.Mode = ApprovalMode.Never;
        never.Propose("A", Then).When(Again).ThenNothing();
    }

    [Fact]
    public void A_call_that_has_begun_is_not_overtaken() => Approved().Begin("A", Then).When(Again).ThenNothing();

    [Fact]
    public void A_call_that_is_to_be_run_again_is_asked_about_again()
    {
        Scenario track = Approved().Begin("A", Then)
            .When(new TrackCommand.ReportInDoubt("A", 1, "1", new CallFinding(null, new FileNow("old", IsReadable: true)))).Answer("A", Make.RunAgain);

        track.When(new TrackCommand.ReportInDoubt("A", 1, "1", new CallFinding(null, new FileNow("theirs", IsReadable: true)), IsOvertaken: true));

        Assert.Equal(Gate + ":doubt:2", Assert.Single(track.Attempt("A").OpenApprovals));
        track.Begin("A", Then).ThenRefused(RefusalCode.WrongState, "a person is being asked");
    }
}
