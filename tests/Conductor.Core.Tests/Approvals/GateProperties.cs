using Conductor.Core.Approvals;
using Conductor.Core.Engine;
using Conductor.Core.Tests.Engine;
using Conductor.Core.Tickets;
using Xunit;

namespace Conductor.Core.Tests.Approvals;

public sealed class GateProperties
{
    [Fact]
    public void A_tool_never_starts_without_an_approval_before_it_and_only_once_for_each_time_a_person_says_so() => Simulations.EachEvent(step =>
    {
        if (step.Happened is TrackEvent.ToolStarted started)
        {
            ToolCallState call = CallOf(step.Before, started.TicketId, started.CallId);
            Assert.Equal(ApprovalChoice.Approve, call.Decision?.Choice);
            Assert.Equal(call.Decision?.Arguments ?? call.Proposal.Arguments, started.Arguments);
            Assert.True(call.StartedWith is null || call.MayRunAgain);
            Assert.False(call.IsFinished);
            Assert.Equal(AttemptPhase.Running, step.Before.Tickets[started.TicketId].Attempt?.Phase);
        }
    });

    [Fact]
    public void A_gate_has_one_decision_and_an_id_of_its_own() => Simulations.EachEvent(step =>
    {
        switch (step.Happened)
        {
            case TrackEvent.ApprovalRequested requested:
                Assert.DoesNotContain(requested.Request.ApprovalId, step.Before.OpenApprovals.Keys);
                Assert.DoesNotContain(requested.Request.ApprovalId, step.Before.DecidedApprovals.Keys);
                break;
            case TrackEvent.ApprovalDecided decided:
                Assert.Contains(decided.ApprovalId, step.Before.OpenApprovals.Keys);
                break;
            default:
                break;
        }
    });

    [Fact]
    public void A_call_has_one_result() => Simulations.EachEvent(step =>
    {
        if (step.Happened is TrackEvent.ToolFinished { TicketId: var ticketId, Attempt: var number, CallId: var callId }
            && step.Before.Tickets[ticketId].Attempt is { } attempt && attempt.Number == number)
        {
            Assert.False(attempt.Calls[callId].IsFinished);
            Assert.DoesNotContain(attempt.Steps, known => known is AttemptStep.ToolResult result && result.CallId == callId);
        }
    });

    [Fact]
    public void The_first_decision_stands_and_another_one_changes_nothing() => Simulations.EachTurn(turn =>
    {
        if (turn.Command is TrackCommand.Decide decide && turn.Decision.Refusal is null)
        {
            ApprovalDecision other = decide.Decision.Choice == ApprovalChoice.Reject ? Make.Approve : Make.Reject();
            TrackState settled = TrackDecider.Decide(turn.Decision.State, new TrackCommand.Reschedule(), Context).State;
            Decision second = TrackDecider.Decide(settled, decide with { Decision = other, ShownHash = null }, Context);
            Assert.Null(second.Refusal);
            Assert.Empty(second.Events);
        }
    });

    [Fact]
    public void What_is_sent_is_what_was_approved() => Simulations.EachEvent(step =>
    {
        if (step.Happened is TrackEvent.AttemptStarted started)
        {
            SpawnProposal? spawn = step.Before.Tickets[started.TicketId].Attempt?.Spawn;
            Assert.NotNull(spawn);
            Assert.Equal(ContentHash.Of(spawn.Prompt, spawn.Context), started.SentHash);
        }
    });

    private static DecisionContext Context { get; } = new(Make.Noon, 0, ApprovalMode.Risky);

    private static ToolCallState CallOf(TrackState state, string ticketId, string callId) =>
        state.Tickets[ticketId].Attempt?.Calls[callId] ?? throw new InvalidOperationException($"{ticketId} has no attempt.");
}
