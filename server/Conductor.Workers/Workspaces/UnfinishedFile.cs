using System.Globalization;

namespace Conductor.Workers.Workspaces;

/// <summary>
/// A file that is being written beside its place and gets its name once it is whole, so that a reader sees the old content or the new, never
/// a part. Disposed before that, nothing is left of it. Until then its name says which process writes it, so that what a dead one left is told
/// from what is just being written.
/// </summary>
public sealed class UnfinishedFile : IDisposable
{
    private const string Ending = ".conductor-new";

    private readonly string _path;
    private readonly FileStream _content;

    /// <summary>Begins one in an existing folder, on the same disk as its place.</summary>
    /// <exception cref="IOException">Nothing can be written there.</exception>
    public UnfinishedFile(string folder)
    {
        _path = Path.Combine(folder, $"{OwnPrefix}{Path.GetRandomFileName()}{Ending}");
        // Without a buffer, so that a full disk is met while writing and not on closing.
        _content = new FileStream(_path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
    }

    /// <summary>What is to stand in it. Write in large pieces: nothing gathers small ones.</summary>
    public Stream Content => _content;

    // With a word of its own: in a container, a process often has the id that the one before it had.
    private static string OwnPrefix { get; } = string.Create(CultureInfo.InvariantCulture, $".{Environment.ProcessId}-{Path.GetRandomFileName()[..4]}-");

    /// <summary>True for the path of a file that is not whole yet, or never will be.</summary>
    public static bool Is(string path) =>
        Path.GetFileName(path.AsSpan()) is ['.', ..] name && name.EndsWith(Ending, StringComparison.Ordinal);

    /// <summary>True for one that another process left, if no other process is writing now.</summary>
    public static bool IsLeftOver(string path) => Is(path) && !Path.GetFileName(path.AsSpan()).StartsWith(OwnPrefix, StringComparison.Ordinal);

    /// <summary>Gives it its name, in place of the file that has it.</summary>
    /// <param name="mode">Unix permissions; null for those of a new file.</param>
    /// <param name="isDurable">It is to outlive a failure of the machine too, not only the end of this process.</param>
    /// <exception cref="IOException">It cannot be put there; nothing has changed.</exception>
    public void MoveTo(string fullPath, UnixFileMode? mode = null, bool isDurable = true)
    {
        _content.Flush(flushToDisk: isDurable);
        _content.Dispose();
        if (mode is { } permissions && !OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_path, permissions);
        }
        File.Move(_path, fullPath, overwrite: true);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _content.Dispose();
        File.Delete(_path);
    }
}
