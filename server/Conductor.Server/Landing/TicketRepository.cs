using System.Collections.Immutable;

namespace Conductor.Server.Landing;

/// <summary>
/// The git repository of a workspace under parallel tickets: each attempt in a working tree of its own, landed in order on the track's
/// integration branch. Only refs of Conductor's own move, but for <see cref="MergeIntoAsync"/>, and the person's index and files are never
/// touched. Every call may be made again after it was cut off at any point. Only who owns the workspace calls what changes something:
/// tickets side by side, one call at a time for each ticket and for each track's landings.
/// </summary>
internal sealed class TicketRepository : IDisposable
{
    private readonly RepositoryFacts _facts;
    private readonly OwnRefs _refs;
    private readonly TreeSaves _saves;
    private readonly TreeMaking _making;
    private readonly TicketTrees _trees;
    private readonly LandingTrees _landings;
    private readonly BringIns _bringIns;
    private readonly DiscardedWorks _discarded;
    private readonly LandedHistory _history;
    private readonly WorkReviews _reviews;
    private readonly ConflictSides _sides;
    private readonly LandingReverts _reverts;
    private readonly TrackOwners _owners;

    // A tree that is removed and one that is made for the same ticket have one branch.
    private readonly Turns _tickets = new();

    /// <summary>Of a workspace that <see cref="LookAsync"/> found usable.</summary>
    public TicketRepository(RepositoryFacts facts, TimeProvider time)
    {
        _facts = facts;
        _refs = new OwnRefs(facts, time);
        _owners = new TrackOwners(facts, _refs);
        var registrations = new TreeRegistrations(facts);
        _saves = new TreeSaves(facts, registrations);
        _making = new TreeMaking(facts, _refs, registrations);
        _trees = new TicketTrees(facts, _refs, registrations, _making, _saves);
        _landings = new LandingTrees(facts, _refs, registrations, _making);
        _bringIns = new BringIns(_refs, _saves);
        _discarded = new DiscardedWorks(facts, _refs);
        _history = new LandedHistory(facts, _refs);
        _reviews = new WorkReviews(facts, _refs, _saves);
        _sides = new ConflictSides(_saves);
        _reverts = new LandingReverts(facts, _refs, registrations, _landings, _history);
    }

    /// <summary>Looks whether tickets of a workspace can have working trees of their own; changes nothing.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="IOException">git hangs.</exception>
    public static Task<RepositoryLook> LookAsync(string workspaceRoot, TimeProvider time, CancellationToken cancellationToken) =>
        RepositoryLooks.LookAsync(workspaceRoot, time, cancellationToken);

    /// <summary>Makes the integration branch of a track at the commit that is checked out now, if it is not there; an existing one stays where it is.</summary>
    public Task<GitOutcome<IntegrationBranch>> BeginIntegrationAsync(string trackId, CancellationToken cancellationToken) => LandingBoundary.OutcomeAsync(async () =>
    {
        string branch = BranchNames.Integration(trackId);
        string? tip = await _refs.ReadAsync($"refs/heads/{branch}", cancellationToken);
        if (tip is null)
        {
            tip = await HeadAsync(cancellationToken);
            await _refs.SetAsync($"refs/heads/{branch}", tip, null, cancellationToken);
        }

        return new IntegrationBranch(branch, tip, await _facts.Git.LineAsync(["symbolic-ref", "-q", "--short", "HEAD"], cancellationToken));
    });

    /// <summary>
    /// The integration branch for a run that begins, when no ticket of the track has work under way: made where it is not there, and moved on to the commit
    /// that is checked out where that has all of it: by a merge without files of its own where that came there in other commits, as a squash makes them. One with work that is not merged stays where it is.
    /// </summary>
    public Task<GitOutcome<RunBase>> BeginRunAsync(string trackId, CancellationToken cancellationToken) => LandingBoundary.OutcomeAsync(async () =>
    {
        string name = $"refs/heads/{BranchNames.Integration(trackId)}";
        string head = await HeadAsync(cancellationToken);
        await _owners.TakeAsync(trackId, cancellationToken);
        string? tip = await _refs.ReadAsync(name, cancellationToken);
        bool isNew = tip is null || (tip != head && await _refs.HasAllOfAsync(head, tip, cancellationToken));
        string stands = !isNew ? tip ?? head : tip is null || await _refs.IsInAsync(tip, head, cancellationToken) ? head : await JoinedAsync(tip, head, cancellationToken);
        if (isNew)
        {
            await _refs.SetAsync(name, stands, tip, cancellationToken);
        }

        string? branch = await _facts.Git.LineAsync(["symbolic-ref", "-q", "--short", "HEAD"], cancellationToken);
        return new RunBase(new IntegrationBranch(BranchNames.Integration(trackId), stands, branch), isNew, !await _refs.IsInAsync(head, stands, cancellationToken));
    });

    /// <summary>The tree of an attempt, where it is or would be; looks at nothing.</summary>
    public TicketTree TreeOf(string trackId, string ticketId, int attempt)
    {
        string folder = Path.Combine(_facts.Trees, BranchNames.TreeFolder(trackId, ticketId, attempt));
        return new TicketTree(trackId, ticketId, attempt, folder, _facts.RootIn(folder), BranchNames.Ticket(trackId, ticketId));
    }

    /// <summary>True when a tree stands whole in its folder.</summary>
    public Task<GitOutcome<bool>> IsThereAsync(TicketTree tree, CancellationToken cancellationToken) =>
        LandingBoundary.OutcomeAsync(() => _making.IsWholeAsync(tree.Folder, cancellationToken));

    /// <summary>Makes the tree of an attempt, on the ticket's branch at a commit. One that is there whole stays as it is, with the work in it.</summary>
    public Task<GitOutcome<TicketTree>> AddTreeAsync(string trackId, string ticketId, int attempt, string baseCommit, CancellationToken cancellationToken) =>
        InTurnAsync(TreeOf(trackId, ticketId, attempt), tree => _trees.AddAsync(tree, baseCommit, cancellationToken), cancellationToken);

    /// <summary>The commit that is checked out in a tree.</summary>
    public Task<GitOutcome<string>> HeadAsync(TicketTree tree, CancellationToken cancellationToken) => InTurnAsync(
        tree,
        async opened => await TreeSaves.TryHeadAsync((await _saves.OpenAsync(opened, cancellationToken)).Git, cancellationToken)
            ?? throw new LandingException($"{opened.Folder} has no commit checked out. Discard it and run the ticket again."),
        cancellationToken);

    /// <summary>Copies files that git does not have into a tree; see <see cref="Provisioning.CopyAsync"/> for what the globs mean.</summary>
    public Task<GitOutcome<ProvisionedFiles>> ProvisionAsync(TicketTree tree, IReadOnlyList<string> globs, CancellationToken cancellationToken) =>
        LandingBoundary.OutcomeAsync(() => new Provisioning(_facts).CopyAsync(tree.Folder, isWorkedIn: true, globs, cancellationToken));

    /// <summary>The same for the tree of a track's landings, once something was merged there.</summary>
    public Task<GitOutcome<ProvisionedFiles>> ProvisionLandingAsync(string trackId, IReadOnlyList<string> globs, CancellationToken cancellationToken) =>
        LandingBoundary.OutcomeAsync(() => new Provisioning(_facts).CopyAsync(_landings.FolderOf(trackId), isWorkedIn: false, globs, cancellationToken));

    /// <summary>True when an attempt's tree was set up by this command for the files that are checked out there; otherwise a set-up begins.</summary>
    public Task<GitOutcome<bool>> IsSetUpAsync(TicketTree tree, string command, CancellationToken cancellationToken) =>
        InTurnAsync(tree, made => SetUpMark.IsAsync(made.Folder, command, cancellationToken), cancellationToken);

    /// <summary>Remembers that the command has run in an attempt's tree, and ended well.</summary>
    public Task<GitOutcome<bool>> RememberSetUpAsync(TicketTree tree, string command, CancellationToken cancellationToken) => InTurnAsync(
        tree,
        async made =>
        {
            await SetUpMark.WriteAsync(made.Folder, command, cancellationToken);
            return true;
        },
        cancellationToken);

    /// <summary>True when the tree of a track's landings was last set up by this command for the files that stand there; otherwise a set-up begins.</summary>
    public Task<GitOutcome<bool>> IsLandingSetUpAsync(string trackId, string command, CancellationToken cancellationToken) =>
        LandingBoundary.OutcomeAsync(() => SetUpMark.IsAsync(_landings.FolderOf(trackId), command, cancellationToken));

    /// <summary>Remembers that the command has run in the tree of a track's landings, and ended well.</summary>
    public Task<GitOutcome<bool>> RememberLandingSetUpAsync(string trackId, string command, CancellationToken cancellationToken) => LandingBoundary.OutcomeAsync(async () =>
    {
        await SetUpMark.WriteAsync(_landings.FolderOf(trackId), command, cancellationToken);
        return true;
    });

    /// <summary>A path from the top of a tree, as the workspace names it.</summary>
    public string InWorkspace(string path) => _facts.InWorkspace(path);

    /// <summary>The merge that brought a commit onto the integration branch; null when none has.</summary>
    public Task<GitOutcome<LandedMerge?>> FindLandedAsync(string trackId, string commit, CancellationToken cancellationToken) =>
        LandingBoundary.OutcomeAsync(() => _history.FindAsync(trackId, commit, cancellationToken));

    /// <summary>What the integration branch stood at after each change of a file since a commit was on it, the latest first.</summary>
    /// <param name="path">From the top of the tree.</param>
    public Task<GitOutcome<ImmutableArray<string>>> LandedChangesAsync(string trackId, string since, string path, CancellationToken cancellationToken) =>
        LandingBoundary.OutcomeAsync(() => _history.ChangesAsync(trackId, since, path, cancellationToken));

    /// <summary>Makes a commit of everything that changed in a tree and is not ignored; concludes a merge whose conflicts are resolved.</summary>
    public Task<GitOutcome<SavedWork>> SaveAsync(TicketTree tree, string message, CancellationToken cancellationToken) =>
        InTurnAsync(tree, saved => _saves.SaveAsync(saved, message, isForced: false, cancellationToken), cancellationToken);

    /// <summary>Merges a commit onto the integration branch, in a tree of its own where acceptance can run; no branch moves.</summary>
    public Task<MergeOutcome> MergeAsync(string trackId, string commit, string message, CancellationToken cancellationToken) =>
        LandingBoundary.MergeAsync(() => _landings.MergeAsync(trackId, commit, message, cancellationToken));

    /// <summary>True when it makes no difference to what lands which of two commits is merged onto the integration branch as it stands.</summary>
    public Task<GitOutcome<bool>> IsSameAsync(string trackId, string one, string other, CancellationToken cancellationToken) =>
        LandingBoundary.OutcomeAsync(() => _landings.IsSameAsync(trackId, one, other, cancellationToken));

    /// <summary>Moves the integration branch to a merge, if it is still where it was; gives its tip.</summary>
    public Task<GitOutcome<string>> AcceptAsync(string trackId, string mergedCommit, string expectedOld, CancellationToken cancellationToken) =>
        LandingBoundary.OutcomeAsync(() => _landings.AcceptAsync(trackId, mergedCommit, expectedOld, cancellationToken));

    /// <summary>Takes the tree of landings back to the tip of the integration branch, which it gives.</summary>
    public Task<GitOutcome<string>> ForgetMergeAsync(string trackId, CancellationToken cancellationToken) =>
        LandingBoundary.OutcomeAsync(() => _landings.ForgetMergeAsync(trackId, cancellationToken));

    /// <summary>Takes the tree of a track's landings away; the branch stays.</summary>
    public Task<GitOutcome<bool>> RemoveLandingTreeAsync(string trackId, CancellationToken cancellationToken) => LandingBoundary.OutcomeAsync(async () =>
    {
        await _landings.RemoveAsync(trackId, cancellationToken);
        return true;
    });

    /// <summary>Merges what has landed into a ticket's tree; conflicts stand there as marks, with the common ancestor between both sides.</summary>
    public Task<MergeOutcome> BringInAsync(TicketTree tree, string integrationTip, CancellationToken cancellationToken) =>
        LandingBoundary.MergeAsync(async () =>
        {
            using IDisposable turn = await _tickets.TakeAsync(tree.Branch, cancellationToken);
            return await _bringIns.BringInAsync(tree, integrationTip, cancellationToken);
        });

    /// <summary>The files of a tree whose conflicts wait for a decision; see <see cref="Conflicts"/>.</summary>
    public Task<GitOutcome<ImmutableArray<UnresolvedFile>>> UnresolvedAsync(TicketTree tree, CancellationToken cancellationToken) =>
        InTurnAsync(tree, async opened => await Conflicts.UnresolvedAsync(await _saves.OpenAsync(opened, cancellationToken), opened.Folder, cancellationToken), cancellationToken);

    /// <summary>The same for whoever only looks: it may be at work with another process, and nothing in it is put right.</summary>
    public Task<GitOutcome<ImmutableArray<UnresolvedFile>>> LookForUnresolvedAsync(TicketTree tree, CancellationToken cancellationToken) => InTurnAsync(
        tree,
        async shown => await _making.IsWholeAsync(shown.Folder, cancellationToken) ? await _saves.UnresolvedAsync(shown, cancellationToken) : [],
        cancellationToken);

    /// <summary>The files whose conflicts wait for a decision in a tree, with both sides.</summary>
    public Task<GitOutcome<ImmutableArray<SidedFile>>> SidesAsync(TicketTree tree, CancellationToken cancellationToken) =>
        InTurnAsync(tree, conflicted => _sides.ReadAsync(conflicted, cancellationToken), cancellationToken);

    /// <summary>What stands in an attempt's tree, saved or not, against what of the integration branch is in it; what is on its branch when the tree is gone.</summary>
    public Task<GitOutcome<ReviewedWork>> ReviewAsync(TicketTree tree, CancellationToken cancellationToken) => InTurnAsync(
        tree,
        async shown => await _making.IsWholeAsync(shown.Folder, cancellationToken) ? await _reviews.OfTreeAsync(shown, cancellationToken) : await _reviews.OfBranchAsync(shown, cancellationToken),
        cancellationToken);

    /// <summary>The same as git writes it, from the top of the tree; empty when nothing is changed.</summary>
    public Task<GitOutcome<string>> DiffAsync(TicketTree tree, CancellationToken cancellationToken) => InTurnAsync(
        tree,
        async shown => await _making.IsWholeAsync(shown.Folder, cancellationToken) ? await _reviews.DiffOfTreeAsync(shown, cancellationToken) : await _reviews.DiffOfBranchAsync(shown, cancellationToken),
        cancellationToken);

    /// <summary>What the landing of a ticket has brought onto the integration branch: nothing when the commit is not the merge of its work, but what stood there already.</summary>
    public Task<GitOutcome<ReviewedWork>> ReviewLandingAsync(string merge, string ticketId, CancellationToken cancellationToken) => LandingBoundary.OutcomeAsync(async () =>
        await _history.IsMergeOfAsync(await _refs.CommitAsync(merge, cancellationToken), ticketId, cancellationToken)
            ? await _reviews.OfLandingAsync(merge, cancellationToken)
            : new ReviewedWork(merge, merge, []));

    /// <summary>The paths that taking a ticket's landing back changes.</summary>
    public Task<GitOutcome<ImmutableArray<string>>> LandedPathsAsync(string merge, string ticketId, CancellationToken cancellationToken) =>
        LandingBoundary.OutcomeAsync(() => _reverts.PathsAsync(merge, ticketId, cancellationToken));

    /// <summary>Takes the merge of a landing back on the integration branch, or what took it back; once that is done, asking again changes nothing.</summary>
    /// <param name="ticketId">Whose work the merge must be; null for what took something back.</param>
    /// <param name="subject">The first line of the commit's message, for people.</param>
    public Task<GitOutcome<RevertOutcome>> RevertLandingAsync(string trackId, string commit, string? ticketId, string subject, CancellationToken cancellationToken) =>
        LandingBoundary.OutcomeAsync(() => _reverts.RevertAsync(trackId, commit, ticketId, subject, cancellationToken));

    /// <summary>Takes a tree away, with its registration and its branch.</summary>
    /// <param name="keep">Save and keep what has not landed, under a private ref; otherwise refused while there is such work.</param>
    public Task<GitOutcome<RemovedTree>> RemoveTreeAsync(TicketTree tree, bool keep, CancellationToken cancellationToken) =>
        InTurnAsync(tree, gone => _trees.RemoveAsync(gone, keep, cancellationToken), cancellationToken);

    /// <summary>Work that was discarded, or taken over by a later attempt, the newest day first.</summary>
    public Task<GitOutcome<ImmutableArray<DiscardedWork>>> ListDiscardedAsync(CancellationToken cancellationToken) =>
        LandingBoundary.OutcomeAsync(() => _discarded.ListAsync(cancellationToken));

    /// <summary>The ref that keeps what an earlier attempt had handed in, and that an attempt's tree begins without; null when there is none.</summary>
    /// <param name="commit">What the tree begins with.</param>
    public Task<GitOutcome<string?>> EarlierWorkAsync(TicketTree tree, string commit, CancellationToken cancellationToken) =>
        LandingBoundary.OutcomeAsync(() => _discarded.EarlierAsync(tree, commit, cancellationToken));

    /// <summary>How many files discarded work changes; null when that is not known.</summary>
    public Task<GitOutcome<int?>> DiscardedFilesAsync(DiscardedWork work, CancellationToken cancellationToken) =>
        LandingBoundary.OutcomeAsync(() => _discarded.FilesAsync(work, cancellationToken));

    /// <summary>A branch of the person's that has a commit; null when none has.</summary>
    public Task<GitOutcome<string?>> BranchWithAsync(string commit, CancellationToken cancellationToken) =>
        LandingBoundary.OutcomeAsync(() => _discarded.BranchWithAsync(commit, cancellationToken));

    /// <summary>Makes a branch of discarded work; gives its commit.</summary>
    public Task<GitOutcome<string>> RestoreDiscardedAsync(string discardedRef, string branchName, CancellationToken cancellationToken) =>
        LandingBoundary.OutcomeAsync(() => _discarded.RestoreAsync(discardedRef, branchName, cancellationToken));

    /// <summary>Forgets work that was discarded longer ago; gives how much.</summary>
    public Task<GitOutcome<int>> PruneDiscardedAsync(TimeSpan olderThan, CancellationToken cancellationToken) =>
        LandingBoundary.OutcomeAsync(() => _discarded.PruneAsync(olderThan, cancellationToken));

    /// <summary>Bytes of the files in a tree, links not followed; 0 when it is not there.</summary>
    public static long Size(TicketTree tree) => TreeDisk.Size(tree.Folder);

    /// <summary>Merges the integration branch into the branch that the person has checked out, in their working tree.</summary>
    /// <param name="personsBranch">The branch that the person was told of.</param>
    public Task<MergeOutcome> MergeIntoAsync(string trackId, string personsBranch, string message, CancellationToken cancellationToken) =>
        LandingBoundary.MergeAsync(() => new PersonsMerge(_facts, _refs).MergeAsync(trackId, personsBranch, message, cancellationToken));

    /// <summary>The branch that the person has checked out, if it has all that a commit brings already, however it got there; null otherwise, and on branches of Conductor's own.</summary>
    public Task<GitOutcome<string?>> MergedIntoAsync(string commit, CancellationToken cancellationToken) => LandingBoundary.OutcomeAsync(async () =>
        await _facts.Git.LineAsync(["symbolic-ref", "-q", "--short", "HEAD"], cancellationToken) is { } branch
            && !branch.StartsWith(BranchNames.Prefix, StringComparison.Ordinal)
            && await _refs.HasAllOfAsync("HEAD", commit, cancellationToken) ? branch : null);

    /// <summary>The same files stand in two commits.</summary>
    public Task<GitOutcome<bool>> AreAlikeAsync(string one, string other, CancellationToken cancellationToken) => LandingBoundary.OutcomeAsync(async () =>
        (await _facts.Git.RunAsync(["rev-parse", $"{one}^{{tree}}", $"{other}^{{tree}}"], cancellationToken)).Split('\n') is [var first, var second, ..] && first == second);

    /// <summary>Names of folders that stand among our trees, whole or not, and of trees there that the repository knows though their folders are gone.</summary>
    public Task<GitOutcome<ImmutableHashSet<string>>> FoldersAsync(CancellationToken cancellationToken) =>
        LandingBoundary.OutcomeAsync(() => _trees.FoldersAsync(cancellationToken));

    /// <summary>What became of the tree of an attempt that nobody works in any more.</summary>
    public Task<GitOutcome<TreeRest>> RestOfAsync(TicketTree tree, CancellationToken cancellationToken) => InTurnAsync(tree, left => _trees.RestAsync(left, cancellationToken), cancellationToken);

    /// <summary>The folder of the tree of a track's landings, whether it is there or not.</summary>
    public string LandingFolderOf(string trackId) => _landings.FolderOf(trackId);

    /// <summary>Where a track's integration branch stands.</summary>
    public Task<GitOutcome<string>> TipAsync(string trackId, CancellationToken cancellationToken) =>
        LandingBoundary.OutcomeAsync(() => _landings.TipAsync(BranchNames.Integration(trackId), cancellationToken));

    /// <summary>What the person has checked out, and what of it a track's integration branch has not.</summary>
    public Task<GitOutcome<PersonsHead>> PersonsHeadAsync(string trackId, CancellationToken cancellationToken) => LandingBoundary.OutcomeAsync(async () =>
        await PersonsHead.ReadAsync(_facts, _refs, await _landings.TipAsync(BranchNames.Integration(trackId), cancellationToken), cancellationToken));

    /// <inheritdoc/>
    public void Dispose() => _making.Dispose();

    /// <summary>A merge of both with the files of what is checked out.</summary>
    private async Task<string> JoinedAsync(string tip, string head, CancellationToken cancellationToken) => (await _facts.Git.RunAsync(
        [.. await _facts.Git.AuthorAsync(cancellationToken), "commit-tree", $"{head}^{{tree}}", "-p", tip, "-p", head, "-m", LandingMessage.OfJoin("Go on from what is checked out, which has all of this")], cancellationToken)).Trim();

    private async Task<string> HeadAsync(CancellationToken cancellationToken) => await _refs.ReadAsync("HEAD", cancellationToken)
        ?? throw new LandingException("Nothing has been committed yet on the branch that is checked out, so tickets have nothing to start from. Commit what is there, then ask again.");

    private Task<GitOutcome<T>> InTurnAsync<T>(TicketTree tree, Func<TicketTree, Task<T>> stepAsync, CancellationToken cancellationToken) => LandingBoundary.OutcomeAsync(async () =>
    {
        using IDisposable turn = await _tickets.TakeAsync(tree.Branch, cancellationToken);
        return await stepAsync(tree);
    });
}
