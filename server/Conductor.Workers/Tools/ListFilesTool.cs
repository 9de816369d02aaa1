using System.Text.Json;
using Conductor.Workers.Workspaces;
using Microsoft.Extensions.FileSystemGlobbing;

namespace Conductor.Workers.Tools;

/// <summary>Lists files of the workspace.</summary>
internal sealed class ListFilesTool : TypedTool<ListFilesTool.Arguments>
{
    /// <summary>No more are listed at once.</summary>
    private const int Limit = 500;

    /// <summary>What a call says.</summary>
    internal sealed record Arguments(string Path, string? Glob, string? GlobProblem);

    /// <inheritdoc/>
    public override string Name => "list_files";

    /// <inheritdoc/>
    public override string Description =>
        "List the files of the workspace or of one folder, one path a line, without what git ignores and what builds leave. "
        + $"At most {Limit} are listed.";

    /// <inheritdoc/>
    public override JsonElement ArgumentsSchema { get; } = ToolSchema.Parse("""
        {
          "type": "object",
          "properties": {
            "path": { "type": "string", "description": "A folder relative to the workspace root; the root when left out." },
            "glob": { "type": "string", "description": "Relative to path, with *, ** and {a,b}; without a slash it matches at any depth." }
          },
          "additionalProperties": false
        }
        """);

    /// <inheritdoc/>
    protected override Arguments Read(ArgumentReader reader)
    {
        var path = reader.OptionalText("path") ?? "";
        var glob = reader.OptionalText("glob");
        return new Arguments(path, glob is "" ? null : glob, glob is null ? null : Globs.Problem(glob));
    }

    /// <inheritdoc/>
    protected override ToolInspection Inspect(Arguments arguments, ToolContext context) =>
        arguments.GlobProblem is { } problem
            ? new ToolInspection.Refused($"list_files: {problem}. Call it again.")
            : PathFacts.Inspect(ToolRisk.Read, arguments.Path, context);

    /// <inheritdoc/>
    protected override async Task<ToolResult> RunAsync(
        Arguments arguments, ToolFacts facts, ToolContext context, CancellationToken cancellationToken)
    {
        var folder = facts.Path ?? ".";
        var full = PathFacts.FullPath(facts, context);
        if (!Directory.Exists(full))
        {
            return File.Exists(full)
                ? new ToolResult(folder)
                : new ToolResult($"There is no folder '{folder}'. Call list_files without a path to see what there is.", Failed: true);
        }
        var prefix = folder == "." ? "" : $"{folder}/";
        var matcher = arguments.Glob is { } glob ? Globs.Matcher([glob]) : null;
        var files = (await WorkspaceFiles.ListAsync(context.Root, cancellationToken))
            .Where(path => path.StartsWith(prefix, StringComparison.Ordinal))
            .Where(path => matcher?.Match(path[prefix.Length..]).HasMatches ?? true)
            .ToList();
        return new ToolResult(Text(files, folder, arguments.Glob));
    }

    private static string Text(List<string> files, string folder, string? glob)
    {
        if (files.Count == 0)
        {
            var what = glob is null ? "" : $" that match '{glob}'";
            return $"(no files in '{folder}'{what}; what git ignores is not listed)";
        }
        var listed = string.Join('\n', files.Take(Limit));
        return files.Count <= Limit
            ? listed
            : $"{listed}\n… {files.Count - Limit} more files are not listed; name a folder with path or narrow it with glob.";
    }
}
