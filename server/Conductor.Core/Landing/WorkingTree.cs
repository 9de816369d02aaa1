using System.Collections.Immutable;

namespace Conductor.Core.Landing;

/// <summary>Where the tickets of a run work.</summary>
public enum Isolation
{
    /// <summary>All in the workspace's own folder.</summary>
    Folder,

    /// <summary>Each attempt in a git working tree of its own; its work comes together on the track's integration branch.</summary>
    Worktree,
}

/// <summary>When the work of a ticket lands on the integration branch.</summary>
public enum LandingPolicy
{
    /// <summary>When a person says so.</summary>
    Ask,

    /// <summary>By itself once it is proven, unless a person has rejected something of it.</summary>
    Auto,
}

/// <summary>Where the tickets of a run work, and when their work lands.</summary>
public sealed record RunPlace(Isolation Isolation, LandingPolicy Landing);

/// <summary>The working tree of one attempt.</summary>
/// <param name="Folder">Workspace-relative, '/'-separated: what the ticket's paths are relative to.</param>
/// <param name="Branch">The ticket's own branch.</param>
/// <param name="Base">The commit of the integration branch that it began with.</param>
public sealed record WorkingTree(string Folder, string Branch, string Base);

/// <summary>What a working tree needs that git does not have, before anything runs in it: the track file's <c>worktree</c>.</summary>
/// <param name="Copy">Globs, workspace-relative, of untracked files that are copied into it.</param>
/// <param name="Command">Runs in it once after it is made, and must end with exit code 0; null for none.</param>
public sealed record TreeSetup(ImmutableArray<string> Copy, string? Command)
{
    /// <inheritdoc/>
    public bool Equals(TreeSetup? other) => other is not null && Command == other.Command && Copy.SequenceEqual(other.Copy);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Command, Copy.Length);
}

/// <summary>Work that its worker has called done, and whose acceptance commands have passed in its own tree.</summary>
/// <param name="Summary">The worker's account of it.</param>
/// <param name="Commit">Holds all of it, on the ticket's branch.</param>
public sealed record SubmittedWork(string Summary, string Commit);

/// <summary>A working tree of a ticket's latest attempt in one, whose work has not landed.</summary>
public sealed record UnlandedTree(int Attempt, WorkingTree Tree)
{
    /// <summary>Its worker ended while it resolved the conflict with what has landed, which stands there beside its own work.</summary>
    public bool IsInConflict { get; init; }
}

/// <summary>Work that is on the integration branch.</summary>
/// <param name="Commit">The merge that brought it there.</param>
/// <param name="Tree">The tree that its acceptance was proven on, by its git id.</param>
/// <param name="RevertedBy">The commit that took it back; null while it stands.</param>
public sealed record LandedWork(string Commit, string Tree, string? RevertedBy = null);

/// <summary>What kept work from landing.</summary>
public enum LandingProblemKind
{
    /// <summary>Others have changed the same lines.</summary>
    Conflict,

    /// <summary>An acceptance command fails on the merged tree.</summary>
    Acceptance,

    /// <summary>git, or a hook of the person's, did not do it.</summary>
    Refused,

    /// <summary>Something else stands in its tree than what was submitted.</summary>
    Changed,
}

/// <summary>Why work did not land.</summary>
/// <param name="Detail">What happened, in words for a person.</param>
/// <param name="Files">Of a conflict: the files in conflict, workspace-relative; empty otherwise.</param>
public sealed record LandingProblem(LandingProblemKind Kind, string Detail, ImmutableArray<string> Files);

/// <summary>The branch that the work of a track comes together on.</summary>
/// <param name="Base">The commit that it began at.</param>
/// <param name="Onto">The person's branch of that moment, which it is offered to in the end; null where there was none.</param>
/// <param name="Tip">The commit that it stands at.</param>
/// <param name="MergedTip">What of it is merged into the person's branch; null for nothing.</param>
public sealed record IntegrationBranch(string Name, string Base, string? Onto, string Tip, string? MergedTip = null)
{
    /// <summary>Something has landed on it.</summary>
    public bool HasLanded => Tip != Base;

    /// <summary>Something has landed that is not known to be merged into the person's branch.</summary>
    public bool HasUnmerged => HasLanded && Tip != MergedTip;
}
