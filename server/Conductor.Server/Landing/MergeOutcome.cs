using System.Collections.Immutable;
using Conductor.Core.Tickets;

namespace Conductor.Server.Landing;

/// <summary>What became of a merge.</summary>
internal abstract record MergeOutcome
{
    private MergeOutcome()
    {
    }

    /// <summary>It is a commit. Of a landing, no branch has moved yet.</summary>
    /// <param name="Commit">What was merged into, when there was nothing to merge.</param>
    /// <param name="Tree">The hash of all files of the commit.</param>
    /// <param name="Root">The workspace in the tree where the commit is checked out.</param>
    /// <param name="Tip">Where the integration branch stood then: a landing is merged onto it, all else takes it in.</param>
    public sealed record Merged(string Commit, string Tree, string Root, string Tip) : MergeOutcome;

    /// <summary>Both sides changed the same places. Only in a ticket's own tree are the markers left to stand.</summary>
    public sealed record Conflict(ImmutableArray<ConflictedFile> Files) : MergeOutcome;

    /// <summary>Something else is in the way, as a hook, a signature that cannot be made, or files that are not committed; nothing has changed.</summary>
    public sealed record Failed(Refusal Refusal) : MergeOutcome;
}

/// <summary>A file that two sides have changed in ways that git does not bring together.</summary>
/// <param name="Path">From the top of the tree, with forward slashes.</param>
/// <param name="HasBase">It was there before both.</param>
/// <param name="HasOurs">The side that is merged into has it.</param>
/// <param name="HasTheirs">The side that comes in has it.</param>
internal sealed record ConflictedFile(string Path, bool HasBase, bool HasOurs, bool HasTheirs);
