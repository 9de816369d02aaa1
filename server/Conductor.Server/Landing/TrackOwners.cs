using Conductor.Workers.Processes;

namespace Conductor.Server.Landing;

/// <summary>
/// Which workspace runs a track. Working trees of one repository, and folders in it, share its branches, and a track of the same id has the same
/// ones: two workspaces would move them under each other. A private ref names the one they are of, by its path from the repository's own folder,
/// so that it is told also when all was moved together.
/// </summary>
internal sealed class TrackOwners(RepositoryFacts facts, OwnRefs refs)
{
    /// <summary>How the names of the refs begin.</summary>
    private const string Owner = "refs/conductor/owner/";

    /// <summary>Makes this workspace the one that runs a track.</summary>
    /// <exception cref="LandingException">Another one does, which is there.</exception>
    public async Task TakeAsync(string trackId, CancellationToken cancellationToken)
    {
        string name = Owner + BranchNames.Track(trackId);
        string own = Path.GetRelativePath(facts.CommonFolder, facts.Workspace).Replace(Path.DirectorySeparatorChar, '/');
        string? old = await facts.Git.LineAsync(["rev-parse", "--verify", "-q", name], cancellationToken);
        string? known = old is null ? null : (await facts.Git.LineAsync(["cat-file", "blob", old], cancellationToken))?.Trim();
        if (known == own)
        {
            return;
        }

        if (known is { Length: > 0 } && Path.GetFullPath(known, facts.CommonFolder) is var other && await IsOfThisRepositoryAsync(other, cancellationToken))
        {
            throw new LandingException(
                $"{other} is a workspace of the same repository and runs a track of the same id; both would land their work on the branch {BranchNames.Integration(trackId)}. "
                + "Run the track there, or give it another id in its file here, and ask again.");
        }

        string blob = (await facts.Git.RunAsync(["hash-object", "-w", "--stdin"], cancellationToken, own)).Trim();
        await refs.SetAsync(name, blob, old, cancellationToken);
    }

    private async Task<bool> IsOfThisRepositoryAsync(string folder, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(folder))
        {
            return false;
        }

        GitResult result = await new LandingGit(folder).TryAsync(["rev-parse", "--git-common-dir"], cancellationToken);
        return result.ExitCode == 0 && RepositoryFacts.IsSame(Path.GetFullPath(result.Output.TrimEnd('\r', '\n'), folder), facts.CommonFolder);
    }
}
