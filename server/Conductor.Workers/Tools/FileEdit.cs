using Conductor.Views;
using Conductor.Views.Members;
using Conductor.Workers.Workspaces;

namespace Conductor.Workers.Tools;

/// <summary>A change to one file, worked out but not made; or the reason why there is none.</summary>
internal sealed record FileEdit
{
    private FileEdit()
    {
    }

    /// <summary>What would change; null when refused.</summary>
    public FileChange? Change { get; private init; }

    private TextFile? Content { get; init; }

    private string Refusal { get; init; } = "";

    public static FileEdit Refuse(string message) => new() { Refusal = message };

    public static FileEdit Make(string path, string? before, TextFile content) =>
        new() { Change = new FileChange(path, before, content.Text), Content = content };

    /// <summary>What a person would be shown; null when the change is refused or the file cannot be read.</summary>
    public static FileChange? Preview(Func<FileEdit?> plan)
    {
        try
        {
            return plan()?.Change;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>
    /// Why a text cannot go into a file: it was copied from a view that leaves bodies out, and would put the gap in their place.
    /// </summary>
    public static string? ElisionProblem(string text) => ElisionMarker.IsIn(text)
        ? "The text has a mark in it that stands for left-out lines of a view; writing it would lose those lines. Nothing was changed. "
            + "Read the file with level full, or the lines you need, and use its real text."
        : null;

    /// <summary>The text with one kind of line ending; a lone carriage return is left as it is.</summary>
    public static string WithEnding(string text, string ending) =>
        text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace("\n", ending, StringComparison.Ordinal);

    /// <summary>Makes the change.</summary>
    public static async Task<ToolResult> ApplyAsync(FileEdit edit, ToolContext context, CancellationToken cancellationToken)
    {
        if (edit is not { Change: { } change, Content: { } content })
        {
            return new ToolResult(edit.Refusal, Failed: true);
        }
        var bytes = content.Bytes();
        await AtomicFile.WriteAsync(Path.GetFullPath(change.Path, context.Root.FullPath), bytes, cancellationToken);
        context.Seen.Remember(change.Path, change.After, context.Look().ConstantsOf(change.Path), context.Outlines.ReadAsync(change.Path, change.After, CancellationToken.None));
        var verb = change.Before is null ? "created" : "wrote";
        return new ToolResult($"{verb} {change.Path} ({LineCount(change.After)} lines, {bytes.Length} bytes), now @{MemberSnapshot.Hash(change.After)[..MemberSnapshot.ShownDigits]}", Change: change);
    }

    private static int LineCount(string text) =>
        text.Length == 0 ? 0 : text.Count(character => character == '\n') + (text[^1] == '\n' ? 0 : 1);
}
