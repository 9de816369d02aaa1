using System.Collections.Concurrent;
using System.Text;
using Conductor.Server.Rpc;
using Conductor.Server.Storage;
using Conductor.Server.TrackFiles;
using Conductor.Workers.Workspaces;

namespace Conductor.Server.Features.Tickets;

/// <summary>The text of track files: an open document's wins over the disk's. Thread-safe.</summary>
internal sealed class TrackDocuments(WorkspaceFolder folder)
{
    private readonly ConcurrentDictionary<string, OpenDocument> _open = new(StringComparer.Ordinal);

    // Which id each file was last seen to claim, and in what: an open document, or a file of some size and time.
    private readonly ConcurrentDictionary<string, (object Source, TrackFileReading Identity)> _identities = new(StringComparer.Ordinal);

    /// <summary>The editor opened or changed a document.</summary>
    /// <param name="path">Workspace-relative, '/'-separated.</param>
    public void Set(string path, int version, string text) => _open[path] = new OpenDocument(version, text);

    /// <summary>The editor closed a document.</summary>
    public void Close(string path) => _open.TryRemove(path, out _);

    /// <summary>The open document, or null.</summary>
    public OpenDocument? Find(string path) => _open.GetValueOrDefault(path);

    /// <summary>The text as the editor has it, else as the disk has it.</summary>
    /// <exception cref="IOException">It is not open and cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It is not open and may not be read.</exception>
    public string Read(string path) => Find(path)?.Text ?? ReadDisk(path);

    /// <summary>The text as the disk has it: what a run is defined by, whatever is being typed.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public string ReadDisk(string path) => File.ReadAllText(FullPath(path));

    /// <summary>Which id a file claims: a reading with nothing else in it. The text is read again only when it may have changed.</summary>
    /// <exception cref="IOException">It is not open and cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It is not open and may not be read.</exception>
    public TrackFileReading IdentityOf(string path)
    {
        object source = Find(path) ?? StampOf(path);
        if (_identities.TryGetValue(path, out (object Source, TrackFileReading Identity) known) && known.Source.Equals(source))
        {
            return known.Identity;
        }

        TrackFileReading identity = TrackFileReader.Read(source is OpenDocument open ? open.Text : ReadDisk(path)).Identity;
        _identities[path] = (source, identity);
        return identity;
    }

    private object StampOf(string path)
    {
        var file = new FileInfo(FullPath(path));
        return (file.Length, file.LastWriteTimeUtc);
    }

    /// <summary>Replaces the text on disk at once and whole; the file keeps its byte order mark where it has one and, on Unix, its mode.</summary>
    /// <exception cref="IOException">It cannot be written; it is as it was.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written; it is as it was.</exception>
    public Task WriteDiskAsync(string path, string text)
    {
        string full = FullPath(path);
        var encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: HasMark(full));
        return AtomicFile.WriteAsync(full, [.. encoding.GetPreamble(), .. encoding.GetBytes(text)], CancellationToken.None);
    }

    private static bool HasMark(string full)
    {
        if (!File.Exists(full))
        {
            return false;
        }

        using FileStream file = File.OpenRead(full);
        Span<byte> start = stackalloc byte[3];
        return start[..file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)] is [0xEF, 0xBB, 0xBF];
    }

    /// <summary>The full path of a workspace-relative one.</summary>
    public string FullPath(string path) => Path.GetFullPath(path.Replace('/', Path.DirectorySeparatorChar), folder.Root);

    /// <summary>The workspace-relative path of a document's address; null when it is not a file of this workspace.</summary>
    public string? PathOf(string uri)
    {
        if (FileAddress.ToPath(uri) is not { } path)
        {
            return null;
        }

        string relative = Path.GetRelativePath(folder.Root, path).Replace('\\', '/');
        return relative is ".." || relative.StartsWith("../", StringComparison.Ordinal) || Path.IsPathRooted(relative) ? null : relative;
    }

    /// <summary>A document as the editor has it.</summary>
    public sealed record OpenDocument(int Version, string Text);
}
