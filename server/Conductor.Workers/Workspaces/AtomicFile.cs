using System.Globalization;

namespace Conductor.Workers.Workspaces;

/// <summary>Writes whole files so that a reader sees the old content or the new, never a part.</summary>
public static class AtomicFile
{
    /// <summary>How the names of files end that are not whole yet.</summary>
    private const string Unfinished = ".conductor-new";

    /// <summary>Such names begin with the process that writes them, so that what a dead one left is told from what is just being written.</summary>
    private static string OwnPrefix { get; } = string.Create(CultureInfo.InvariantCulture, $".{Environment.ProcessId}-");

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
        var temporary = Path.Combine(folder, $"{OwnPrefix}{Path.GetRandomFileName()}{Unfinished}");
        try
        {
            await using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                await stream.WriteAsync(content, cancellationToken);
                stream.Flush(flushToDisk: true);
            }
            if (existing.Exists && !OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(temporary, existing.UnixFileMode);
            }
            File.Move(temporary, fullPath, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
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
            foreach (var file in new DirectoryInfo(folder).EnumerateFiles($".*{Unfinished}").Where(file => !file.Name.StartsWith(OwnPrefix, StringComparison.Ordinal)))
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
