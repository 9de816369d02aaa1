using System.Collections.Immutable;
using Conductor.Core.Tickets;

namespace Conductor.Server.Landing;

/// <summary>Whether tickets of a workspace can have working trees of their own.</summary>
internal abstract record RepositoryLook
{
    private RepositoryLook()
    {
    }

    /// <summary>They can.</summary>
    /// <param name="Notes">What a person should know before they rely on it; often none.</param>
    public sealed record Usable(TicketRepository Repository, ImmutableArray<RepositoryNote> Notes) : RepositoryLook;

    /// <summary>They cannot.</summary>
    public sealed record Refused(RepositoryTrouble Trouble, Refusal Refusal) : RepositoryLook;
}

/// <summary>Why a workspace has no repository that tickets can share.</summary>
internal enum RepositoryTrouble
{
    /// <summary>No git on the PATH.</summary>
    NoGit,

    /// <summary>A git older than 2.30.</summary>
    GitTooOld,

    /// <summary>The folder is in no working tree.</summary>
    NoRepository,

    /// <summary>The repository has no files of its own.</summary>
    Bare,

    /// <summary>Nothing has been committed on the branch that is checked out.</summary>
    NoCommit,

    /// <summary>The repository around the workspace ignores it.</summary>
    Ignored,

    /// <summary>Git will not read it.</summary>
    Unreadable,
}

/// <summary>Something about a repository that a person should know, in words for them.</summary>
internal sealed record RepositoryNote(RepositoryNoteKind Kind, string Message);

/// <summary>The closed list of notes.</summary>
internal enum RepositoryNoteKind
{
    /// <summary>What is not committed is no part of what tickets start from.</summary>
    UncommittedChanges,

    /// <summary>No branch is checked out.</summary>
    DetachedHead,

    /// <summary>The history is cut off.</summary>
    Shallow,

    /// <summary>Submodules are empty folders in the trees of tickets.</summary>
    Submodules,

    /// <summary>Only some files are checked out, in the trees of tickets too.</summary>
    Sparse,

    /// <summary>A merge, rebase or the like of the person has begun and not ended.</summary>
    OperationUnderWay,
}
