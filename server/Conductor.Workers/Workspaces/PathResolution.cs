namespace Conductor.Workers.Workspaces;

/// <summary>Where a path written by a worker leads.</summary>
public abstract record PathResolution
{
    private PathResolution()
    {
    }

    /// <summary>Into the root. The file need not exist.</summary>
    /// <param name="FullPath">Absolute, every link resolved.</param>
    /// <param name="RelativePath">From the root, with forward slashes, every link resolved; <c>.</c> for the root itself.</param>
    public sealed record Inside(string FullPath, string RelativePath) : PathResolution;

    /// <summary>Elsewhere, or nowhere. The message says why and what to do instead.</summary>
    public sealed record Refused(string Message) : PathResolution;
}
