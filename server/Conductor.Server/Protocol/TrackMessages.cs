using System.Text.Json;

namespace Conductor.Server.Protocol;

/// <summary>Nothing to say; asks for all tracks.</summary>
public sealed record ListTracksParams;

/// <summary>The track files of a workspace.</summary>
public sealed record TrackList(IReadOnlyList<TrackListItem> Tracks);

/// <summary>One track file, usable or not.</summary>
/// <param name="TrackId">Null when the file cannot be loaded and never was.</param>
/// <param name="Path">Workspace-relative, '/'-separated; null for a track opened from text.</param>
/// <param name="Problems">Empty when the file is sound. A loaded track keeps its last sound definition while its file has problems.</param>
public sealed record TrackListItem(string? TrackId, string? Path, string Description, RunStatusName Status, IReadOnlyList<ProblemInfo> Problems);

/// <summary>Something wrong in a track file.</summary>
/// <param name="Code">invalidJson, notATrack, missingField, wrongType, duplicateId, unknownDependency, cycle, unknownModel, unknownField, unreadable.</param>
/// <param name="Line">From 0; null when it has no place.</param>
/// <param name="Column">From 0, in UTF-16 units; null when it has no place.</param>
/// <param name="EndColumn">Exclusive, on the same line; null when only a point is known.</param>
public sealed record ProblemInfo(string Code, string Message, int? Line, int? Column, int? EndColumn);

/// <summary>Either a path, or JSON text with a description.</summary>
public sealed record OpenTrackParams(string? Path = null, JsonElement? Json = null, string? Description = null);

/// <summary>Names a track.</summary>
public sealed record TrackParams(string TrackId);

/// <summary>A run as a script. Keys are not in it.</summary>
/// <param name="Json">The script file's text.</param>
/// <param name="Notes">What a replay does differently, one sentence each, for a person; empty when nothing.</param>
public sealed record RecordedRun(string Json, IReadOnlyList<string> Notes);

/// <summary>Tickets to add: a JSON list of tickets (or the text of one).</summary>
public sealed record AddTicketsParams(string TrackId, JsonElement Json);

/// <summary>How to run a track.</summary>
/// <param name="AutoQueue">Ready tickets start by themselves.</param>
/// <param name="StepMode">Step mode for every ticket; null means as written.</param>
/// <param name="MaxParallel">1 to 64; null means the setting.</param>
/// <param name="Model">Model id for tickets that name none; null means the setting.</param>
/// <param name="Isolation">Where its tickets work; null means the setting.</param>
/// <param name="Landing">When work lands; null means the setting.</param>
/// <param name="Budget">What the run may spend; null members mean the track file's, or else the setting.</param>
public sealed record RunTrackParams(
    string TrackId, bool AutoQueue, bool? StepMode = null, int? MaxParallel = null, string? Model = null, BudgetLimits? Budget = null, IsolationName? Isolation = null, LandingPolicyName? Landing = null);

/// <summary>A command was carried out.</summary>
/// <param name="Revision">The track's revision after it.</param>
/// <param name="Notes">What a person should know before they rely on it, one sentence each; null when there is nothing.</param>
public sealed record CommandResult(string TrackId, long Revision, IReadOnlyList<string>? Notes = null);

/// <summary>Where a run stands.</summary>
public enum RunStatusName
{
    /// <summary>Never run.</summary>
    Idle,

    /// <summary>Tickets start and workers work.</summary>
    Running,

    /// <summary>Nothing starts; it can be resumed.</summary>
    Paused,

    /// <summary>Every ticket is accepted.</summary>
    Done,

    /// <summary>It ended, and a person is needed.</summary>
    Blocked,

    /// <summary>It ended, and something broke.</summary>
    Failed,

    /// <summary>A person ended it.</summary>
    Cancelled,
}

/// <summary>The whole state of one track.</summary>
/// <param name="Revision">Grows by one with each event; a later one is newer.</param>
/// <param name="StatusDetail">Which tickets and why, or what to do next; empty when there is nothing to say.</param>
/// <param name="ActiveTier">For example <c>Tier 3 (Worker): T-7</c>; empty when nothing is going on.</param>
/// <param name="ModelLabel">The run's model for people, for example <c>Demo (offline)</c>.</param>
/// <param name="Budget">The run's budget; null when it has none.</param>
/// <param name="Integration">Where its work comes together; null while none of its tickets has worked in a tree of its own.</param>
public sealed record TrackSnapshot(
    string TrackId,
    long Revision,
    string? Path,
    string Description,
    RunStatusName Status,
    string StatusDetail,
    string ActiveTier,
    bool AutoQueue,
    int MaxParallel,
    string ModelLabel,
    IReadOnlyList<TicketInfo> Tickets,
    UsageSummary Usage,
    IReadOnlyList<ProblemInfo> Problems,
    BudgetInfo? Budget = null,
    IntegrationInfo? Integration = null);

/// <summary>What changed on a track since the revision before; without tickets it may be the same revision, when only the model's label is another.</summary>
/// <param name="Tickets">Only those that changed.</param>
/// <param name="Removed">Ids of tickets that left the definition.</param>
/// <param name="Order">All ids in file order when the order or membership changed; else null.</param>
/// <param name="Budget">The run's budget; null when it has none.</param>
/// <param name="Integration">Where its work comes together; null while none of its tickets has worked in a tree of its own.</param>
public sealed record TrackChanged(
    string TrackId,
    long Revision,
    RunStatusName Status,
    string StatusDetail,
    string ActiveTier,
    bool AutoQueue,
    int MaxParallel,
    string ModelLabel,
    IReadOnlyList<TicketInfo> Tickets,
    IReadOnlyList<string> Removed,
    IReadOnlyList<string>? Order,
    UsageSummary Usage,
    BudgetInfo? Budget = null,
    IntegrationInfo? Integration = null);

/// <summary>The list of tracks is no longer what it was.</summary>
public sealed record TrackListChanged(int Count);
