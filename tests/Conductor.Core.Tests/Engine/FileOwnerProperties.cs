using Conductor.Core.Approvals;
using Conductor.Core.Tickets;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Conductor.Core.Tests.Engine;

public sealed class FileOwnerProperties
{
    private static readonly string[] Ids = ["A", "B", "C", "D"];
    private static readonly string[] Paths = ["src/a.cs", "src/b.cs", "src/c.cs"];

    private int _passed;
    private int _refused;

    /// <summary>Whatever four workers in one folder ask for, in whatever order: nobody but a person lets one write what another has in hand.</summary>
    [Fact]
    public void No_policy_lets_two_tickets_at_one_file()
    {
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(60), Prop.ForAll(Gen.Choose(0, 1_000_000).ToArbitrary(), Simulate));

        Assert.True(_passed > 50, $"Only {_passed} writes were let pass.");
        Assert.True(_refused > 50, $"Only {_refused} writes were refused.");
    }

    private void Simulate(int seed)
    {
        var random = new Random(seed);
        Scenario track = Scenario.Running([.. Ids.Select(id => Make.Ticket(id))]).Spawn(Ids);
        for (int step = 0; step < 50; step++)
        {
            track.Mode = random.Next(3) == 0 ? ApprovalMode.Risky : ApprovalMode.Never;
            string id = Ids[random.Next(Ids.Length)];
            if (track.State.Tickets[id].Attempt is { } attempt)
            {
                TrackState before = track.State;
                track.When(Act(random, id, attempt, step));
                Assert.Null(track.Refusal);
                Verify(before, track.Events.OfType<TrackEvent.ToolDecided>(), track.State);
            }
        }
    }

    private static TrackCommand Act(Random random, string id, AttemptState attempt, int step)
    {
        ToolCallState? open = attempt.Calls.Values.FirstOrDefault(call => !call.IsFinished);
        return open switch
        {
            null when random.Next(12) == 0 => new TrackCommand.EndAttempt(id, attempt.Number, new TicketOutcome.Completed("Done."), null),
            null => new TrackCommand.ProposeTool(id, attempt.Number, Make.Write($"{id}-{step}", Paths[random.Next(Paths.Length)]), "hash"),
            { Decision: null } => new TrackCommand.Decide(
                attempt.OpenApprovals[0], random.Next(4) switch { 0 => Make.Reject(), 1 => Make.Approve with { ForTicket = true }, _ => Make.Approve }, null),
            { StartedWith: null, Decision.Choice: ApprovalChoice.Approve } => new TrackCommand.BeginTool(id, attempt.Number, open.Proposal.CallId, open.Proposal.Arguments),
            _ => new TrackCommand.FinishTool(
                new TrackEvent.ToolFinished(id, attempt.Number, open.Proposal.CallId, "Result.", open.StartedWith is null, null),
                open.StartedWith is null ? null : new TrackEvent.FileChanged(id, attempt.Number, open.Proposal.CallId, open.Proposal.Path ?? "", "before")),
        };
    }

    private void Verify(TrackState before, IEnumerable<TrackEvent.ToolDecided> decided, TrackState after)
    {
        foreach (TrackEvent.ToolDecided decision in decided.Where(decision => !decision.Decision.IsByPerson))
        {
            string path = after.Tickets[decision.TicketId].Attempt?.Calls[decision.CallId].Proposal.Path ?? "";
            bool isTaken = Ids.Any(id => id != decision.TicketId && before.Tickets[id].Attempt is { } other
                && (before.Tickets[id].Files.Paths.Contains(path) || other.Calls.Values.Any(call => !call.IsFinished && call.Decision?.Choice != ApprovalChoice.Reject && call.Proposal.Path == path)));
            Assert.Equal(isTaken ? ApprovalChoice.Reject : ApprovalChoice.Approve, decision.Decision.Choice);
            _passed += isTaken ? 0 : 1;
            _refused += isTaken ? 1 : 0;
        }
    }
}
