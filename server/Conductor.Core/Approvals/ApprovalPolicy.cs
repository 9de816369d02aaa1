using System.Collections.Immutable;

namespace Conductor.Core.Approvals;

/// <summary>How much is asked outside step mode.</summary>
public enum ApprovalMode
{
    /// <summary>Every call asks.</summary>
    Always,

    /// <summary>Reads pass; writes and commands ask.</summary>
    Risky,

    /// <summary>Only the protected paths ask.</summary>
    Never,
}

/// <summary>Which tool calls need a person. Pure; evaluated at the moment of the call against the settings of that moment.</summary>
public static class ApprovalPolicy
{
    private const string Unconfined = "It runs a command, which no sandbox confines.";

    /// <summary>
    /// Null: the call may pass. Otherwise why a person is asked, in words for that person; of a command it always says that nothing
    /// confines it, and of a read whether it widens what was approved. To widen it alone asks nobody: the mode decides on reads.
    /// </summary>
    public static string? WhyAsk(ToolProposal call, ApprovalMode mode, bool stepMode, ImmutableHashSet<ApprovalRule> rules) =>
        Reason(call, mode, stepMode, rules) switch
        {
            { } reason when call.Risk == ToolRisk.Command && reason != Unconfined => $"{reason} {Unconfined}",
            { } reason when call.Widens is { } widening => $"{reason} {widening.Words(call.Path)}",
            var reason => reason,
        };

    /// <summary>Why a worker is told no at once, where nobody is asked about files; null when it is not.</summary>
    public static string? WhyRefuse(ToolProposal call, ApprovalMode mode, bool stepMode) => mode == ApprovalMode.Never && !stepMode && call is { OwnedBy: { } owner, IsProtected: false }
        ? TakenBy(call, owner)
        : null;

    /// <summary>What a worker is told whose file another ticket has.</summary>
    public static string TakenBy(ToolProposal call, string owner) =>
        $"{call.Path} belongs to {owner} until that ticket is over: it has changed the file, or is about to, and nobody is asked about that here. Do what can be done without it; if the task cannot be, finish as blocked and say that it waits for {owner}.";

    private static string? Reason(ToolProposal call, ApprovalMode mode, bool stepMode, ImmutableHashSet<ApprovalRule> rules)
    {
        if (call.IsProtected && call.Risk != ToolRisk.Read)
        {
            return "It touches a protected path, which is never approved by a rule.";
        }

        if (call.OwnedBy is { } owner)
        {
            return $"It writes a file that {owner} has changed, or is about to, and {owner} is not over.";
        }

        if (rules.Contains(ApprovalRule.For(call)))
        {
            return null;
        }

        if (stepMode)
        {
            return "Step mode: the ticket asks before every tool call.";
        }

        if (call.IsOutsideWrites)
        {
            return "It writes outside the paths this ticket says it changes.";
        }

        return mode switch
        {
            ApprovalMode.Always => "Every tool call is asked (conductor.approvals.mode is always).",
            ApprovalMode.Risky when call.Risk == ToolRisk.Command => Unconfined,
            ApprovalMode.Risky when call.Risk == ToolRisk.Write => "It changes a file.",
            _ => null,
        };
    }
}
