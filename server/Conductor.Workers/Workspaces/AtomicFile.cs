namespace Conductor.Workers.Workspaces;

/// <summary>Writes whole files, as tools do: what stands there keeps its permissions, and is not written over when it is read-only.</summary>
public static class AtomicFile
{
    /// <summary>Replaces or creates a file, and its folders; keeps the Unix mode of the one it replaces.</summary>
    /// <exception cref="IOException">It cannot be written, or the path is a folder.</exception>
    /// <exception cref="UnauthorizedAccessException">The file is read-only, or the folder does not allow it.</exception>
    public static async Task WriteAsync(string fullPath, byte[] content, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(content);
        if (Directory.Exists(fullPath))
        {
            throw new IOException($"'{Path.GetFileName(fullPath)}' is a folder; name a file in it.");
        }
        var existing = new FileInfo(fullPath);
        if (existing.Exists && existing.IsReadOnly)
        {
            throw new UnauthorizedAccessException($"'{Path.GetFileName(fullPath)}' is read-only; ask for it to be made writable.");
        }
        var folder = Path.GetDirectoryName(fullPath) ?? throw new IOException("the path has no folder.");
        Directory.CreateDirectory(folder);
        using var unfinished = new UnfinishedFile(folder);
        await unfinished.Content.WriteAsync(content, cancellationToken);
        unfinished.MoveTo(fullPath, existing.Exists && !OperatingSystem.IsWindows() ? existing.UnixFileMode : null);
    }

    /// <summary>
    /// Deletes what a process that was killed while it wrote left beside a file. Only right while no other process may write there. What
    /// cannot be deleted stays.
    /// </summary>
    public static void DeleteLeftOvers(string fullPath)
    {
        try
        {
            if (Path.GetDirectoryName(fullPath) is not { } folder || !Directory.Exists(folder))
            {
                return;
            }
            foreach (var file in new DirectoryInfo(folder).EnumerateFiles().Where(file => UnfinishedFile.IsLeftOver(file.Name)))
            {
                file.Delete();
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A stray file is a nuisance; that nothing can be resumed because of it would be worse.
        }
    }
}
