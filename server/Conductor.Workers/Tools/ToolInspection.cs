namespace Conductor.Workers.Tools;

/// <summary>What the approval policy looks at.</summary>
/// <param name="Risk">What the call can do at worst.</param>
/// <param name="Path">Relative to the root, with forward slashes, normalised, links resolved; null when the tool takes no path.</param>
/// <param name="Command">The command line; null for other tools.</param>
public sealed record ToolFacts(ToolRisk Risk, string? Path, string? Command);

/// <summary>The outcome of looking at a call before anybody is asked about it.</summary>
public abstract record ToolInspection
{
    private ToolInspection()
    {
    }

    /// <summary>The arguments are fine; the policy may decide on the facts.</summary>
    public sealed record Ready(ToolFacts Facts) : ToolInspection;

    /// <summary>The call makes no sense or leaves the root. The message goes to the worker and says what to do instead.</summary>
    public sealed record Refused(string Message) : ToolInspection;
}
