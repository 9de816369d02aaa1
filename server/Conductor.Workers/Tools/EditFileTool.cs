using System.Text.Json;
using Conductor.Views;
using Conductor.Workers.Workspaces;

namespace Conductor.Workers.Tools;

/// <summary>Replaces one piece of a file, which must be there exactly once.</summary>
internal sealed class EditFileTool : TypedTool<EditFileTool.Arguments>
{
    private const int LinesNamed = 10;

    /// <summary>What a call says.</summary>
    /// <param name="Since">The hash, as looks print it, of the look that the change rests on; empty to take the file as it is.</param>
    internal sealed record Arguments(string Path, string OldText, string NewText, string Since);

    /// <inheritdoc/>
    public override string Name => "edit_file";

    /// <inheritdoc/>
    public override string Description =>
        "Replace one piece of a file. oldText must be in the file exactly once, to the last space; take enough lines around the change to "
        + "make it so. The file keeps its line endings and its encoding. With since the change is made only if the file is still what you saw.";

    /// <inheritdoc/>
    public override JsonElement ArgumentsSchema { get; } = ToolSchema.Parse("""
        {
          "type": "object",
          "properties": {
            "path": { "type": "string", "description": "Relative to the workspace root." },
            "oldText": { "type": "string", "description": "Exactly as in the file, and only once in it." },
            "newText": { "type": "string", "description": "What takes its place; empty to remove it." },
            "since": { "type": "string", "description": "The hash (behind @) of the look that the change rests on." }
          },
          "required": ["path", "oldText", "newText"],
          "additionalProperties": false
        }
        """);

    /// <inheritdoc/>
    public override FileChange? Preview(JsonElement arguments, ToolContext context) =>
        FileEdit.Preview(() => Look(arguments, context, out var read) is ToolInspection.Ready ready ? Plan(read, ready.Facts, context) : null);

    /// <inheritdoc/>
    protected override Arguments Read(ArgumentReader reader) =>
        new(reader.RequiredText("path"), reader.RequiredText("oldText"), reader.RequiredText("newText", mayBeEmpty: true), (reader.OptionalText("since") ?? "").TrimStart('@'));

    /// <inheritdoc/>
    protected override ToolInspection Inspect(Arguments arguments, ToolContext context) =>
        (FileEdit.ElisionProblem(arguments.OldText) ?? FileEdit.ElisionProblem(arguments.NewText)) is { } problem
            ? new ToolInspection.Refused(problem)
            : SeenFiles.WhyNoHash(arguments.Since) is { } noHash
            ? new ToolInspection.Refused($"edit_file: {noHash}. Nothing was changed; call it again.")
            : PathFacts.Inspect(ToolRisk.Write, arguments.Path, context);

    /// <inheritdoc/>
    protected override async Task<ToolResult> RunAsync(
        Arguments arguments, ToolFacts facts, ToolContext context, CancellationToken cancellationToken)
    {
        var edit = Plan(arguments, facts, context);
        if (edit.Change is null && File.Exists(PathFacts.FullPath(facts, context)) && TextFile.Read(PathFacts.FullPath(facts, context)) is { } file)
        {
            await context.Seen.KnownAsync(facts.Path ?? ".", cancellationToken);
            // What has changed since the worker saw it can be said by members once these are known.
            edit = Plan(arguments, facts, context, (await context.Outlines.ReadAsync(facts.Path ?? ".", file.Text, cancellationToken)).Outline);
        }
        return await FileEdit.ApplyAsync(edit, context, cancellationToken);
    }

    private static FileEdit Plan(Arguments arguments, ToolFacts facts, ToolContext context, SourceOutline? outline = null)
    {
        var path = facts.Path ?? ".";
        var full = PathFacts.FullPath(facts, context);
        if (!File.Exists(full))
        {
            return FileEdit.Refuse($"There is no file '{path}'. Look with list_files, or create it with write_file.");
        }
        if (TextFile.Read(full) is not { } file)
        {
            return FileEdit.Refuse($"'{path}' is a binary file and was left alone.");
        }
        if (arguments.Since.Length > 0 && context.Seen.Stale(path, file.Text, context.Look().ConstantsOf(path), arguments.Since, outline) is { } stale)
        {
            return FileEdit.Refuse($"{stale} Nothing was changed.");
        }
        var (oldText, places) = Places(file.Text, arguments.OldText);
        if (places.Count != 1)
        {
            return FileEdit.Refuse(
                (places.Count == 0 ? NotFound(path, file.Text, oldText) : Several(path, file.Text, places)) + context.Seen.ChangedSince(path, file.Text, context.Look().ConstantsOf(path), outline));
        }
        var ending = oldText.Contains('\n', StringComparison.Ordinal)
            ? (oldText.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n")
            : file.LineEnding;
        var newText = FileEdit.WithEnding(arguments.NewText, ending);
        return newText == oldText
            ? FileEdit.Refuse("oldText and newText are the same. Nothing was changed; give the text as it should become.")
            : FileEdit.Make(path, file.Text, file with { Text = file.Text[..places[0]] + newText + file.Text[(places[0] + oldText.Length)..] });
    }

    /// <summary>Where the text is; when it is nowhere, where it is with the other line endings, since models mostly write one kind.</summary>
    private static (string OldText, IReadOnlyList<int> Places) Places(string text, string oldText)
    {
        foreach (var candidate in new[] { oldText, FileEdit.WithEnding(oldText, "\n"), FileEdit.WithEnding(oldText, "\r\n") })
        {
            var places = new List<int>();
            // Also overlapping ones: either could be meant.
            for (var at = text.IndexOf(candidate, StringComparison.Ordinal);
                at >= 0;
                at = text.IndexOf(candidate, at + 1, StringComparison.Ordinal))
            {
                places.Add(at);
            }
            if (places.Count > 0)
            {
                return (candidate, places);
            }
        }
        return (oldText, []);
    }

    private static string NotFound(string path, string text, string oldText)
    {
        var first = oldText.Split('\n').Select(line => line.Trim()).FirstOrDefault(line => line.Length > 0);
        var near = first is null ? -1 : text.IndexOf(first, StringComparison.Ordinal);
        var hint = near >= 0 ? $" Its first line is at line {LineOf(text, near)}, but what follows or its spaces differ." : "";
        return $"oldText is not in '{path}' (0 matches). Nothing was changed.{hint} Read those lines again and copy them exactly.";
    }

    private static string Several(string path, string text, IReadOnlyList<int> places)
    {
        var lines = string.Join(", ", places.Take(LinesNamed).Select(place => LineOf(text, place)));
        var more = places.Count > LinesNamed ? ", …" : "";
        return $"oldText is in '{path}' {places.Count} times, at lines {lines}{more}. Nothing was changed. "
            + "Take more lines around the one you mean, so that it is there once.";
    }

    private static int LineOf(string text, int place) => text.AsSpan(0, place).Count('\n') + 1;
}
