using Conductor.Server.Storage;

namespace Conductor.Server.Landing;

/// <summary>
/// Makes folders of working trees and takes them away, so that whatever the moment at which it was killed, the same asked again ends well. What
/// is registered changes one tree at a time; files are written side by side.
/// </summary>
internal sealed class TreeMaking(RepositoryFacts facts, OwnRefs refs, TreeRegistrations registrations) : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1);

    /// <summary>True when a tree stands whole in its folder.</summary>
    public async Task<bool> IsWholeAsync(string folder, CancellationToken cancellationToken) =>
        TreeNote.Read(folder) is null && await registrations.RepairAsync(folder, cancellationToken);

    /// <summary>Makes a tree where none is, or only half of one.</summary>
    /// <param name="isOurs">Whatever stands in the folder is nobody's work.</param>
    /// <param name="prepareAsync">Makes what is to be checked out ready, and gives the end of git's command; nothing else is registered meanwhile.</param>
    /// <exception cref="LandingException">It cannot be made; nothing of it is left.</exception>
    public async Task MakeAsync(string folder, bool isOurs, Func<Task<string[]>> prepareAsync, CancellationToken cancellationToken)
    {
        new WorkspaceFolder(facts.Workspace).Create();
        Directory.CreateDirectory(facts.Trees);
        await OneByOneAsync(
            async () =>
            {
                if (TreeNote.Read(folder) is { IsRemoval: true } removal)
                {
                    await FinishRemovalAsync(folder, removal, cancellationToken);
                }

                if (TreeNote.Read(folder) is null && !isOurs && Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
                {
                    throw new LandingException($"The folder {folder} is there and is no working tree of this repository any more. Move it away if there is work in it, or delete it, and ask again.");
                }

                string[] what = await prepareAsync();
                await new TreeNote(IsRemoval: false).WriteAsync(folder, cancellationToken);
                Clear(folder);
                await facts.Git.RunAsync(["worktree", "add", "-q", "--no-checkout", folder, .. what], cancellationToken);
                return true;
            },
            cancellationToken);
        try
        {
            // Several processes write files several times as fast; how many a person has set, holds.
            string[] workers = await facts.Git.LineAsync(["config", "checkout.workers"], cancellationToken) is null ? ["-c", "checkout.workers=0"] : [];
            await new LandingGit(folder).RunAsync([.. workers, "reset", "-q", "--hard"], cancellationToken);
            Directory.CreateDirectory(facts.RootIn(folder));
        }
        catch (LandingException)
        {
            // Half a tree is of no use to anybody, and the disk may be full.
            await OneByOneAsync(() => Task.FromResult(Clear(folder)), CancellationToken.None);
            TreeNote.Delete(folder);
            throw;
        }

        TreeNote.Delete(folder);
    }

    /// <summary>Takes a tree away. Nothing in it may be of worth any more.</summary>
    public async Task RemoveAsync(string folder, TreeNote removal, CancellationToken cancellationToken)
    {
        await removal.WriteAsync(folder, cancellationToken);
        // Packages may be many files, and nobody need wait for that to make another tree. From the note on nobody takes it for whole.
        TreeDisk.Delete(folder);
        await OneByOneAsync(
            async () =>
            {
                await FinishRemovalAsync(folder, removal, cancellationToken);
                return true;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();

    private async Task FinishRemovalAsync(string folder, TreeNote removal, CancellationToken cancellationToken)
    {
        Clear(folder);
        if (removal is { Branch: { } branch, Tip: { } tip } && await refs.ReadAsync(branch, cancellationToken) == tip)
        {
            await refs.DeleteAsync(branch, tip, cancellationToken);
        }

        TreeNote.Delete(folder);
    }

    private bool Clear(string folder)
    {
        TreeDisk.Delete(folder);
        registrations.Forget(folder);
        return true;
    }

    private async Task<T> OneByOneAsync<T>(Func<Task<T>> step, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            return await step();
        }
        finally
        {
            _gate.Release();
        }
    }
}
