namespace Conductor.Workers.Tools;

/// <summary>What a call gave.</summary>
/// <param name="Text">What the worker is told.</param>
/// <param name="Failed">True when it did not do what was asked; the text says what to do next.</param>
/// <param name="ExitCode">Of a command that ended by itself; null for other tools and for a time-out.</param>
/// <param name="Change">The file that was changed; null when none was.</param>
public sealed record ToolResult(string Text, bool Failed = false, int? ExitCode = null, FileChange? Change = null);

/// <summary>A file's text before and after a write.</summary>
/// <param name="Path">Relative to the root, with forward slashes, links resolved.</param>
/// <param name="Before">Null when the file did not exist.</param>
/// <param name="After">The text as a reader sees it, without a byte order mark.</param>
public sealed record FileChange(string Path, string? Before, string After);
