using System.Text.Json;
using Conductor.Core.Approvals;
using Conductor.Workers.Tools;

namespace Conductor.Workers.Loop;

/// <summary>
/// Looks at a call that a person has edited as the worker's own call was looked at before its gate opened: where it leads once links are
/// followed, and whether that is protected. What the gate did not show is not approved by it.
/// </summary>
public static class EditedCalls
{
    /// <summary>Why the edited call must not be made, and what to do instead, in words for a person or a worker; null when it may be.</summary>
    /// <param name="proposal">The call as its gate showed it.</param>
    /// <param name="arguments">The person's; JSON text, though it may be broken.</param>
    public static string? WhyNot(ToolProposal proposal, string arguments, WorkerEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(proposal);
        ArgumentNullException.ThrowIfNull(environment);
        if (environment.Available.FirstOrDefault(tool => tool.Name == proposal.Tool) is not { } tool)
        {
            return null;
        }
        try
        {
            return tool.Inspect(JsonElement.Parse(arguments), environment.Tools) switch
            {
                ToolInspection.Refused { Message: var message } => message,
                ToolInspection.Ready { Facts: var facts } when IsHiddenProtected(proposal, facts, environment) => LeadsToProtected(facts),
                _ => null,
            };
        }
        catch (JsonException broken)
        {
            return $"The edited arguments are not JSON: {broken.Message} Edit them again.";
        }
    }

    /// <summary>The call as it is started: what it can do with these arguments, and to what. They may make a command of what could do nothing.</summary>
    /// <param name="proposal">The call as its gate showed it; what it could do holds where the arguments make no sense.</param>
    /// <param name="arguments">The person's or the worker's own.</param>
    public static ToolProposal AsStarted(ToolProposal proposal, string arguments, WorkerEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(proposal);
        ArgumentNullException.ThrowIfNull(environment);
        return Proposals.FactsOf(environment, proposal.Tool, arguments) is { } facts
            ? proposal with { Arguments = arguments, Risk = Proposals.RiskOf(facts.Risk), Path = facts.Path, Command = facts.Command }
            : proposal;
    }

    private static bool IsHiddenProtected(ToolProposal proposal, ToolFacts facts, WorkerEnvironment environment) =>
        facts.Risk is Tools.ToolRisk.Write or Tools.ToolRisk.Command
        && Proposals.IsProtected(facts, environment.NeverAutoApprove())
        && !(proposal.IsProtected && proposal.Path == facts.Path);

    private static string LeadsToProtected(ToolFacts facts) =>
        $"With these arguments the call leads to a protected path ({facts.Path ?? facts.Command}), which its gate did not show, so nothing was done. "
        + "Reject the call and tell the worker what is wanted: a call of its own is asked with the protected path in sight.";
}
