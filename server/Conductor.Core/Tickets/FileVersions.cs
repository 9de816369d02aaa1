using System.Collections.Immutable;

namespace Conductor.Core.Tickets;

/// <summary>What a file is, beside its content.</summary>
public enum FileKind
{
    /// <summary>A file that cannot be run.</summary>
    File,

    /// <summary>A file with its executable bit set.</summary>
    Executable,

    /// <summary>A symbolic link; its content is where it points.</summary>
    Link,
}

/// <summary>A file as it was at some moment. Where there is none, nothing existed at its path.</summary>
/// <param name="ContentId">SHA-256 of the bytes as they stood on disk, lower-case hex; the content is kept under it.</param>
public sealed record FileVersion(FileKind Kind, string ContentId);

/// <summary>How one file was left by something that changed it.</summary>
/// <param name="Path">Workspace-relative, with '/'.</param>
/// <param name="Before">Null when it did not exist.</param>
/// <param name="After">Null when it was deleted.</param>
/// <param name="IsMixed">Others changed it at the same time, so it cannot be told whose change is whose.</param>
public sealed record FileTransition(string Path, FileVersion? Before, FileVersion? After, bool IsMixed = false);

/// <summary>All changes of one ticket to one file.</summary>
/// <param name="First">Before the ticket's first change.</param>
/// <param name="Last">After its last one.</param>
/// <param name="IsMixed">Others changed it between the two.</param>
public sealed record FileSpan(FileVersion? First, FileVersion? Last, bool IsMixed);

/// <summary>A file as it is found now.</summary>
public sealed record FileObservation(string Path, FileVersion? Now);

/// <summary>When a tree was recorded.</summary>
public enum TreeMoment
{
    /// <summary>Before an attempt's worker starts or goes on.</summary>
    Attempt,

    /// <summary>Before a call that may change files.</summary>
    Call,
}

/// <summary>How far a revert, or its undoing, has come.</summary>
public enum RevertPhase
{
    /// <summary>Files are being put back, or were when the process ended.</summary>
    Reverting,

    /// <summary>All are back.</summary>
    Reverted,

    /// <summary>The revert is being undone, or was when the process ended.</summary>
    Undoing,
}

/// <summary>A revert of a ticket's changes, as long as it can be completed or undone.</summary>
/// <param name="Number">From 1 within the ticket.</param>
/// <param name="Files">Per file what it was before the revert, and what the revert makes of it.</param>
/// <param name="Spans">The ticket's changes, to be had again when the revert is undone.</param>
/// <param name="Texts">The texts of its changes, likewise.</param>
public sealed record RevertState(
    int Number,
    RevertPhase Phase,
    ImmutableArray<FileTransition> Files,
    ImmutableSortedDictionary<string, FileSpan> Spans,
    ImmutableSortedDictionary<string, string?> Texts);
