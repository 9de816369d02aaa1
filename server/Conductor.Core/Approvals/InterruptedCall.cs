namespace Conductor.Core.Approvals;

/// <summary>A tool call that had begun when its process ended, so that nobody knows whether it has happened, with what is known of it.</summary>
/// <param name="Call">The call with the arguments it was begun with; before and after are what held when it began, null where that is not known.</param>
/// <param name="Process">What became of its program.</param>
/// <param name="ExitCode">The exit code that its command left on disk; null when it left none.</param>
/// <param name="File">How the file that it was to change looks now.</param>
/// <param name="Now">That file's text now; null when it does not exist or is no text, and for calls that change no file.</param>
/// <param name="RunningProcessId">The command's process where it, or something it had started, still runs; null otherwise.</param>
public sealed record InterruptedCall(ToolProposal Call, ProcessTrace Process, int? ExitCode, FileTrace File, string? Now, int? RunningProcessId = null)
{
    /// <summary>The answer that what is known speaks for; null when it speaks for none.</summary>
    public ApprovalChoice? SuggestedChoice => this switch
    {
        { Process: ProcessTrace.StillRunning } => null,
        { ExitCode: 0 } or { File: FileTrace.AsAfter } => ApprovalChoice.TreatAsDone,
        { ExitCode: not null } => ApprovalChoice.TreatAsFailed,
        { Process: ProcessTrace.NotStarted } or { File: FileTrace.AsBefore } => ApprovalChoice.RunAgain,
        _ => null,
    };

    /// <summary>The result to give the worker when the call counts as done and a person says nothing else.</summary>
    public string SuggestedResult => this switch
    {
        { ExitCode: { } code } => $"exit code {code}\n(its output was lost with the interruption)",
        { File: FileTrace.AsAfter, Call: { Path: { } path, Before: null } } => $"created {path}",
        { File: FileTrace.AsAfter, Call.Path: { } path } => $"wrote {path}",
        _ => "It was done.",
    };
}

/// <summary>What became of a call's program.</summary>
public enum ProcessTrace
{
    /// <summary>The call runs none.</summary>
    None,

    /// <summary>It was not begun: nothing of the command has run.</summary>
    NotStarted,

    /// <summary>It was begun, and was gone when the workspace was opened again.</summary>
    Gone,

    /// <summary>It was still running when the workspace was opened again, and was ended then.</summary>
    Ended,

    /// <summary>It, or something it had started, was still running when the workspace was opened again, and could not be ended.</summary>
    StillRunning,
}

/// <summary>How a file looks that an interrupted call was to change.</summary>
public enum FileTrace
{
    /// <summary>The call changes no file.</summary>
    None,

    /// <summary>As it was before the call.</summary>
    AsBefore,

    /// <summary>As the call would have made it.</summary>
    AsAfter,

    /// <summary>Neither: somebody has changed it since, or what it was is not known.</summary>
    Different,

    /// <summary>It cannot be read as a text now.</summary>
    Unreadable,
}

/// <summary>What was found on disk about an interrupted call.</summary>
/// <param name="ExitCode">The exit code that its command left; null when it left none.</param>
/// <param name="File">The file that it was to change, as it is now; null for calls that change none.</param>
/// <param name="Command">The command line that it was begun with, which a person may have edited; null for calls that run none.</param>
public sealed record CallFinding(int? ExitCode, FileNow? File, string? Command = null);

/// <summary>A file as it is now.</summary>
/// <param name="Text">Null when it does not exist, or cannot be read as a text.</param>
public readonly record struct FileNow(string? Text, bool IsReadable);

/// <summary>What a call is about to do to a file.</summary>
/// <param name="Path">Workspace-relative with '/'.</param>
/// <param name="Before">Null when the file does not exist.</param>
public sealed record PlannedChange(string Path, string? Before, string After);
