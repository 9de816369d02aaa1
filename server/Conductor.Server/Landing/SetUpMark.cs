using System.Text;
using Conductor.Workers.Workspaces;

namespace Conductor.Server.Landing;

/// <summary>
/// Says, in a tree's own folder of git, by which command it was set up and for which files: other files may need other packages. It goes with
/// the tree, and what is made anew is set up anew.
/// </summary>
internal static class SetUpMark
{
    private const string Name = "conductor-set-up";

    /// <summary>True when the tree was last set up by this command, for the files that are checked out there. Otherwise what it says is forgotten: a set-up begins.</summary>
    public static async Task<bool> IsAsync(string tree, string command, CancellationToken cancellationToken)
    {
        if (FileOf(tree) is not { } file || !File.Exists(file))
        {
            return false;
        }

        if (await File.ReadAllTextAsync(file, cancellationToken) == await TextAsync(tree, command, cancellationToken))
        {
            return true;
        }

        File.Delete(file);
        return false;
    }

    /// <summary>The command has run in the tree, and ended well.</summary>
    /// <exception cref="IOException">The disk fails.</exception>
    public static async Task WriteAsync(string tree, string command, CancellationToken cancellationToken)
    {
        if (FileOf(tree) is { } file)
        {
            await AtomicFile.WriteAsync(file, Encoding.UTF8.GetBytes(await TextAsync(tree, command, cancellationToken)), cancellationToken);
        }
    }

    private static string? FileOf(string tree) => TreeRegistrations.GitFolderOf(tree) is { } folder ? Path.Combine(folder, Name) : null;

    private static async Task<string> TextAsync(string tree, string command, CancellationToken cancellationToken) =>
        $"{(await new LandingGit(tree).RunAsync(["rev-parse", "HEAD^{tree}"], cancellationToken)).Trim()}\n{command}";
}
