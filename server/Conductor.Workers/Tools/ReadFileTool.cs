using System.Globalization;
using System.Text.Json;
using Conductor.Views;
using Conductor.Views.CSharp;
using Conductor.Views.Members;
using Conductor.Workers.Outlines;
using Conductor.Workers.Projects;
using Conductor.Workers.Workspaces;

namespace Conductor.Workers.Tools;

/// <summary>Gives a file's text, whole, in part, or as a view.</summary>
internal sealed class ReadFileTool : TypedTool<ReadFileTool.Arguments>
{
    /// <summary>More of a file's text is not given at once.</summary>
    private const int CharacterLimit = 200_000;

    private static readonly string[] Levels = ["full", "curated", "skeleton", "outline", "signature"];

    /// <summary>What a call says.</summary>
    /// <param name="Member">A member's name; empty to read the file.</param>
    /// <param name="Since">A hash as looks print it; empty when nothing was seen.</param>
    internal sealed record Arguments(string Path, ViewLevel Level, LineRange? Lines, string Member, string Since, string? Problem);

    /// <inheritdoc/>
    public override string Name => "read_file";

    /// <inheritdoc/>
    public override string Description =>
        "Read a file: its whole text (level full, the default), the code that matters with the rest as signatures (curated), declarations without bodies "
        + "(skeleton), one line per member with line numbers (outline), names (signature); or one member's exact text, or some lines ('10-40'; "
        + "search_text tells where something is). Only full text, members and lines can be copied into edit_file.";

    /// <inheritdoc/>
    public override JsonElement ArgumentsSchema { get; } = ToolSchema.Parse("""
        {
          "type": "object",
          "properties": {
            "path": { "type": "string", "description": "Relative to the workspace root." },
            "level": { "type": "string", "enum": ["full", "curated", "skeleton", "outline", "signature"] },
            "member": { "type": "string", "description": "Type.Member, with (int, string) behind it for one overload; its docs, attributes and body are given." },
            "lines": { "type": "string", "description": "First and last line, counted from 1: 10-40, or 10- to the end." },
            "since": { "type": "string", "description": "The hash (behind @) of a look you still have: only what has changed since is shown." }
          },
          "required": ["path"],
          "additionalProperties": false
        }
        """);

    /// <inheritdoc/>
    protected override Arguments Read(ArgumentReader reader)
    {
        var path = reader.RequiredText("path");
        var level = reader.OptionalChoice("level", Levels);
        var member = reader.OptionalText("member") ?? "";
        var lines = reader.OptionalText("lines") ?? "";
        var since = (reader.OptionalText("since") ?? "").TrimStart('@');
        var range = lines.Length == 0 ? null : LineRange.Parse(lines);
        var isLevel = level is not (null or "full");
        var problem = range is null && lines.Length > 0 ? $"'lines' must be like 10-40, counted from 1, not '{lines}'"
            : range is not null && member.Length > 0 ? "member and lines are two ways to say what; leave one of them out"
            : range is not null && isLevel ? "lines are always full text; leave out level or lines"
            : member.Length > 0 && isLevel ? "a member is always full text; leave out level or member"
            : SeenFiles.WhyNoHash(since);
        var known = level is not null && Levels.Contains(level) ? Enum.Parse<ViewLevel>(level, ignoreCase: true) : ViewLevel.Full;
        return new Arguments(path, known, range, member, since, problem);
    }

    /// <inheritdoc/>
    protected override ToolInspection Inspect(Arguments arguments, ToolContext context) =>
        arguments.Problem is { } problem
            ? new ToolInspection.Refused($"read_file: {problem}. Call it again.")
            : PathFacts.Inspect(ToolRisk.Read, arguments.Path, context);

    /// <inheritdoc/>
    public override ReadExtent? Shows(JsonElement arguments, ToolContext context)
    {
        if (Look(arguments, context, out var read) is not ToolInspection.Ready { Facts: var facts } || TextOf(PathFacts.FullPath(facts, context)) is not { } text)
        {
            return null;
        }
        if (read.Lines is { } range)
        {
            return new ReadExtent(
                string.Create(CultureInfo.InvariantCulture, $"lines {range.First}-{(range.Last == int.MaxValue ? "" : range.Last)}"),
                null,
                string.Join('\n', text.Split('\n').Skip(range.First - 1).Take(range.Last - range.First + 1)));
        }
        return read.Member.Length > 0
            ? new ReadExtent(read.Member, null, PieceOf(facts.Path ?? "", text, read, context))
            : new ReadExtent(WordsOf(read.Level), read.Level);
    }

    /// <inheritdoc/>
    protected override async Task<ToolResult> RunAsync(
        Arguments arguments, ToolFacts facts, ToolContext context, CancellationToken cancellationToken)
    {
        var path = facts.Path ?? ".";
        var full = PathFacts.FullPath(facts, context);
        return Directory.Exists(full) ? Failure($"'{path}' is a folder. See what is in it with list_files.")
            : !File.Exists(full) ? Failure($"There is no file '{path}'. Look for it with list_files.")
            : TextFile.Read(full) is not { } file ? Failure($"'{path}' is {TextFile.Describe(full)}, which has no text to read.")
            : file.Text.Length == 0 ? new ToolResult($"('{path}' is empty)")
            : await ShownAsync(path, file.Text, arguments, context, cancellationToken);
    }

    private static string? TextOf(string full)
    {
        try
        {
            return File.Exists(full) && TextFile.Read(full) is { Text.Length: > 0 } file ? file.Text : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The call itself will say so.
            return null;
        }
    }

    /// <summary>Null where only a helper that must be waited for knows the members.</summary>
    private static string? PieceOf(string path, string text, Arguments arguments, ToolContext context) =>
        CSharpOutline.TryRead(path, text, context.Look().ConstantsOf(path)) is { } outline
        && MemberLookup.Find(path, text, outline, arguments.Member, arguments.Since, seen: null) is LookupResult.Found found ? found.Text : null;

    private static string WordsOf(ViewLevel level) => level switch
    {
        ViewLevel.Full => "the whole text",
        ViewLevel.Curated => "a curated view",
        ViewLevel.Skeleton => "the signatures",
        ViewLevel.Outline => "the outline",
        _ => "the names",
    };

    private static async Task<ToolResult> ShownAsync(
        string path, string text, Arguments arguments, ToolContext context, CancellationToken cancellationToken)
    {
        var reading = context.Outlines.ReadAsync(path, text, CancellationToken.None);
        if (arguments.Lines is not null || (arguments is { Member.Length: 0, Level: ViewLevel.Full, Since.Length: 0 }))
        {
            // A text that is given as it is waits for no outline; the next look shows which members have changed since, once it is there.
            var asItIs = arguments.Lines is { } range ? Lines(path, text, range) : Whole(text);
            if (!asItIs.Failed)
            {
                context.Seen.Remember(path, text, context.Look().ConstantsOf(path), reading);
            }
            return asItIs;
        }
        var outline = await reading.WaitAsync(cancellationToken);
        await context.Seen.KnownAsync(path, cancellationToken);
        var seen = arguments.Since.Length > 0 ? context.Seen.At(path, arguments.Since) : null;
        var result = arguments.Member.Length > 0 ? Member(path, text, outline.Outline ?? CSharpOutline.TryRead(path, text, context.Look().ConstantsOf(path)), arguments, seen)
            : arguments.Level == ViewLevel.Full && seen is null ? Whole(text)
            : await ViewAsync(outline.For(new ViewRequest(path, text, arguments.Level) { Seen = seen }), context, cancellationToken);
        if (!result.Failed)
        {
            context.Seen.Remember(path, text, context.Look().ConstantsOf(path), outline.Outline);
        }
        return result;
    }

    /// <summary>Behind what matters of a file stands what it uses of others, and who uses it.</summary>
    private static async Task<ToolResult> ViewAsync(ViewRequest request, ToolContext context, CancellationToken cancellationToken)
    {
        var look = context.Look();
        var view = ViewBuilder.Build(await look.CompleteAsync(request, cancellationToken), context.Tokens);
        return new ToolResult(request is { Level: ViewLevel.Curated, Seen: null }
            ? await look.WithAroundAsync(view, request.Text, budgetTokens: null, context.Tokens, cancellationToken)
            : view.Text);
    }

    private static ToolResult Member(string path, string text, SourceOutline? outline, Arguments arguments, MemberSnapshot? seen)
    {
        return MemberLookup.Find(path, text, outline, arguments.Member, arguments.Since, seen) switch
        {
            LookupResult.Found found => new ToolResult(
                $"{path} @{MemberSnapshot.Of(text, null).ShownHash}, {found.Name}, lines {found.FirstLine}-{found.LastLine}:\n{Cut(found.Text, found.FirstLine)}"),
            LookupResult.Refused refused => Failure(refused.Message),
            _ => throw new InvalidOperationException("A lookup is either found or refused."),
        };
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
