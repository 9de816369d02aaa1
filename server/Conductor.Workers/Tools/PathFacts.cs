using Conductor.Workers.Workspaces;

namespace Conductor.Workers.Tools;

/// <summary>Inspection of the tools that take a path.</summary>
internal static class PathFacts
{
    public static ToolInspection Inspect(ToolRisk risk, string path, ToolContext context) => context.Root.Resolve(path) switch
    {
        PathResolution.Inside inside => new ToolInspection.Ready(new ToolFacts(risk, inside.RelativePath, null)),
        PathResolution.Refused refused => new ToolInspection.Refused(refused.Message),
        _ => throw new InvalidOperationException("A resolution is either inside or refused."),
    };

    /// <summary>The absolute path of a path from <see cref="ToolFacts.Path"/>.</summary>
    public static string FullPath(ToolFacts facts, ToolContext context) =>
        Path.GetFullPath(facts.Path ?? ".", context.Root.FullPath);
}
