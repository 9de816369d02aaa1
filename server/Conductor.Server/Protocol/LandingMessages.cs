namespace Conductor.Server.Protocol;

/// <summary>Where the tickets of a run work.</summary>
public enum IsolationName
{
    /// <summary>Each attempt in a git working tree of its own; its work lands on the track's integration branch.</summary>
    Worktree,

    /// <summary>All in the workspace's folder.</summary>
    Folder,
}

/// <summary>When work lands.</summary>
public enum LandingPolicyName
{
    /// <summary>When a person says so.</summary>
    Ask,

    /// <summary>By itself once it is proven, unless a person has rejected something of it.</summary>
    Auto,
}

/// <summary>What kept work from landing.</summary>
public enum LandingProblemName
{
    /// <summary>Others have changed the same lines.</summary>
    Conflict,

    /// <summary>An acceptance command fails on the merged tree.</summary>
    Acceptance,

    /// <summary>git, or a hook of the person's, did not do it.</summary>
    Refused,

    /// <summary>Something else stands in the ticket's tree than what was submitted; what is asked about now is that.</summary>
    Changed,
}

/// <summary>Work that is to land.</summary>
/// <param name="Summary">The worker's account of it.</param>
/// <param name="Commit">Holds all of it, on the ticket's branch.</param>
/// <param name="Evidence">What its acceptance commands said, the latest last; empty when none are declared.</param>
/// <param name="Problem">What kept it from landing the last time; null when it was not tried.</param>
/// <param name="SentBack">The words with which a person has sent it back the last time, comments on lines included; null when nobody has, and of an engine that does not tell.</param>
/// <param name="Turn">Its place in the order in which the track lands what may land: compared number by number, the smaller comes first. Null of a ticket that the track has no more, and of an engine that does not tell.</param>
public sealed record LandingInfo(string Summary, string Commit, WorkingTreeInfo Tree, IReadOnlyList<EvidenceInfo> Evidence, LandingProblemInfo? Problem, IReadOnlyList<int>? Turn = null, string? SentBack = null);

/// <summary>What one acceptance command said.</summary>
/// <param name="Output">Its end, where it is long.</param>
/// <param name="Merged">It ran on the merged tree; otherwise in the ticket's own.</param>
/// <param name="Tree">The git id of that merged tree; null otherwise.</param>
public sealed record EvidenceInfo(string Command, int ExitCode, string Output, bool Merged, string? Tree = null);

/// <summary>Why work did not land.</summary>
/// <param name="Detail">What happened, in words for a person.</param>
/// <param name="Files">Of a conflict: the files in conflict, workspace-relative; empty otherwise.</param>
public sealed record LandingProblemInfo(LandingProblemName Kind, string Detail, IReadOnlyList<string> Files);

/// <summary>A ticket's own working tree.</summary>
/// <param name="Folder">Workspace-relative, '/'-separated: what the ticket's paths are relative to.</param>
/// <param name="Branch">The ticket's branch.</param>
/// <param name="Base">The commit that it began with.</param>
public sealed record WorkingTreeInfo(string Folder, string Branch, string Base);

/// <summary>The branch that a track's work comes together on.</summary>
/// <param name="Tip">The commit that it stands at.</param>
/// <param name="Onto">The person's branch that it is offered to; null where none was checked out.</param>
/// <param name="HasUnmerged">Work has landed on it that is not merged into the person's branch.</param>
public sealed record IntegrationInfo(string Name, string Tip, string? Onto, bool HasUnmerged);

/// <summary>What is in a ticket's work, for review.</summary>
/// <param name="Commit">Names exactly what is shown, files that are not saved yet included: whatever else is shown has another. Of landed work it is the landing's commit.</param>
/// <param name="Folder">Absolute path of the workspace in the ticket's working tree; null when that is not there any more.</param>
/// <param name="Files">What it changes, by path.</param>
public sealed record WorkReview(string Base, string Commit, string? Folder, IReadOnlyList<WorkFileInfo> Files);

/// <summary>One changed file of a ticket's work.</summary>
/// <param name="Path">Workspace-relative, '/'-separated.</param>
/// <param name="HasBefore">It existed before.</param>
/// <param name="HasAfter">It exists after; false when it is deleted.</param>
/// <param name="Before">Its text before; null when it did not exist, or the text is not here.</param>
/// <param name="After">Its text after; null when it is deleted, or the text is not here.</param>
/// <param name="Note">What the texts do not tell: why one is not here (it is binary, or too long), that its mode or kind changes, that it does not land. Null when there is nothing.</param>
public sealed record WorkFileInfo(string Path, bool HasBefore, bool HasAfter, string? Before, string? After, string? Note = null);

/// <summary>A ticket's working tree, with what has landed merged into it.</summary>
/// <param name="Folder">Absolute path of the workspace in the ticket's working tree.</param>
/// <param name="Files">The files whose conflicts wait for a decision; empty when there are none left.</param>
public sealed record ConflictedWork(string Folder, IReadOnlyList<ConflictFileInfo> Files);

/// <summary>A file in conflict. Sides that have no such file, or one that is no text, are null.</summary>
/// <param name="Path">Workspace-relative, '/'-separated.</param>
/// <param name="Base">As it was before both changes.</param>
/// <param name="Ours">As the ticket has it.</param>
/// <param name="Theirs">As it has landed.</param>
/// <param name="Reason">Why it waits; null of an engine that does not tell.</param>
public sealed record ConflictFileInfo(string Path, string? Base, string? Ours, string? Theirs, ConflictReasonName? Reason = null);

/// <summary>Why a file in conflict waits for a decision.</summary>
public enum ConflictReasonName
{
    /// <summary>Marks of the conflict stand in it.</summary>
    Marks,

    /// <summary>It cannot be marked (it is no text, or gone on one side), and nothing has been done about it.</summary>
    Untouched,

    /// <summary>It holds neither side's changes but the text before both. Where that is what is wanted, <c>git add</c> in the tree says so.</summary>
    Before,
}

/// <summary>Merges what has landed into a person's branch.</summary>
/// <param name="Onto">The branch that the person was told of; refused when another is checked out.</param>
public sealed record MergeIntoParams(string TrackId, string Onto);

/// <summary>What became of a merge into a person's branch. When it was not made, everything is as it was.</summary>
/// <param name="Commit">What the person's branch stands at; null when it was not merged.</param>
/// <param name="Conflicts">Files that both sides have changed; the merge is not made then.</param>
public sealed record MergeIntoResult(string TrackId, string? Commit, IReadOnlyList<string> Conflicts);

/// <summary>Nothing to say; asks for all working trees.</summary>
public sealed record ListTreesParams;

/// <summary>The working trees that tickets have on disk, and work that was discarded.</summary>
public sealed record TreeList(IReadOnlyList<TreeInfo> Trees, IReadOnlyList<DiscardedWorkInfo> Discarded);

/// <summary>What a working tree is for.</summary>
public enum TreeStateName
{
    /// <summary>A worker has it, or will have it, or its work is to land.</summary>
    InUse,

    /// <summary>Its attempt is over, and what is in it has not landed.</summary>
    Unlanded,

    /// <summary>All that is in it has landed.</summary>
    Landed,

    /// <summary>Work is merged and proven there.</summary>
    Landings,

    /// <summary>The folder is gone.</summary>
    Missing,
}

/// <summary>A working tree.</summary>
/// <param name="TicketId">Null for the tree of a track's landings.</param>
/// <param name="Attempt">The attempt's number in the engine; 0 for the tree of a track's landings.</param>
/// <param name="Folder">Absolute path.</param>
/// <param name="Bytes">Of its files on disk.</param>
public sealed record TreeInfo(string TrackId, string? TicketId, int Attempt, string Folder, string? Branch, long Bytes, TreeStateName State);

/// <summary>Work that was discarded, or taken over by a later attempt. It is kept for thirty days.</summary>
/// <param name="Ref">Names it.</param>
/// <param name="Date">The day, as 2026-01-31.</param>
/// <param name="Ticket">Its id; as branches write it when no track has it any more.</param>
/// <param name="Subject">The first line of its last commit.</param>
/// <param name="Title">What its ticket is called; null when no track has it any more, and of an engine that does not tell.</param>
/// <param name="Files">How many files it changes; null where that is not known, and of an engine that does not tell.</param>
public sealed record DiscardedWorkInfo(string Ref, string Date, string Track, string Ticket, string Commit, string Subject, string? Title = null, int? Files = null);

/// <summary>Names a working tree of a ticket.</summary>
public sealed record TreeParams(string TrackId, string TicketId, int Attempt);

/// <summary>A working tree is gone.</summary>
/// <param name="Ref">Where what had not landed is kept; null when there was nothing.</param>
public sealed record DiscardResult(string? Ref);

/// <summary>Makes a branch of discarded work.</summary>
public sealed record RestoreWorkParams(string Ref, string Branch);

/// <summary>The branch that has discarded work again.</summary>
public sealed record RestoredWork(string Branch, string Commit);
