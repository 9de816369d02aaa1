using System.Text;
using Conductor.Workers.Workspaces;

namespace Conductor.Server.Landing;

/// <summary>Says, in a tree's own folder of git, by which command it was set up: it goes with the tree, and what is made anew is set up anew.</summary>
internal static class SetUpMark
{
    private const string Name = "conductor-set-up";

    /// <summary>True when the tree was set up by this command.</summary>
    public static bool Is(string tree, string command) =>
        TreeRegistrations.GitFolderOf(tree) is { } folder && Path.Combine(folder, Name) is var file && File.Exists(file) && File.ReadAllText(file) == command;

    /// <summary>The command has run in the tree, and ended well.</summary>
    /// <exception cref="IOException">The disk fails.</exception>
    public static Task WriteAsync(string tree, string command, CancellationToken cancellationToken) => TreeRegistrations.GitFolderOf(tree) is { } folder
        ? AtomicFile.WriteAsync(Path.Combine(folder, Name), Encoding.UTF8.GetBytes(command), cancellationToken)
        : Task.CompletedTask;
}
