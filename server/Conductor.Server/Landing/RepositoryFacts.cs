using Conductor.Server.Storage;

namespace Conductor.Server.Landing;

/// <summary>Where things stand in the repository of a workspace.</summary>
/// <param name="Workspace">Absolute, every link resolved.</param>
/// <param name="Prefix">From the top of the working tree to the workspace, with forward slashes and one at the end; empty when they are the same.</param>
/// <param name="CommonFolder">What all working trees of the repository share, absolute.</param>
internal sealed record RepositoryFacts(string Workspace, string Prefix, string CommonFolder, Version GitVersion)
{
    /// <summary>Git in the person's own working tree.</summary>
    public LandingGit Git { get; } = new(Workspace);

    /// <summary>The folder of all our working trees.</summary>
    public string Trees { get; } = new WorkspaceFolder(Workspace).WorkingTrees;

    /// <summary>The workspace in another working tree.</summary>
    public string RootIn(string tree) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(Path.Combine(tree, Prefix)));

    /// <summary>A path from the top of the tree, as the workspace names it: of a file beside the workspace it begins with <c>..</c>.</summary>
    public string InWorkspace(string path) => path.StartsWith(Prefix, StringComparison.Ordinal)
        ? path[Prefix.Length..]
        : Path.GetRelativePath(Path.Combine(Workspace, "."), RootOf(path)).Replace(Path.DirectorySeparatorChar, '/');

    /// <summary>True when two absolute paths name one place.</summary>
    public static bool IsSame(string path, string other) =>
        string.Equals(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)), Path.TrimEndingDirectorySeparator(Path.GetFullPath(other)), Comparison);

    private string RootOf(string path) => Path.GetFullPath(Path.Combine(Workspace, string.Concat(Prefix.Where(character => character == '/').Select(_ => "../")), path));

    private static StringComparison Comparison => OperatingSystem.IsLinux() ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
}
