using System.Text.Json;
using Conductor.Workers.Processes;

namespace Conductor.Workers.Tools;

/// <summary>Runs a command line in the root. It is not confined to it.</summary>
internal sealed class RunCommandTool : TypedTool<RunCommandTool.Arguments>
{
    /// <summary>What it is called.</summary>
    public const string ToolName = "run_command";

    /// <summary>What a call says.</summary>
    internal sealed record Arguments(string Command, int? TimeoutSeconds);

    /// <inheritdoc/>
    public override string Name => ToolName;

    /// <inheritdoc/>
    public override string Description { get; } = DescriptionOn(OperatingSystem.IsWindows());

    /// <summary>Windows has no sessions by which what a command left behind could be found once its process has exited.</summary>
    internal static string DescriptionOn(bool isWindows) =>
        "Run a command line in the workspace root with sh (PowerShell on Windows). The result begins with the exit code, then standard output "
        + "and standard error in order; the middle of a long output is left out. There is no input. The command ends when its process exits: "
        + (isWindows
            ? "what it leaves running in the background is not ended, so end that in the same command."
            : "what it leaves running in the background is ended then.");

    /// <inheritdoc/>
    public override JsonElement ArgumentsSchema { get; } = ToolSchema.Parse("""
        {
          "type": "object",
          "properties": {
            "command": { "type": "string" },
            "timeoutSeconds": { "type": "integer", "minimum": 1, "maximum": 3600, "description": "120 when left out." }
          },
          "required": ["command"],
          "additionalProperties": false
        }
        """);

    /// <inheritdoc/>
    protected override Arguments Read(ArgumentReader reader) =>
        new(reader.RequiredText("command"), reader.OptionalNumber("timeoutSeconds", 1, 3600));

    /// <inheritdoc/>
    protected override ToolInspection Inspect(Arguments arguments, ToolContext context) =>
        new ToolInspection.Ready(new ToolFacts(ToolRisk.Command, null, arguments.Command));

    /// <inheritdoc/>
    protected override async Task<ToolResult> RunAsync(
        Arguments arguments, ToolFacts facts, ToolContext context, CancellationToken cancellationToken)
    {
        var asked = arguments.TimeoutSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : context.Limits.DefaultTimeout;
        var timeout = asked < context.Limits.MaximumTimeout ? asked : context.Limits.MaximumTimeout;
        var request = new CommandRequest(arguments.Command, context.Root.FullPath, timeout)
        {
            OutputBytes = context.Limits.OutputBytes,
            ExitCodeFile = context.ExitCodeFile,
            Started = context.CommandStarted,
            StillRunning = context.CommandStillRunning,
        };
        var result = await context.Commands.RunAsync(request, cancellationToken);
        return new ToolResult(result.Text, Failed: result.ExitCode != 0, result.ExitCode);
    }
}
