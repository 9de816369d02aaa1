using System.Collections.Immutable;
using Conductor.Workers.Processes;

namespace Conductor.Server.Landing;

/// <summary>Merges the integration branch into a ticket's tree, where its conflicts are to be resolved. Saving the tree concludes it.</summary>
internal sealed class BringIns(OwnRefs refs, TreeSaves saves)
{
    /// <summary>Merges; what was not saved is saved first. Where there is nothing to merge nothing changes. Asked again while such a merge stands there it only tells what is in conflict still.</summary>
    public async Task<MergeOutcome> BringInAsync(TicketTree tree, string integrationTip, CancellationToken cancellationToken)
    {
        string tip = await refs.CommitAsync(integrationTip, cancellationToken);
        OpenTree open = await saves.OpenAsync(tree, cancellationToken);
        string merging = Path.Combine(open.GitFolder, "MERGE_HEAD");
        if (File.Exists(merging))
        {
            // Also where more has landed since: that comes in when this is resolved.
            return await refs.IsInAsync((await File.ReadAllTextAsync(merging, cancellationToken)).Trim(), tip, cancellationToken)
                ? new MergeOutcome.Conflict(await Conflicts.ListAsync(open.Git, cancellationToken))
                : throw new LandingException($"Another merge is under way in {tree.Folder}. Resolve it and save, or take it back there with git merge --abort, then ask again.");
        }

        if (await TreeSaves.TryHeadAsync(open.Git, cancellationToken) is { } head && await refs.IsInAsync(tip, head, cancellationToken))
        {
            // All of it is there: the tree stays as it is, with what is not saved.
            return await MergedAsync(open.Git, tree.Root, tip, cancellationToken);
        }

        await saves.SaveAsync(tree, "Saved before the integration branch was brought in", isForced: false, cancellationToken);
        await BringInNote.WriteAsync(open.GitFolder, cancellationToken);
        await Provisioning.MakeWayAsync(open.Git, tree.Folder, open.GitFolder, tip, cancellationToken);
        string[] author = await open.Git.AuthorAsync(cancellationToken);
        GitResult result = await open.Git.TryAsync(
            [
                .. author, "-c", "merge.conflictStyle=diff3", "merge", "-q", "--ff", "--no-edit", "--no-verify", "--no-gpg-sign", "--no-verify-signatures", "--no-autostash",
                "-m", "Bring in what has landed", tip,
            ],
            cancellationToken);
        ImmutableArray<ConflictedFile> files = result.ExitCode == 0 ? [] : await Conflicts.ListAsync(open.Git, cancellationToken);
        if (!files.IsEmpty)
        {
            await Conflicts.RememberAsync(open, cancellationToken);
            BringInNote.Delete(open.GitFolder);
            return new MergeOutcome.Conflict(files);
        }

        await BringInNote.TakeBackAsync(open.Git, open.GitFolder, cancellationToken);
        BringInNote.Delete(open.GitFolder);
        return result.ExitCode == 0
            ? await MergedAsync(open.Git, tree.Root, tip, cancellationToken)
            : throw new LandingException($"What has landed cannot be brought into {tree.Folder}: {LandingGit.Words(result)} Put that right and ask again.");
    }

    /// <summary>What stands in a tree whose merge went well.</summary>
    /// <param name="tip">Where the integration branch stood.</param>
    public static async Task<MergeOutcome> MergedAsync(LandingGit git, string root, string tip, CancellationToken cancellationToken) =>
        (await git.RunAsync(["rev-parse", "HEAD", "HEAD^{tree}"], cancellationToken)).Split('\n') is [var commit, var tree, ..]
            ? new MergeOutcome.Merged(commit.Trim(), tree.Trim(), root, tip)
            : throw new LandingException("git does not say what it merged. Ask again.");
}
