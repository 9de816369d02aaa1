using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Conductor.Workers.Workspaces;
using Microsoft.Extensions.FileSystemGlobbing;

namespace Conductor.Workers.Tools;

/// <summary>Finds lines in the files of the workspace.</summary>
internal sealed class SearchTextTool : TypedTool<SearchTextTool.Arguments>
{
    private const int MatchLimit = 200;
    private const int FileSizeLimit = 2 * 1024 * 1024;
    private static readonly TimeSpan LineTimeout = TimeSpan.FromSeconds(1);

    /// <summary>What a call says.</summary>
    /// <param name="Matches">Says where in a line the first match begins; less than 0 for none. Null when the call makes no sense.</param>
    /// <param name="Glob">Of the files to look through; null for all.</param>
    /// <param name="Pattern">As written.</param>
    /// <param name="Problem">Why the call makes no sense; null when it does.</param>
    internal sealed record Arguments(Func<string, int>? Matches, string? Glob, string Pattern, string? Problem);

    /// <inheritdoc/>
    public override string Name => "search_text";

    /// <inheritdoc/>
    public override string Description =>
        "Find the lines that contain a text (case matters), or match a .NET regular expression with regex: true ((?i) at its start ignores "
        + $"case). Results are 'path:line: text'. At most {MatchLimit}; binary files, files over 2 MiB and what git ignores are left out.";

    /// <inheritdoc/>
    public override JsonElement ArgumentsSchema { get; } = ToolSchema.Parse("""
        {
          "type": "object",
          "properties": {
            "pattern": { "type": "string" },
            "glob": { "type": "string", "description": "Of the files to look through, with *, ** and {a,b}; without a slash it matches at any depth." },
            "regex": { "type": "boolean", "description": "False when left out: the pattern is taken as it is." }
          },
          "required": ["pattern"],
          "additionalProperties": false
        }
        """);

    /// <inheritdoc/>
    protected override Arguments Read(ArgumentReader reader)
    {
        var pattern = reader.RequiredText("pattern");
        var glob = reader.OptionalText("glob");
        var matches = LineMatcher(pattern, reader.OptionalFlag("regex"), out var problem);
        return new Arguments(matches, glob is "" ? null : glob, pattern, problem ?? (glob is null ? null : Globs.Problem(glob)));
    }

    /// <inheritdoc/>
    protected override ToolInspection Inspect(Arguments arguments, ToolContext context) =>
        arguments.Problem is { } problem
            ? new ToolInspection.Refused($"search_text: {problem}. Call it again.")
            : new ToolInspection.Ready(new ToolFacts(ToolRisk.Read, ".", null));

    /// <inheritdoc/>
    protected override async Task<ToolResult> RunAsync(
        Arguments arguments, ToolFacts facts, ToolContext context, CancellationToken cancellationToken)
    {
        var matches = arguments.Matches ?? throw new InvalidOperationException("A call that was inspected has a pattern.");
        var matcher = arguments.Glob is { } glob ? Globs.Matcher([glob]) : null;
        var found = new StringBuilder();
        var count = 0;
        foreach (var path in await WorkspaceFiles.ListAsync(context.Root, cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!(matcher?.Match(path).HasMatches ?? true) || Read(path, context) is not { } text)
            {
                continue;
            }
            var number = 0;
            foreach (var line in text.AsSpan().EnumerateLines())
            {
                number++;
                var content = line.ToString();
                int at;
                try
                {
                    at = matches(content);
                }
                catch (RegexMatchTimeoutException)
                {
                    return new ToolResult(
                        $"search_text: the expression took too long on {path}:{number}. Use a simpler one, or narrow the files with glob.",
                        Failed: true);
                }
                if (at < 0)
                {
                    continue;
                }
                if (++count > MatchLimit)
                {
                    found.Append($"… more matches are left out after {MatchLimit}; use a longer pattern or narrow the files with glob.");
                    return new ToolResult(found.ToString());
                }
                found.Append(path).Append(':').Append(number).Append(": ").Append(LineExcerpt.Around(content, at)).Append('\n');
            }
        }
        return new ToolResult(count == 0
            ? $"(no line matches '{arguments.Pattern}'; binary and ignored files are not looked through)"
            : found.ToString().TrimEnd('\n'));
    }

    /// <returns>Null for a file that is left out: binary, large, gone, or a link out of the root.</returns>
    private static string? Read(string path, ToolContext context)
    {
        if (context.Root.Resolve(path) is not PathResolution.Inside inside)
        {
            return null;
        }
        try
        {
            return new FileInfo(inside.FullPath).Length <= FileSizeLimit ? TextFile.Read(inside.FullPath)?.Text : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static Func<string, int>? LineMatcher(string pattern, bool isRegex, out string? problem)
    {
        problem = null;
        if (!isRegex)
        {
            problem = pattern.Contains('\n', StringComparison.Ordinal) ? "the pattern has a line break, but lines are searched one by one" : null;
            return line => line.IndexOf(pattern, StringComparison.Ordinal);
        }
        try
        {
            // This engine's time grows with the length of the line alone, whatever the expression.
            var expression = new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, LineTimeout);
            return line => expression.Match(line) is { Success: true } match ? match.Index : -1;
        }
        catch (NotSupportedException)
        {
            problem = "look-around, back references and atomic groups are not available in the expression; write it without them";
        }
        catch (ArgumentException exception)
        {
            problem = $"the expression is not valid: {exception.Message} Mend it, or leave regex out to search for the text itself";
        }
        return null;
    }
}
