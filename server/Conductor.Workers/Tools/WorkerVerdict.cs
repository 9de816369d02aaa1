using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Conductor.Workers.Tools;

/// <summary>How a worker ends its attempt.</summary>
/// <param name="Completed">False means blocked.</param>
/// <param name="Summary">What was done, or how far it came; handed to the tickets that wait for this one.</param>
/// <param name="Kind">
/// Of a blocked ticket: <c>needsDecision</c>, <c>needsAccess</c>, <c>missingDependency</c> or <c>wrongTicket</c>; null when not said.
/// </param>
/// <param name="Reason">Of a blocked ticket: what a person has to settle; null when the summary says it all.</param>
public sealed record WorkerVerdict(bool Completed, string Summary, string? Kind, string? Reason)
{
    /// <summary>The kinds of being blocked.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["needsDecision", "needsAccess", "missingDependency", "wrongTicket"];

    /// <summary>Reads the arguments of <c>finish</c>.</summary>
    /// <param name="arguments">As the model gave them.</param>
    /// <param name="verdict">The verdict; null when there is a problem.</param>
    /// <param name="problem">What is wrong, for the worker; null when there is a verdict.</param>
    public static bool TryParse(
        JsonElement arguments,
        [NotNullWhen(true)] out WorkerVerdict? verdict,
        [NotNullWhen(false)] out string? problem)
    {
        var reader = new ArgumentReader("finish", arguments);
        var completed = reader.RequiredChoice("verdict", ["completed", "blocked"]) == "completed";
        var summary = reader.RequiredText("summary");
        var kind = reader.OptionalChoice("kind", Kinds);
        var reason = reader.OptionalText("reason");
        problem = reader.Problem();
        verdict = problem is null ? new WorkerVerdict(completed, summary, completed ? null : kind, completed ? null : reason) : null;
        return verdict is not null;
    }
}
