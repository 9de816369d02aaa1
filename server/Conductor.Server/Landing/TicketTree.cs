using System.Collections.Immutable;

namespace Conductor.Server.Landing;

/// <summary>The working tree of one attempt. It need not be there.</summary>
/// <param name="Folder">Its top, absolute.</param>
/// <param name="Root">The workspace in it, absolute: where the attempt's tools are at home.</param>
/// <param name="Branch">The ticket's branch, without <c>refs/heads/</c>. Of two attempts the later one has it; the earlier tree is on none.</param>
internal sealed record TicketTree(string TrackId, string TicketId, int Attempt, string Folder, string Root, string Branch);

/// <summary>Where the work of a track comes together.</summary>
/// <param name="Branch">Without <c>refs/heads/</c>.</param>
/// <param name="Commit">Its tip.</param>
/// <param name="PersonsBranch">What is checked out in the person's working tree; null when no branch is.</param>
internal sealed record IntegrationBranch(string Branch, string Commit, string? PersonsBranch);

/// <summary>What the tickets of a run start from.</summary>
/// <param name="IsNew">The branch begins at what is checked out: nothing of the track waits to be merged.</param>
/// <param name="LacksCommits">What is checked out has commits that the branch has not.</param>
internal sealed record RunBase(IntegrationBranch Branch, bool IsNew, bool LacksCommits);

/// <summary>What a tree's work has become.</summary>
/// <param name="Tip">The commit that has all of it.</param>
/// <param name="IsNew">There was something to save.</param>
/// <param name="LeftOut">Repositories within the tree, whose files no commit of it can hold: paths from its top.</param>
internal sealed record SavedWork(string Tip, bool IsNew, ImmutableArray<string> LeftOut);

/// <summary>A tree that is gone.</summary>
/// <param name="KeptAs">The private ref that keeps what was not landed; null when there was nothing that is not on the integration branch.</param>
internal sealed record RemovedTree(string? KeptAs);

/// <summary>Files that were copied into a tree.</summary>
/// <param name="Files">Workspace-relative, with forward slashes.</param>
internal sealed record ProvisionedFiles(ImmutableArray<string> Files);

/// <summary>Work that was discarded, or that a later attempt began without.</summary>
/// <param name="Ref">Its full name.</param>
/// <param name="Date">The day on which it was.</param>
/// <param name="Track">As <see cref="BranchNames.Track"/> writes it.</param>
/// <param name="Ticket">As <see cref="IdSlug"/> writes it.</param>
/// <param name="Attempt">Null for the tip of a ticket's branch that a later attempt took over.</param>
/// <param name="Subject">The first line of its last commit.</param>
internal sealed record DiscardedWork(string Ref, DateOnly Date, string Track, string Ticket, int? Attempt, string Commit, string Subject);
