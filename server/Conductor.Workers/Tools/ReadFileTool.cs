using System.Text.Json;
using Conductor.Views;
using Conductor.Workers.Workspaces;

namespace Conductor.Workers.Tools;

/// <summary>Gives a file's text, whole, in part, or as a view.</summary>
internal sealed class ReadFileTool : TypedTool<ReadFileTool.Arguments>
{
    /// <summary>More of a file's text is not given at once.</summary>
    private const int CharacterLimit = 200_000;

    /// <summary>What a call says.</summary>
    internal sealed record Arguments(string Path, ViewLevel Level, LineRange? Lines, string? Problem);

    /// <inheritdoc/>
    public override string Name => "read_file";

    /// <inheritdoc/>
    public override string Description =>
        "Read a file: its whole text (level full, the default), the code that matters with the rest as signatures (curated), signatures only "
        + "(skeleton), or some lines ('10-40'; search_text tells where something is). Only full text and lines can be copied into edit_file.";

    /// <inheritdoc/>
    public override JsonElement ArgumentsSchema { get; } = ToolSchema.Parse("""
        {
          "type": "object",
          "properties": {
            "path": { "type": "string", "description": "Relative to the workspace root." },
            "level": { "type": "string", "enum": ["full", "curated", "skeleton"] },
            "lines": { "type": "string", "description": "First and last line, counted from 1: 10-40, or 10- to the end." }
          },
          "required": ["path"],
          "additionalProperties": false
        }
        """);

    /// <inheritdoc/>
    protected override Arguments Read(ArgumentReader reader)
    {
        var path = reader.RequiredText("path");
        var level = reader.OptionalChoice("level", ["full", "curated", "skeleton"]) switch
        {
            "curated" => ViewLevel.Curated,
            "skeleton" => ViewLevel.Skeleton,
            _ => ViewLevel.Full,
        };
        var lines = reader.OptionalText("lines");
        var range = lines is null or "" ? null : LineRange.Parse(lines);
        var problem = range is null && lines is not (null or "")
            ? $"'lines' must be like 10-40, counted from 1, not '{lines}'"
            : range is not null && level != ViewLevel.Full
                ? "lines are always full text; leave out level or lines"
                : null;
        return new Arguments(path, level, range, problem);
    }

    /// <inheritdoc/>
    protected override ToolInspection Inspect(Arguments arguments, ToolContext context) =>
        arguments.Problem is { } problem
            ? new ToolInspection.Refused($"read_file: {problem}. Call it again.")
            : PathFacts.Inspect(ToolRisk.Read, arguments.Path, context);

    /// <inheritdoc/>
    protected override Task<ToolResult> RunAsync(
        Arguments arguments, ToolFacts facts, ToolContext context, CancellationToken cancellationToken)
    {
        var path = facts.Path ?? ".";
        var full = PathFacts.FullPath(facts, context);
        var result = Directory.Exists(full) ? Failure($"'{path}' is a folder. See what is in it with list_files.")
            : !File.Exists(full) ? Failure($"There is no file '{path}'. Look for it with list_files.")
            : TextFile.Read(full) is not { } file ? Failure($"'{path}' is a binary file, which has no text to read.")
            : file.Text.Length == 0 ? new ToolResult($"('{path}' is empty)")
            : arguments.Lines is { } range ? Lines(path, file.Text, range)
            : arguments.Level == ViewLevel.Full ? Whole(file.Text)
            : new ToolResult(ViewBuilder.Build(new ViewRequest(path, file.Text, arguments.Level), context.Tokens).Text);
        return Task.FromResult(result);
    }

    private static ToolResult Lines(string path, string text, LineRange range)
    {
        var lines = text.Split('\n');
        var count = lines[^1].Length == 0 ? lines.Length - 1 : lines.Length;
        if (range.First > count)
        {
            return Failure($"'{path}' has only {count} lines. Read lines up to {count}.");
        }
        var last = Math.Min(range.Last, count);
        var piece = string.Join('\n', lines[(range.First - 1)..last]);
        return new ToolResult($"{path}, lines {range.First}-{last} of {count}:\n{Cut(piece, range.First)}");
    }

    private static ToolResult Whole(string text) => new(Cut(text, firstLine: 1));

    private static string Cut(string text, int firstLine)
    {
        if (text.Length <= CharacterLimit)
        {
            return text;
        }
        var end = text.LastIndexOf('\n', CharacterLimit - 1) + 1;
        end = end > 0 ? end : CharacterLimit;
        var next = firstLine + text.AsSpan(0, end).Count('\n');
        return $"{text[..end]}\n… the text is longer than {CharacterLimit} characters; go on with lines from {next}, or search_text.";
    }

    private static ToolResult Failure(string message) => new(message, Failed: true);
}
