using Conductor.Views;
using Conductor.Workers.Outlines;
using Conductor.Workers.Processes;
using Conductor.Workers.Projects;
using Conductor.Workers.Workspaces;

namespace Conductor.Workers.Tools;

/// <summary>Where and with what a call works. Made once per attempt; per call only the last three differ (<c>with</c>).</summary>
/// <param name="Root">The folder the file tools are confined to, and the working directory of commands.</param>
/// <param name="Commands">Runs the commands.</param>
/// <param name="Tokens">Counts the tokens of views.</param>
/// <param name="Time">The clock for time limits.</param>
/// <param name="Limits">Time limits and output size of commands.</param>
/// <param name="CommandStarted">
/// Called when a command's process exists but has done nothing yet; the command begins when the returned task is done.
/// </param>
/// <param name="ExitCodeFile">Where a command's exit code is left on disk for a later process to find; null to leave none.</param>
/// <param name="CommandStillRunning">Called when a command that is over, or stopped, could not be ended with all that it had started.</param>
public sealed record ToolContext(
    WorkspaceRoot Root,
    CommandRunner Commands,
    ITokenCounter Tokens,
    TimeProvider Time,
    CommandLimits Limits,
    Func<CommandStarted, CancellationToken, Task>? CommandStarted = null,
    string? ExitCodeFile = null,
    Func<CommandStarted, Task>? CommandStillRunning = null)
{
    /// <summary>Reads the declarations of files in other languages than C#.</summary>
    public ISourceOutlines Outlines { get; init; } = NoOutlines.Instance;

    /// <summary>Begins a look at what stands around a file in the workspace's code; views go without where it finds nothing.</summary>
    public Func<CodeLook> Look { get; init; } = () => CodeLook.None;

    /// <summary>What the worker has seen of files. One for all calls of an attempt.</summary>
    public SeenFiles Seen { get; init; } = new();
}
