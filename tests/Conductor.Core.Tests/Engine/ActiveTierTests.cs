using Conductor.Core.Engine;
using Conductor.Core.Tickets;
using Xunit;

namespace Conductor.Core.Tests.Engine;

public sealed class ActiveTierTests
{
    [Fact]
    public void Nobody_is_at_work_in_a_track_that_does_not_run() => Says("", Scenario.Of(Make.Ticket("A")));

    [Fact]
    public void The_tech_lead_is_at_work_while_a_prompt_is_composed() => Says("Tier 2 (Tech Lead)", Scenario.Running(Make.Ticket("A")));

    [Fact]
    public void A_gate_waits_for_approval() => Says("Awaiting Approval: A", Scenario.Running(Make.Ticket("A")).Compose("A"));

    [Fact]
    public void A_worker_is_named_before_what_waits() =>
        Says("Tier 3 (Worker): A", Scenario.Running(Make.Ticket("A"), Make.Ticket("B")).Compose("B").Spawn("A"));

    [Fact]
    public void A_worker_at_a_tool_gate_waits_for_approval() =>
        Says("Awaiting Approval: A", Scenario.Running(Make.Ticket("A")).Spawn("A").Propose("A", Make.Write("1")));

    [Fact]
    public void What_waits_for_run_ticket_or_a_person_waits_for_approval()
    {
        Says("Awaiting Approval: A", Scenario.Of(Make.Ticket("A")).When(new TrackCommand.StartRun(Make.ByHand)));
        Says("Awaiting Approval: P", Scenario.Running(Make.Person("P")));
    }

    [Fact]
    public void An_open_gate_is_named_without_what_waits_for_a_person() =>
        Says("Awaiting Approval: A", Scenario.Running(Make.Ticket("A"), Make.Person("P")).Compose("A"));

    [Fact]
    public void Nobody_is_at_work_in_a_paused_run() => Says("", Scenario.Running(Make.Ticket("A")).Spawn("A").When(new TrackCommand.PauseRun(PauseCause.Person)));

    [Fact]
    public void Four_workers_are_named_and_more_are_hinted_at() =>
        Says("Tier 3 (Worker): A, B, C, D, …", Scenario.Running([.. "ABCDE".Select(id => Make.Ticket($"{id}"))]).Spawn("A", "B", "C", "D", "E"));

    private static void Says(string expected, Scenario track) => Assert.Equal(expected, ActiveTier.Of(track.State));
}
