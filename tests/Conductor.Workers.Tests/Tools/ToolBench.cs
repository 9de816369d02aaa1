using System.Text.Json;
using Conductor.Views;
using Conductor.Workers.Outlines;
using Conductor.Workers.Processes;
using Conductor.Workers.Projects;
using Conductor.Workers.Tests.Workspaces;
using Conductor.Workers.Tools;
using Conductor.Workers.Workspaces;
using Xunit;

namespace Conductor.Workers.Tests.Tools;

/// <summary>Calls tools by name on a real folder.</summary>
public sealed class ToolBench : IDisposable
{
    public TemporaryFolder Folder { get; } = new();

    public void Dispose() => Folder.Dispose();

    /// <summary>What the worker whose calls these are has seen.</summary>
    public SeenFiles Seen { get; } = new();

    /// <summary>What reads files that are not C#.</summary>
    public ISourceOutlines Outlines { get; init; } = NoOutlines.Instance;

    /// <summary>What is known of the workspace's code.</summary>
    public Func<CodeLook> Look { get; set; } = () => CodeLook.None;

    public ToolContext Context => new(
        WorkspaceRoot.Open(Folder.FullPath),
        new CommandRunner(TimeProvider.System),
        O200kTokenCounter.Shared,
        TimeProvider.System,
        CommandLimits.Default)
    {
        Seen = Seen,
        Outlines = Outlines,
        Look = Look,
    };

    public Task<ToolResult> RunAsync(string tool, object arguments) =>
        Tool(tool).RunAsync(Json(arguments), Context, TestContext.Current.CancellationToken);

    public ToolInspection Inspect(string tool, object arguments) => Tool(tool).Inspect(Json(arguments), Context);

    public FileChange? Preview(string tool, object arguments) => Tool(tool).Preview(Json(arguments), Context);

    /// <summary>Names of the arguments its schema offers.</summary>
    public static IEnumerable<string> ArgumentsOf(string tool) => Tool(tool).ArgumentsSchema.GetProperty("properties").EnumerateObject().Select(property => property.Name);

    /// <summary>The text of a call that must fail.</summary>
    public async Task<string> FailureAsync(string tool, object arguments)
    {
        var result = await RunAsync(tool, arguments);
        Assert.True(result.Failed, result.Text);
        Assert.Null(result.Change);
        return result.Text;
    }

    /// <summary>The text of a call that must succeed.</summary>
    public async Task<string> TextAsync(string tool, object arguments)
    {
        var result = await RunAsync(tool, arguments);
        Assert.False(result.Failed, result.Text);
        return result.Text;
    }

    private static JsonElement Json(object arguments) => JsonSerializer.SerializeToElement(arguments);

    private static WorkerTool Tool(string name)
    {
        var tool = WorkerTools.Find(name);
        Assert.NotNull(tool);
        return tool;
    }
}
