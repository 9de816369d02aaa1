using System.Text.Json;
using Conductor.Workers.Workspaces;

namespace Conductor.Workers.Tools;

/// <summary>
/// One thing a worker can do. A call goes through three steps: <see cref="Inspect"/> says what would be touched, the gate decides,
/// <see cref="RunAsync"/> does it. Implementations hold no state and may be used by many workers at once.
/// </summary>
public abstract class WorkerTool
{
    /// <summary>The name the model calls it by, for example <c>read_file</c>.</summary>
    public abstract string Name { get; }

    /// <summary>What the model is told about it.</summary>
    public abstract string Description { get; }

    /// <summary>A JSON Schema of an object; it allows no properties beyond those it names.</summary>
    public abstract JsonElement ArgumentsSchema { get; }

    /// <summary>
    /// Checks the arguments and says what the call would touch. Nothing is read or changed, except that links in paths are followed.
    /// </summary>
    public abstract ToolInspection Inspect(JsonElement arguments, ToolContext context);

    /// <summary>
    /// Does it. The arguments are checked again, so that a path that has become a link since is caught; whatever goes wrong on disk is
    /// a failed result with a text for the worker.
    /// </summary>
    /// <exception cref="OperationCanceledException">The token fired; a command's processes have been ended by then.</exception>
    public abstract Task<ToolResult> RunAsync(JsonElement arguments, ToolContext context, CancellationToken cancellationToken);

    /// <summary>The change this call would make to a file, for a person to look at; null when the tool changes no file or would fail.</summary>
    public virtual FileChange? Preview(JsonElement arguments, ToolContext context) => null;

    /// <summary>What of a file this call would show to the worker; null when the tool reads no file or would fail.</summary>
    public virtual ReadExtent? Shows(JsonElement arguments, ToolContext context) => null;
}
