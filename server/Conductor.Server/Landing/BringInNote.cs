using Conductor.Workers.Workspaces;

namespace Conductor.Server.Landing;

/// <summary>
/// Says, in a tree's own folder of git, that the integration branch is being merged into it. All that was in the tree is saved before, so
/// that what a merge which was killed has left there is nobody's work.
/// </summary>
internal static class BringInNote
{
    private const string Name = "conductor-bringing-in";

    /// <summary>It begins.</summary>
    public static Task WriteAsync(string gitFolder, CancellationToken cancellationToken) => AtomicFile.WriteAsync(Path.Combine(gitFolder, Name), [], cancellationToken);

    /// <summary>It has ended, either way.</summary>
    public static void Delete(string gitFolder) => File.Delete(Path.Combine(gitFolder, Name));

    /// <summary>True when one has begun and not ended.</summary>
    public static bool IsIn(string gitFolder) => File.Exists(Path.Combine(gitFolder, Name));

    /// <summary>Takes back what one left that never ended.</summary>
    public static async Task SettleAsync(LandingGit git, string gitFolder, CancellationToken cancellationToken)
    {
        if (IsIn(gitFolder))
        {
            await TakeBackAsync(git, gitFolder, cancellationToken);
            Delete(gitFolder);
        }
    }

    /// <summary>
    /// Makes the files of a tree those of its commit again, without a merge under way. Files that were copied into it stay, and so does what is
    /// ignored, and repositories within.
    /// </summary>
    public static async Task TakeBackAsync(LandingGit git, string gitFolder, CancellationToken cancellationToken)
    {
        await git.RunAsync(["reset", "-q", "--hard"], cancellationToken);
        string top = (await git.RunAsync(["rev-parse", "--show-toplevel"], cancellationToken)).TrimEnd('\r', '\n');
        string[] others = await git.EntriesAsync(["ls-files", "-z", "--others", "--exclude-standard"], cancellationToken);
        foreach (string path in others.Except(Provisioning.CopiedTo(gitFolder).Paths, StringComparer.Ordinal).Where(path => !path.EndsWith('/')))
        {
            File.Delete(Path.Combine(top, path));
        }
    }
}
