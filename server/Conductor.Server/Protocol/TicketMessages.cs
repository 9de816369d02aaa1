using System.Text.Json;

namespace Conductor.Server.Protocol;

/// <summary>Names a ticket.</summary>
public sealed record TicketParams(string TrackId, string TicketId);

/// <summary>Names a ticket, with a person's words.</summary>
public sealed record TicketNoteParams(string TrackId, string TicketId, string? Note = null);

/// <summary>A person's message to a running worker.</summary>
public sealed record MessageParams(string TrackId, string TicketId, string Text);

/// <summary>A dependency to let go.</summary>
public sealed record WaiveParams(string TrackId, string TicketId, string Dependency);

/// <summary>What a ticket is doing; finer than its status.</summary>
public enum TicketStateName
{
    /// <summary>Waits for other tickets.</summary>
    Waiting,

    /// <summary>Could start; nothing has asked for it yet, or all slots are taken.</summary>
    Ready,

    /// <summary>Waits for Run Ticket.</summary>
    AwaitingRun,

    /// <summary>Assigned to a person; waits for Mark as Done.</summary>
    AwaitingPerson,

    /// <summary>Its prompt is being composed.</summary>
    Preparing,

    /// <summary>Its spawn gate is open.</summary>
    AwaitingSpawn,

    /// <summary>Approved; waits for a slot.</summary>
    Queued,

    /// <summary>A worker has it.</summary>
    Running,

    /// <summary>A worker has it and waits for a tool decision.</summary>
    AwaitingTool,

    /// <summary>Its worker is stopped and goes on when the run is resumed.</summary>
    Suspended,

    /// <summary>Its work is done, and waits for a person before it lands.</summary>
    AwaitingLanding,

    /// <summary>Its work did not land, because others have changed the same; a person says what to do.</summary>
    Conflict,

    /// <summary>Its work is being merged and proven, or waits for its turn.</summary>
    Landing,

    /// <summary>Accepted with a result.</summary>
    Completed,

    /// <summary>Needs a person.</summary>
    Blocked,

    /// <summary>Something broke.</summary>
    Failed,

    /// <summary>Stopped by a person.</summary>
    Cancelled,

    /// <summary>Not needed; its dependants may start.</summary>
    Skipped,
}

/// <summary>What a ticket's state alone does not tell.</summary>
public enum TicketStageName
{
    /// <summary>Its worker has called it done, and its acceptance runs.</summary>
    Proving,

    /// <summary>Its work came back to its worker: a person reviewed it, or it was in conflict.</summary>
    SentBack,

    /// <summary>It is completed, and its work is on the integration branch.</summary>
    Landed,
}

/// <summary>What a person can do with a ticket now.</summary>
public enum TicketAction
{
    /// <summary>Run Ticket.</summary>
    Run,

    /// <summary>Stop it.</summary>
    Cancel,

    /// <summary>Another attempt.</summary>
    Retry,

    /// <summary>Not needed.</summary>
    Skip,

    /// <summary>A person did it.</summary>
    MarkDone,

    /// <summary>It is stale, and still holds.</summary>
    Confirm,

    /// <summary>Tell its worker something.</summary>
    Message,

    /// <summary>Answer what blocked it, and retry.</summary>
    Answer,

    /// <summary>Answer its open gate.</summary>
    ReviewApproval,

    /// <summary>Look at what it changed.</summary>
    ReviewChanges,

    /// <summary>Take back what it changed.</summary>
    Revert,

    /// <summary>Have again what was taken back.</summary>
    UndoRevert,

    /// <summary>Set the key that its model's provider lacked or refused; then retry.</summary>
    SetKey,

    /// <summary>Allow the use of its model, which its worker waits for.</summary>
    AllowModel,

    /// <summary>Choose another model, since there is none of its model's name; then retry.</summary>
    ChooseModel,
}

/// <summary>One ticket as lists show it.</summary>
/// <param name="Status">The track file's word: todo, in_progress, completed, blocked, failed, cancelled, skipped.</param>
/// <param name="WaitingOn">Dependencies that are neither accepted nor waived.</param>
/// <param name="Attempts">Those that a worker began.</param>
/// <param name="Detail">Why it is blocked or failed, whole and as it was written; else one short line: why it waits, or its result. Empty when there is nothing to say.</param>
/// <param name="OutcomeKind">For a blocked ticket: needsDecision, needsAccess, missingDependency, wrongTicket, rejected, acceptance, noVerdict, truncated, repeats, contextTooLong, declined or file.</param>
/// <param name="Actions">What can be done with it now.</param>
/// <param name="ApprovalIds">Its open gates.</param>
/// <param name="ChangedFiles">Paths its tools changed.</param>
/// <param name="Waiting">What its worker waits for before it asks its model (again); null when it does not.</param>
/// <param name="Budget">Its own budget; null when it has none.</param>
/// <param name="KeyOf">With the action to set a key: whose, by the name of a provider; null where that is not known.</param>
/// <param name="ContextViews">How some of the context files are shown; the others by their place in the list.</param>
/// <param name="Tree">The working tree of its attempt, also of one that is over while its work has not landed; null once it has, and where it works in the workspace's folder.</param>
/// <param name="Landed">The commit that brought its work to the integration branch; null when none has, or it was taken back.</param>
/// <param name="Stage">Finer than its state; null where that tells it all.</param>
/// <param name="SentBack">The words with which a person has sent the work of its attempt back the last time, comments on lines included; null when nobody has, and of an engine that does not tell.</param>
/// <param name="Stale">Of a completed ticket: which of what it was built on no longer stands, in words for a person; null when all does.</param>
public sealed record TicketInfo(
    string Id,
    string Title,
    string Description,
    string Status,
    TicketStateName State,
    string AssignedTo,
    IReadOnlyList<string> DependsOn,
    IReadOnlyList<string> WaitingOn,
    bool StepMode,
    IReadOnlyList<string> ContextRequirements,
    int Priority,
    string? Model,
    IReadOnlyList<string> Acceptance,
    int Attempts,
    string Detail,
    string? OutcomeKind,
    string? Notice,
    IReadOnlyList<TicketAction> Actions,
    IReadOnlyList<string> ApprovalIds,
    IReadOnlyList<string> ChangedFiles,
    UsageFigures Usage,
    ModelWaitInfo? Waiting = null,
    BudgetInfo? Budget = null,
    string? KeyOf = null,
    IReadOnlyList<ContextViewInfo>? ContextViews = null,
    string? Stale = null,
    WorkingTreeInfo? Tree = null,
    string? Landed = null,
    TicketStageName? Stage = null,
    string? SentBack = null);

/// <summary>How a context file is shown, where the ticket says so.</summary>
/// <param name="Path">Workspace-relative, '/'-separated.</param>
/// <param name="Level">Null where members say it.</param>
/// <param name="Members">The members that are shown with their bodies, and no others; empty where a level says it.</param>
public sealed record ContextViewInfo(string Path, ViewLevelName? Level, IReadOnlyList<string> Members);

/// <summary>A worker waits for its model.</summary>
/// <param name="Kind">rateLimit, overloaded, limit, consent, cutStream, server, network, malformed or idle.</param>
/// <param name="Message">Why it waits, for people.</param>
/// <param name="Until">When it goes on, in ISO 8601; null when nobody can say.</param>
/// <param name="Model">The id of the model that was asked.</param>
public sealed record ModelWaitInfo(string Kind, string Message, string? Until, string Model);

/// <summary>Why a ticket is not running.</summary>
/// <param name="Reasons">Empty when it is running.</param>
public sealed record TicketExplanation(string TrackId, string TicketId, IReadOnlyList<ReasonInfo> Reasons);

/// <summary>One reason, and what clears it.</summary>
/// <param name="Kind">For example waitsFor, approval, noSlot, runNotStarted, paused, person, blocked.</param>
/// <param name="Action">What to do, in words for a person.</param>
/// <param name="RelatedTicketId">The ticket this is about, or null.</param>
public sealed record ReasonInfo(string Kind, string Text, string Action, string? RelatedTicketId);

/// <summary>What a ticket changed, by file tools and commands.</summary>
/// <param name="Gaps">What of its changes is not known or not kept, and why, or what taking them back leaves unproven; mostly empty.</param>
/// <param name="Reverted">Paths of the revert that can be undone: what undoing it would write; empty when there is none.</param>
/// <param name="Landed">What taking it back changes where its work has landed; null where that puts back files of the workspace's folder, and of an engine that does not tell.</param>
public sealed record TicketChanges(IReadOnlyList<FileChangeInfo> Files, IReadOnlyList<string> Gaps, IReadOnlyList<string> Reverted, LandedChangesInfo? Landed = null);

/// <summary>What has landed of a ticket.</summary>
/// <param name="Branch">On which taking it back is a commit: the track's integration branch.</param>
/// <param name="Paths">Workspace-relative, '/'-separated: what the landing has changed there.</param>
public sealed record LandedChangesInfo(string Branch, IReadOnlyList<string> Paths);

/// <summary>One file that a ticket changed.</summary>
/// <param name="Path">Workspace-relative, '/'-separated.</param>
/// <param name="Before">Content before the ticket's first change; null when the file did not exist. Of a binary file a line that says so.</param>
/// <param name="IsKept">Reverting the ticket's changes puts it back exactly.</param>
public sealed record FileChangeInfo(string Path, string? Before, bool IsKept);

/// <summary>Take back what a ticket changed, or undo that.</summary>
/// <param name="Force">Also files that others have changed since; what stands in them now comes back when the revert is undone.</param>
public sealed record RevertParams(string TrackId, string TicketId, bool? Force = null);

/// <summary>Files were put back.</summary>
/// <param name="Revision">The track's revision after it.</param>
/// <param name="Files">Workspace-relative, '/'-separated: what was written or deleted.</param>
public sealed record RevertResult(string TrackId, long Revision, IReadOnlyList<string> Files);

/// <summary>A ticket to write into the track's file; members that are null are not written.</summary>
/// <param name="Id">Null means the next free one.</param>
public sealed record CreateTicketParams(
    string TrackId,
    string Description,
    string? Id = null,
    string? Title = null,
    IReadOnlyList<string>? DependsOn = null,
    IReadOnlyList<string>? ContextRequirements = null,
    bool? StepMode = null);

/// <summary>Fields of a ticket to change in the track's file.</summary>
/// <param name="Fields">Names and new values as in the track file; null removes the field.</param>
public sealed record UpdateTicketParams(string TrackId, string TicketId, IReadOnlyDictionary<string, JsonElement> Fields);

/// <summary>Files to add to a ticket's context, or to take out of it.</summary>
/// <param name="Paths">Workspace-relative, '/'-separated.</param>
public sealed record ContextParams(string TrackId, string TicketId, IReadOnlyList<string> Paths);

/// <summary>How a file of a ticket's context is to be shown; one that is not in the context joins it.</summary>
/// <param name="Path">Workspace-relative, '/'-separated.</param>
/// <param name="Level">Null, without members: as its place in the list has it.</param>
/// <param name="Members">The members that are shown with their bodies, and no others.</param>
/// <param name="Add">The members join those that are there.</param>
public sealed record SetContextViewParams(string TrackId, string TicketId, string Path, ViewLevelName? Level = null, IReadOnlyList<string>? Members = null, bool? Add = null);

/// <summary>Edits to apply to the track's document, dirty or not.</summary>
/// <param name="TicketId">The ticket they are about.</param>
/// <param name="Version">The open document's version they were made for; null when it is not open in the editor.</param>
/// <param name="Edits">Empty when nothing needs to change.</param>
/// <param name="Skipped">Paths that were not added (already there) or not removed (not there).</param>
public sealed record TrackFileEdit(string Path, string TicketId, int? Version, IReadOnlyList<TextEditInfo> Edits, IReadOnlyList<string> Skipped);

/// <summary>Replace a range with a text; lines and columns from 0, columns in UTF-16 units.</summary>
public sealed record TextEditInfo(int StartLine, int StartColumn, int EndLine, int EndColumn, string NewText);

/// <summary>The range of a ticket in its track's file; lines and columns from 0.</summary>
public sealed record TicketLocation(string Path, int StartLine, int StartColumn, int EndLine, int EndColumn);
