using System.Text.Json;
using Conductor.Core.Approvals;
using Conductor.Workers.Models;
using Conductor.Workers.Tools;
using Conductor.Workers.Workspaces;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.FileSystemGlobbing;
using CoreRisk = Conductor.Core.Approvals.ToolRisk;
using ToolRisk = Conductor.Workers.Tools.ToolRisk;

namespace Conductor.Workers.Loop;

/// <summary>States the facts of a tool call that the approval policy, and a person, decide on.</summary>
internal static class Proposals
{
    /// <summary>
    /// The call as a proposal. One that makes no sense, or names no tool, is proposed as a read without a target: it can have no effect,
    /// so outside step mode nobody is bothered with it, and in step mode a person may mend its arguments.
    /// </summary>
    public static ToolProposal Of(AttemptRun run, FunctionCallContent call) => Of(run, call.CallId, call.Name, MessageJson.Arguments(call));

    /// <summary>The same call with the facts of this moment.</summary>
    public static ToolProposal Again(AttemptRun run, ToolProposal proposal) => Of(run, proposal.CallId, proposal.Tool, proposal.Arguments);

    private static ToolProposal Of(AttemptRun run, string callId, string name, string text)
    {
        var arguments = JsonElement.Parse(text);
        var context = run.ContextOf(callId);
        if (run.FindTool(name) is not { } tool || tool.Inspect(arguments, context) is not ToolInspection.Ready { Facts: var facts })
        {
            return new ToolProposal(callId, name, text, CoreRisk.Read);
        }
        var preview = tool.Preview(arguments, context);
        return new ToolProposal(
            callId,
            name,
            text,
            RiskOf(facts.Risk),
            facts.Path,
            facts.Command,
            IsProtected(facts, run.Environment.NeverAutoApprove()),
            IsOutsideWrites(facts, run),
            preview?.Before,
            preview?.After,
            Widenings.Of(run.Start, facts.Path, tool.Shows(arguments, context)));
    }

    /// <summary>What a call with these arguments can do; a person's edit may have made another thing of it.</summary>
    /// <param name="arguments">JSON text, though an edit may have broken it: then it can do nothing.</param>
    public static CoreRisk RiskOf(WorkerEnvironment environment, string tool, string arguments) =>
        FactsOf(environment, tool, arguments) is { Risk: var risk } ? RiskOf(risk) : CoreRisk.Read;

    /// <summary>What a call with these arguments would touch; null when it makes no sense.</summary>
    public static ToolFacts? FactsOf(WorkerEnvironment environment, string tool, string arguments)
    {
        try
        {
            return environment.Available.FirstOrDefault(known => known.Name == tool)?.Inspect(JsonElement.Parse(arguments), environment.Tools)
                is ToolInspection.Ready { Facts: var facts } ? facts : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>True when a call would still do what was decided on: the same kind of thing to the same file or by the same command.</summary>
    /// <param name="now">What it would touch now.</param>
    public static bool IsAbout(ToolProposal proposal, ToolFacts now) =>
        proposal.Risk == RiskOf(now.Risk) && proposal.Path == now.Path && proposal.Command == now.Command;

    /// <summary>True when the call touches a protected path, or its command names one.</summary>
    public static bool IsProtected(ToolFacts facts, IReadOnlyList<string> globs) =>
        (facts.Path is { } path && ProtectedPaths.IsProtected(path, globs))
        || (facts.Command is { } command && ProtectedPaths.MentionsProtected(command, globs));

    private static bool IsOutsideWrites(ToolFacts facts, AttemptRun run) =>
        facts is { Risk: ToolRisk.Write, Path: { } path }
        && !run.Start.Definition.Writes.IsEmpty
        && !Globs.Matcher(run.Start.Definition.Writes).Match(path).HasMatches;

    /// <summary>The same risk in the engine's words.</summary>
    public static CoreRisk RiskOf(ToolRisk risk) => risk switch
    {
        ToolRisk.Read => CoreRisk.Read,
        ToolRisk.Write => CoreRisk.Write,
        ToolRisk.Verdict => CoreRisk.Verdict,
        _ => CoreRisk.Command,
    };
}
