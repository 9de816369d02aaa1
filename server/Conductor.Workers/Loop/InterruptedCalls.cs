using System.Globalization;
using System.Text.Json;
using Conductor.Core.Approvals;
using Conductor.Core.Tickets;
using Conductor.Workers.Tools;
using Conductor.Workers.Workspaces;
using ToolRisk = Conductor.Core.Approvals.ToolRisk;

namespace Conductor.Workers.Loop;

/// <summary>Knows which calls must not simply be made again after an interruption, and what they have left on disk.</summary>
public static class InterruptedCalls
{
    /// <summary>
    /// True when the call had begun, there is no result, and making it again might do it twice. Calls that change nothing are never in
    /// doubt: they are made again.
    /// </summary>
    public static bool IsInDoubt(ToolCallState call, WorkerEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(call);
        ArgumentNullException.ThrowIfNull(environment);
        return call.IsUnsettled
            && (HasEffect(call.Proposal.Risk) || HasEffect(Proposals.RiskOf(environment, call.Proposal.Tool, call.StartedWith ?? "")));
    }

    /// <summary>What the call has left: the exit code of its command, and the file that it was to change as it is now.</summary>
    public static CallFinding Find(string trackId, string ticketId, int attempt, ToolCallState call, WorkerEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(call);
        ArgumentNullException.ThrowIfNull(environment);
        int? exitCode = environment.ExitCodeFolder is { } folder
            ? ReadExitCode(ExitCodeFiles.PathFor(folder, trackId, ticketId, attempt, call.Proposal.CallId))
            : null;
        FileNow? file = PathOf(call, environment) is { } path ? ReadFile(path, environment.Tools.Root) : null;
        return new CallFinding(exitCode, file, Proposals.FactsOf(environment, call.Proposal.Tool, call.StartedWith ?? call.Proposal.Arguments)?.Command);
    }

    /// <summary>Deletes the half-written file that the call has left, if it has. Only right while no other process works in this root.</summary>
    public static void DeleteLeftOvers(ToolCallState call, WorkerEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(call);
        ArgumentNullException.ThrowIfNull(environment);
        if (PathOf(call, environment) is { } path && environment.Tools.Root.Resolve(path) is PathResolution.Inside { RelativePath: var leadsTo, FullPath: var full } && leadsTo == path)
        {
            AtomicFile.DeleteLeftOvers(full);
        }
    }

    private static bool HasEffect(ToolRisk risk) => risk is ToolRisk.Write or ToolRisk.Command;

    /// <summary>The file that the call was to change; null when it changes none.</summary>
    private static string? PathOf(ToolCallState call, WorkerEnvironment environment)
    {
        var started = call.AsStarted;
        var isAsProposed = call.Planned is not null || started.Arguments == call.Proposal.Arguments;
        return isAsProposed
            ? (call.Planned is not null || started.Risk == ToolRisk.Write ? started.Path : null)
            : Proposals.FactsOf(environment, started.Tool, started.Arguments) is { Risk: Tools.ToolRisk.Write, Path: { } path } ? path : null;
    }

    private static int? ReadExitCode(string file)
    {
        try
        {
            return int.TryParse(File.ReadAllText(file).Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var code) ? code : null;
        }
        catch (Exception missing) when (missing is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static FileNow ReadFile(string path, WorkspaceRoot root)
    {
        try
        {
            // A link that was laid there since leads to another file, whose text is nobody's business here.
            if (root.Resolve(path) is not PathResolution.Inside { RelativePath: var leadsTo, FullPath: var full } || leadsTo != path || Directory.Exists(full))
            {
                return new FileNow(null, IsReadable: false);
            }
            if (!File.Exists(full))
            {
                return new FileNow(null, IsReadable: true);
            }
            return TextFile.Read(full) is { } file ? new FileNow(file.Text, IsReadable: true) : new FileNow(null, IsReadable: false);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return new FileNow(null, IsReadable: false);
        }
    }
}
