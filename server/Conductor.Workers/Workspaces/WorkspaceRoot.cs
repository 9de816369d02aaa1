namespace Conductor.Workers.Workspaces;

/// <summary>
/// The folder a worker's file tools are confined to. Whatever a path says and wherever links point, <see cref="Resolve"/> gives a place
/// inside it or a refusal. Immutable; reads the disk only to follow links.
/// </summary>
public sealed class WorkspaceRoot
{
    private static readonly StringComparison PathComparison =
        OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    private WorkspaceRoot(string fullPath) => FullPath = fullPath;

    /// <summary>Absolute, every link resolved, no separator at the end.</summary>
    public string FullPath { get; }

    /// <summary>Takes a folder as root.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public static WorkspaceRoot Open(string path)
    {
        var full = Path.GetFullPath(path);
        if (!Directory.Exists(full) || LinkResolver.Resolve(full) is not { } resolved)
        {
            throw new DirectoryNotFoundException($"The workspace folder '{full}' does not exist. Open an existing folder.");
        }
        return new WorkspaceRoot(Path.TrimEndingDirectorySeparator(resolved));
    }

    /// <summary>Says where a path leads. The empty path and <c>.</c> are the root itself.</summary>
    /// <param name="path">As a worker wrote it: relative, with slashes or backslashes.</param>
    public PathResolution Resolve(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (PathText.Split(path, out var refusal) is not { } names)
        {
            return new PathResolution.Refused(refusal);
        }
        try
        {
            var target = LinkResolver.Resolve(FullPath, names);
            if (target is null)
            {
                return new PathResolution.Refused($"'{path}' goes through too many links. Name the file itself.");
            }
            return RelativeTo(target) is { } relative
                ? new PathResolution.Inside(target, relative)
                : new PathResolution.Refused($"'{path}' leads out of the workspace through a link. Only files inside the workspace can be used.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return new PathResolution.Refused($"'{path}' cannot be followed: {exception.Message} Name another file.");
        }
    }

    /// <summary>The path from the root, with forward slashes; null when it is not inside.</summary>
    private string? RelativeTo(string target)
    {
        if (string.Equals(target, FullPath, PathComparison))
        {
            return ".";
        }
        var prefix = Path.EndsInDirectorySeparator(FullPath) ? FullPath : FullPath + Path.DirectorySeparatorChar;
        return target.StartsWith(prefix, PathComparison)
            ? target[prefix.Length..].Replace(Path.DirectorySeparatorChar, '/')
            : null;
    }
}
