using Conductor.Core.Approvals;
using Conductor.Core.Tests.Engine;
using Conductor.Core.Tickets;
using Xunit;

namespace Conductor.Core.Tests.Approvals;

public sealed class ApprovalPolicyTests
{
    [Theory]
    [InlineData(ApprovalMode.Always, ToolRisk.Read, true)]
    [InlineData(ApprovalMode.Always, ToolRisk.Write, true)]
    [InlineData(ApprovalMode.Always, ToolRisk.Command, true)]
    [InlineData(ApprovalMode.Always, ToolRisk.Verdict, true)]
    [InlineData(ApprovalMode.Risky, ToolRisk.Read, false)]
    [InlineData(ApprovalMode.Risky, ToolRisk.Write, true)]
    [InlineData(ApprovalMode.Risky, ToolRisk.Command, true)]
    [InlineData(ApprovalMode.Risky, ToolRisk.Verdict, false)]
    [InlineData(ApprovalMode.Never, ToolRisk.Read, false)]
    [InlineData(ApprovalMode.Never, ToolRisk.Write, false)]
    [InlineData(ApprovalMode.Never, ToolRisk.Command, false)]
    [InlineData(ApprovalMode.Never, ToolRisk.Verdict, false)]
    public void The_mode_and_the_risk_decide(ApprovalMode mode, ToolRisk risk, bool asks)
    {
        ToolProposal call = Make.Write("1") with { Risk = risk };

        Assert.Equal(asks, Asks(call, mode));
        Assert.True(Asks(call, mode, stepMode: true), "Step mode asks before every call.");
        Assert.False(Asks(call, mode, stepMode: true, rules: ApprovalRule.For(call)), "What a person approved for the ticket passes.");
        Assert.Equal(risk != ToolRisk.Read || asks, Asks(call with { IsProtected = true }, mode));
        Assert.Equal(risk != ToolRisk.Read, Asks(call with { IsProtected = true }, mode, rules: ApprovalRule.For(call)));
        Assert.True(Asks(call with { IsOutsideWrites = true }, mode), "A write outside the ticket's paths asks in every mode.");
    }

    [Fact]
    public void A_read_that_widens_what_was_approved_asks_no_oftener_and_says_so_where_it_is_asked()
    {
        ToolProposal call = Make.Read("1") with { Widens = new Widening("lines 10-40", ContextLevel.Skeleton) };

        Assert.False(Asks(call, ApprovalMode.Risky));
        Assert.EndsWith(
            "It widens what was approved when the worker was started: it shows lines 10-40 of src/a.cs, which was in it as signatures.",
            ApprovalPolicy.WhyAsk(call, ApprovalMode.Always, stepMode: false, []),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_rule_covers_the_same_tool_on_the_same_target_only()
    {
        ApprovalRule rule = ApprovalRule.For(Make.Write("1", "src/a.cs"));

        Assert.False(Asks(Make.Write("2", "src/a.cs"), ApprovalMode.Risky, rules: rule));
        Assert.True(Asks(Make.Write("2", "src/b.cs"), ApprovalMode.Risky, rules: rule));
        Assert.True(Asks(Make.Write("2", "src/a.cs") with { Tool = "edit_file" }, ApprovalMode.Risky, rules: rule));
        Assert.True(Asks(Make.Command("2", "src/a.cs"), ApprovalMode.Risky, rules: rule));
    }

    [Fact]
    public void A_rule_is_remembered_until_the_ticket_ends()
    {
        Scenario track = Scenario.Running(Make.Ticket("A"), Make.Ticket("B")).Spawn("A").Propose("A", Make.Write("1")).Answer("A", Make.Approve with { ForTicket = true });

        Assert.Empty(track.Propose("A", Make.Write("2")).State.OpenApprovals);
        Assert.Empty(track.Complete("A").State.Tickets["A"].Rules);
    }

    [Theory]
    [InlineData(ApprovalMode.Risky, false, false)]
    [InlineData(ApprovalMode.Risky, true, false)]
    [InlineData(ApprovalMode.Always, false, false)]
    [InlineData(ApprovalMode.Never, false, true)]
    public void The_gate_of_a_command_always_says_that_nothing_confines_it(ApprovalMode mode, bool stepMode, bool isProtected)
    {
        ToolProposal call = Make.Command("1", "make") with { IsProtected = isProtected };

        Assert.EndsWith("It runs a command, which no sandbox confines.", ApprovalPolicy.WhyAsk(call, mode, stepMode, []), StringComparison.Ordinal);
    }

    private static bool Asks(ToolProposal call, ApprovalMode mode, bool stepMode = false, params ApprovalRule[] rules) =>
        ApprovalPolicy.WhyAsk(call, mode, stepMode, [.. rules]) is not null;
}
