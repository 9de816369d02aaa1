using System.Text.Json;
using Conductor.Workers.Workspaces;

namespace Conductor.Workers.Tools;

/// <summary>Creates a file or replaces its whole content.</summary>
internal sealed class WriteFileTool : TypedTool<WriteFileTool.Arguments>
{
    /// <summary>What a call says.</summary>
    internal sealed record Arguments(string Path, string Content);

    /// <inheritdoc/>
    public override string Name => "write_file";

    /// <inheritdoc/>
    public override string Description =>
        "Create a file, with its folders, or replace its whole content. To change a part of a file use edit_file. "
        + "A file that exists keeps its line endings and its encoding.";

    /// <inheritdoc/>
    public override JsonElement ArgumentsSchema { get; } = ToolSchema.Parse("""
        {
          "type": "object",
          "properties": {
            "path": { "type": "string", "description": "Relative to the workspace root." },
            "content": { "type": "string" }
          },
          "required": ["path", "content"],
          "additionalProperties": false
        }
        """);

    /// <inheritdoc/>
    public override FileChange? Preview(JsonElement arguments, ToolContext context) =>
        FileEdit.Preview(() => Look(arguments, context, out var read) is ToolInspection.Ready ready ? Plan(read, ready.Facts, context) : null);

    /// <inheritdoc/>
    protected override Arguments Read(ArgumentReader reader) =>
        new(reader.RequiredText("path"), reader.RequiredText("content", mayBeEmpty: true));

    /// <inheritdoc/>
    protected override ToolInspection Inspect(Arguments arguments, ToolContext context) =>
        FileEdit.ElisionProblem(arguments.Content) is { } problem
            ? new ToolInspection.Refused(problem)
            : PathFacts.Inspect(ToolRisk.Write, arguments.Path, context);

    /// <inheritdoc/>
    protected override Task<ToolResult> RunAsync(
        Arguments arguments, ToolFacts facts, ToolContext context, CancellationToken cancellationToken) =>
        FileEdit.ApplyAsync(Plan(arguments, facts, context), context, cancellationToken);

    private static FileEdit Plan(Arguments arguments, ToolFacts facts, ToolContext context)
    {
        var path = facts.Path ?? ".";
        var full = PathFacts.FullPath(facts, context);
        if (Directory.Exists(full))
        {
            return FileEdit.Refuse($"'{path}' is a folder. Name a file in it.");
        }
        if (!File.Exists(full))
        {
            return FileEdit.Make(path, null, TextFile.New(arguments.Content));
        }
        if (TextFile.Read(full) is not { } existing)
        {
            return FileEdit.Refuse($"'{path}' is a binary file and was left alone. Write the text to another file.");
        }
        var content = existing.Text.Contains('\n', StringComparison.Ordinal)
            ? FileEdit.WithEnding(arguments.Content, existing.LineEnding)
            : arguments.Content;
        return FileEdit.Make(path, existing.Text, existing with { Text = content });
    }
}
