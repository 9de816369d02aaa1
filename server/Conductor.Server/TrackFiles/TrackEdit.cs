using System.Collections.Immutable;
using Conductor.Server.Protocol;

namespace Conductor.Server.TrackFiles;

/// <summary>What came of asking for an edit of a track file.</summary>
public abstract record TrackEdit
{
    private TrackEdit()
    {
    }

    /// <summary>These edits do it.</summary>
    /// <param name="Edits">In the order of the text, not overlapping; empty when nothing needs to change.</param>
    /// <param name="Skipped">Paths that were not added (already there) or not removed (not there).</param>
    public sealed record Made(string TicketId, ImmutableArray<TextEditInfo> Edits, ImmutableArray<string> Skipped) : TrackEdit;

    /// <summary>It cannot be done, and nothing should be changed.</summary>
    /// <param name="ErrorCode">One of <see cref="ErrorCodes"/>: UnknownTicket or InvalidTrack.</param>
    /// <param name="Message">Why, and what to do, in words for a person.</param>
    /// <param name="Problems">What is wrong with the file, or would be after the edit; empty when it is not about the file.</param>
    public sealed record Refused(int ErrorCode, string Message, ImmutableArray<TrackFileProblem> Problems) : TrackEdit;
}

/// <summary>A ticket to write down. Members that are null or empty are not written.</summary>
/// <param name="Id">Null means the next free one.</param>
public sealed record NewTicket(
    string Description,
    string? Id = null,
    string? Title = null,
    IReadOnlyList<string>? DependsOn = null,
    IReadOnlyList<string>? ContextRequirements = null,
    bool StepMode = false);
