using System.Text.Json;

namespace Conductor.Workers.Tools;

/// <summary>Ends the attempt with a verdict.</summary>
internal sealed class FinishTool : WorkerTool
{
    /// <inheritdoc/>
    public override string Name => "finish";

    /// <inheritdoc/>
    public override string Description =>
        "End your work on the ticket. Use 'completed' when everything asked for is done, with a summary for the tickets that build on it. "
        + "Use 'blocked' when you cannot go on, with the kind and the reason: what a person has to decide or provide.";

    /// <inheritdoc/>
    public override JsonElement ArgumentsSchema { get; } = ToolSchema.Parse("""
        {
          "type": "object",
          "properties": {
            "verdict": { "type": "string", "enum": ["completed", "blocked"] },
            "summary": { "type": "string", "description": "What was done, or how far it came." },
            "kind": {
              "type": "string",
              "enum": ["needsDecision", "needsAccess", "missingDependency", "wrongTicket"],
              "description": "Only when blocked."
            },
            "reason": { "type": "string", "description": "Only when blocked: what has to be settled first." }
          },
          "required": ["verdict", "summary"],
          "additionalProperties": false
        }
        """);

    /// <inheritdoc/>
    public override ToolInspection Inspect(JsonElement arguments, ToolContext context) =>
        WorkerVerdict.TryParse(arguments, out _, out var problem)
            ? new ToolInspection.Ready(new ToolFacts(ToolRisk.Verdict, null, null))
            : new ToolInspection.Refused(problem);

    /// <inheritdoc/>
    public override Task<ToolResult> RunAsync(JsonElement arguments, ToolContext context, CancellationToken cancellationToken) =>
        Task.FromResult(WorkerVerdict.TryParse(arguments, out var verdict, out var problem)
            ? new ToolResult(verdict.Completed ? $"completed: {verdict.Summary}" : $"blocked: {verdict.Reason ?? verdict.Summary}")
            : new ToolResult(problem, Failed: true));
}
