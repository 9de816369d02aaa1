namespace Conductor.Workers.Tools;

/// <summary>The tools every worker has.</summary>
public static class WorkerTools
{
    /// <summary>All of them, in the order the model is told about them.</summary>
    public static IReadOnlyList<WorkerTool> All { get; } =
    [
        new ReadFileTool(),
        new ListFilesTool(),
        new SearchTextTool(),
        new WriteFileTool(),
        new EditFileTool(),
        new RunCommandTool(),
        new FinishTool(),
    ];

    /// <summary>The tool with exactly this name; null when there is none.</summary>
    public static WorkerTool? Find(string name) => All.FirstOrDefault(tool => tool.Name == name);
}
