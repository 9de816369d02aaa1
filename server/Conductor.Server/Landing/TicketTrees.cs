using System.Collections.Immutable;
namespace Conductor.Server.Landing;

/// <summary>The working trees of attempts. One call at a time for a ticket; tickets side by side.</summary>
internal sealed class TicketTrees(RepositoryFacts facts, OwnRefs refs, TreeRegistrations registrations, TreeMaking making, TreeSaves saves)
{
    /// <summary>Makes the tree of an attempt; one that is there whole stays as it is.</summary>
    public async Task<TicketTree> AddAsync(TicketTree tree, string baseCommit, CancellationToken cancellationToken)
    {
        if (await making.IsWholeAsync(tree.Folder, cancellationToken))
        {
            await saves.OpenAsync(tree, cancellationToken);
            return tree;
        }

        await making.MakeAsync(
            tree.Folder,
            isOurs: false,
            async () =>
            {
                await TakeBranchAsync(tree, await refs.CommitAsync(baseCommit, cancellationToken), cancellationToken);
                return [tree.Branch];
            },
            cancellationToken);
        return tree;
    }

    /// <summary>Takes a tree away, with its branch.</summary>
    /// <param name="keep">Keep what has not landed, under a private ref; refused otherwise while there is such work.</param>
    public async Task<RemovedTree> RemoveAsync(TicketTree tree, bool keep, CancellationToken cancellationToken)
    {
        TreeNote? note = TreeNote.Read(tree.Folder);
        if (note is not { IsRemoval: true })
        {
            note = await JudgeAsync(tree, note, keep, cancellationToken);
        }

        await making.RemoveAsync(tree.Folder, note, cancellationToken);
        return new RemovedTree(note.KeptAs);
    }

    /// <summary>What became of a tree.</summary>
    public async Task<TreeRest> RestAsync(TicketTree tree, CancellationToken cancellationToken)
    {
        TreeNote? note = TreeNote.Read(tree.Folder);
        if (note is { IsRemoval: true })
        {
            return TreeRest.Landed;
        }

        bool isWhole = note is null && await making.IsWholeAsync(tree.Folder, cancellationToken);
        if (isWhole && await TreeSaves.HasUnsavedAsync(await saves.OpenAsync(tree, cancellationToken), cancellationToken))
        {
            return TreeRest.Unlanded;
        }

        string? head = isWhole
            ? await TreeSaves.TryHeadAsync((await saves.OpenAsync(tree, cancellationToken)).Git, cancellationToken)
            : (await LeftAsync(tree, cancellationToken)).Head;
        string? landed = await refs.ReadAsync($"refs/heads/{BranchNames.Integration(tree.TrackId)}", cancellationToken);
        return head is null || (landed is not null && await refs.IsInAsync(head, landed, cancellationToken)) ? TreeRest.Landed
            : Directory.Exists(tree.Folder) ? TreeRest.Unlanded
            : TreeRest.Missing;
    }

    /// <summary>Names of what stands in the folder of our trees, and of what the repository knows to have stood there.</summary>
    public async Task<ImmutableHashSet<string>> FoldersAsync(CancellationToken cancellationToken)
    {
        if (!Directory.Exists(facts.Trees))
        {
            return [];
        }

        IReadOnlyList<RegisteredTree> registered = await registrations.ListAsync(cancellationToken);
        IEnumerable<string> known = registered.Select(tree => Path.GetFullPath(tree.Folder)).Where(folder => RepositoryFacts.IsSame(Path.GetDirectoryName(folder) ?? folder, facts.Trees));
        return [.. Directory.EnumerateDirectories(facts.Trees).Concat(TreeNote.FoldersIn(facts.Trees)).Concat(known).Select(folder => Path.GetFileName(folder))];
    }

    /// <summary>Points the ticket's branch at a commit. What an earlier attempt had there is kept, and its tree goes on without a branch.</summary>
    private async Task TakeBranchAsync(TicketTree tree, string commit, CancellationToken cancellationToken)
    {
        string branch = $"refs/heads/{tree.Branch}";
        string earlier = Path.Combine(facts.Trees, BranchNames.TreePrefix(tree.TrackId, tree.TicketId));
        IReadOnlyList<RegisteredTree> registered = await registrations.ListAsync(cancellationToken);
        foreach (RegisteredTree other in registered.Where(other => other.Branch == branch && !RepositoryFacts.IsSame(other.Folder, tree.Folder)))
        {
            string folder = Path.GetFullPath(other.Folder);
            if (!folder.StartsWith(earlier, StringComparison.OrdinalIgnoreCase))
            {
                throw TreeRegistrations.CheckedOut(tree.Branch, folder);
            }

            // In a folder that has lost its link git would take the repository around it, which is the person's.
            if (await registrations.RepairAsync(folder, cancellationToken) && TreeRegistrations.GitFolderOf(folder) is { } gitFolder)
            {
                TreeDisk.DeleteLocks(gitFolder);
                await new LandingGit(folder).RunAsync(["update-ref", "--no-deref", "HEAD", other.Head ?? commit], cancellationToken);
            }
            else
            {
                registrations.Forget(folder);
            }
        }

        // A tree of this attempt whose folder is gone may have had commits on no branch.
        if (registered.FirstOrDefault(other => RepositoryFacts.IsSame(other.Folder, tree.Folder)) is { Head: { } left } && await refs.ReadAsync(left, cancellationToken) is { } head)
        {
            await KeepAsync(tree, head, commit, cancellationToken);
        }

        string? tip = await refs.ReadAsync(branch, cancellationToken);
        if (tip is not null)
        {
            await KeepAsync(tree, tip, commit, cancellationToken);
        }

        if (tip != commit)
        {
            await refs.SetAsync(branch, commit, tip, cancellationToken);
        }
    }

    private async Task KeepAsync(TicketTree tree, string tip, string commit, CancellationToken cancellationToken)
    {
        if (!await refs.IsInAsync(tip, commit, cancellationToken))
        {
            await refs.KeepTipAsync(tree.TrackId, tree.TicketId, tip, cancellationToken);
        }
    }

    /// <summary>What a removal takes with it, after what is to be kept has been.</summary>
    private async Task<TreeNote> JudgeAsync(TicketTree tree, TreeNote? note, bool keep, CancellationToken cancellationToken)
    {
        bool isWhole = note is null && await making.IsWholeAsync(tree.Folder, cancellationToken);
        if (note is null && !isWhole && Directory.Exists(tree.Folder) && Directory.EnumerateFileSystemEntries(tree.Folder).Any())
        {
            throw new LandingException($"The folder {tree.Folder} is there and is no working tree of this repository any more. Take out what you need, delete it, and ask again.");
        }

        (string? head, string? branch) = isWhole ? await SavedAsync(tree, keep, cancellationToken) : await LeftAsync(tree, cancellationToken);
        string? landed = await refs.ReadAsync($"refs/heads/{BranchNames.Integration(tree.TrackId)}", cancellationToken);
        string? keptAs = null;
        if (head is not null && (landed is null || !await refs.IsInAsync(head, landed, cancellationToken)))
        {
            keptAs = keep
                ? await refs.KeepDiscardedAsync(tree, head, cancellationToken)
                : throw new LandingException($"{tree.Folder} has work that has not landed (commit {head[..12]}). Land it, or discard it, which keeps it for thirty days.");
        }

        return new TreeNote(IsRemoval: true, branch, head, keptAs);
    }

    private async Task<(string? Head, string? Branch)> SavedAsync(TicketTree tree, bool keep, CancellationToken cancellationToken)
    {
        OpenTree open = await saves.OpenAsync(tree, cancellationToken);
        if (keep && await saves.SaveAsync(tree, "Discarded", isForced: true, cancellationToken) is { LeftOut: { IsEmpty: false } leftOut })
        {
            throw new LandingException($"{tree.Folder} has repositories of its own in it, which cannot be kept with the ticket's work: {string.Join(", ", leftOut)}. Move them away or delete them, then ask again.", leftOut);
        }

        if (!keep && await TreeSaves.HasUnsavedAsync(open, cancellationToken))
        {
            throw new LandingException($"{tree.Folder} has changes that are not saved. Land them, or discard them, which keeps them for thirty days.");
        }

        return (await TreeSaves.TryHeadAsync(open.Git, cancellationToken), open.IsOnBranch ? $"refs/heads/{tree.Branch}" : null);
    }

    /// <summary>What is known of a tree whose folder is gone or was never whole: its own commit, or the branch when no other tree has it.</summary>
    private async Task<(string? Head, string? Branch)> LeftAsync(TicketTree tree, CancellationToken cancellationToken)
    {
        string branch = $"refs/heads/{tree.Branch}";
        IReadOnlyList<RegisteredTree> registered = await registrations.ListAsync(cancellationToken);
        RegisteredTree? own = registered.FirstOrDefault(other => RepositoryFacts.IsSame(other.Folder, tree.Folder));
        if (registered.Any(other => other != own && other.Branch == branch) || own is { Branch: null, Head: not null })
        {
            return (own?.Head is { } left ? await refs.ReadAsync(left, cancellationToken) : null, null);
        }

        string? tip = await refs.ReadAsync(branch, cancellationToken);
        return (tip, tip is null ? null : branch);
    }
}

/// <summary>What is in a tree in which nobody works any more.</summary>
internal enum TreeRest
{
    /// <summary>Nothing that is not on the integration branch.</summary>
    Landed,

    /// <summary>Work that has not landed.</summary>
    Unlanded,

    /// <summary>The folder is gone; work that was saved there has not landed.</summary>
    Missing,
}
