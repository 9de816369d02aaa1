using System.Security.Cryptography;
using System.Text;
using Conductor.Core.Tickets;
using Conductor.Workers.Workspaces;

namespace Conductor.Server.Snapshots;

/// <summary>
/// The files of a workspace as versions: looked at, kept, and put back. Links are never followed: a path that leads through one is refused.
/// Thread-safe; a file is replaced in one step, but for links.
/// </summary>
internal sealed class WorkspaceDisk(string root, ObjectStore objects)
{
    private const UnixFileMode Executables = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private static readonly UnixFileMode NewFile =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>The file as it is now, its content kept; null when there is no file: a folder is none, nor is what stands behind a link.</summary>
    /// <exception cref="IOException">It cannot be read or kept.</exception>
    public FileVersion? Keep(string path) => PlaceOf(path, out string? link) is var place && link is null ? KeepAt(place) : null;

    /// <summary>The same for a file anywhere.</summary>
    public FileVersion? KeepAt(string fullPath)
    {
        var file = new FileInfo(fullPath);
        if (file.LinkTarget is { } target)
        {
            return new FileVersion(FileKind.Link, objects.Put(Encoding.UTF8.GetBytes(target)));
        }

        // A pipe or a device has no length, and opening it could wait for ever.
        return file.Exists ? new FileVersion(KindOf(file), file.Length == 0 ? objects.Put([]) : objects.PutFile(fullPath)) : null;
    }

    /// <summary>A file's kind by its mode; on Windows no file is executable.</summary>
    public static FileKind KindOf(FileInfo file) =>
        !OperatingSystem.IsWindows() && (file.UnixFileMode & UnixFileMode.UserExecute) != 0 ? FileKind.Executable : FileKind.File;

    /// <summary>Makes a file what it was, or deletes it when it was none. Nothing happens when it is that already.</summary>
    /// <exception cref="IOException">The message says which file and why; the file is whole, as it was or as it is to be.</exception>
    public void Restore(string path, FileVersion? version)
    {
        string place = PlaceOf(path, out string? link);
        if (link is not null)
        {
            // Behind a link nothing is ours to delete, and nothing must be written.
            if (version is not null)
            {
                throw new IOException($"{path} leads through the link {link} now. Remove that link, then try again.");
            }

            return;
        }

        try
        {
            if (version is null)
            {
                Delete(place);
            }
            else if (KeepAt(place) != version)
            {
                Write(place, version);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"{path} could not be put back: {failure.Message}", failure);
        }
    }

    /// <summary>Deletes what a process that died while it put files back has left beside them. Only right while no other process works here.</summary>
    public void DeleteLeftOvers(IEnumerable<string> paths)
    {
        foreach (string path in paths.DistinctBy(Path.GetDirectoryName, StringComparer.Ordinal))
        {
            if (PlaceOf(path, out string? link) is var place && link is null)
            {
                AtomicFile.DeleteLeftOvers(place);
            }
        }
    }

    /// <summary>Where a path is.</summary>
    /// <param name="link">The first link on the way there, which is not followed; null when every folder on the way is one of the workspace.</param>
    private string PlaceOf(string path, out string? link)
    {
        link = null;
        string place = root;
        string[] names = path.Split('/');
        for (int index = 0; index < names.Length; index++)
        {
            if (names[index] is "" or "." or ".." || (index == 0 && IsOurs(names[0])) || string.Equals(names[index], ".git", StringComparison.OrdinalIgnoreCase))
            {
                throw new IOException($"{path} is no file of the workspace that may be written. Put it right by hand.");
            }

            place = Path.Combine(place, names[index]);
            if (link is null && index < names.Length - 1 && new FileInfo(place).LinkTarget is not null)
            {
                link = string.Join('/', names[..(index + 1)]);
            }
        }

        return place;
    }

    private static bool IsOurs(string name) => string.Equals(name, ".conductor", StringComparison.OrdinalIgnoreCase);

    private void Delete(string place)
    {
        var file = new FileInfo(place);
        if (file.LinkTarget is null && !file.Exists)
        {
            return;
        }

        if (OperatingSystem.IsWindows() && file.IsReadOnly)
        {
            file.IsReadOnly = false;
        }

        file.Delete();
        // As git does: a folder that was there for this file alone goes with it.
        for (string? folder = Path.GetDirectoryName(place); folder is not null && folder.Length > root.Length && IsEmpty(folder); folder = Path.GetDirectoryName(folder))
        {
            Directory.Delete(folder);
        }
    }

    private static bool IsEmpty(string folder) => !Directory.EnumerateFileSystemEntries(folder).Any();

    private void Write(string place, FileVersion version)
    {
        string folder = Path.GetDirectoryName(place) ?? root;
        Directory.CreateDirectory(folder);
        bool isLink = new FileInfo(place).LinkTarget is not null;
        if (Directory.Exists(place) && !isLink)
        {
            // Only an empty one goes; what else stands in it is nobody's to delete here.
            Directory.Delete(place);
        }

        if (version.Kind == FileKind.Link)
        {
            // A link to a folder cannot be moved over a file, so a link is the one thing that is not replaced in one step.
            string target = Encoding.UTF8.GetString(objects.Read(version.ContentId) ?? throw Missing(version));
            File.Delete(place);
            File.CreateSymbolicLink(place, target);
            return;
        }

        UnixFileMode mode = ModeFor(place, version.Kind);
        using var unfinished = new UnfinishedFile(folder);
        WriteContent(unfinished.Content, version);
        if (isLink)
        {
            File.Delete(place);
        }

        unfinished.MoveTo(place, mode);
    }

    private void WriteContent(Stream target, FileVersion version)
    {
        using FileStream source = objects.Has(version.ContentId) ? objects.OpenRead(version.ContentId) : throw Missing(version);
        source.CopyTo(target);
        source.Position = 0;
        if (Convert.ToHexStringLower(SHA256.HashData(source)) != version.ContentId)
        {
            throw new IOException($"its kept content {version.ContentId[..12]} is damaged.");
        }
    }

    /// <summary>The mode of what stands there, with the executable bits of the version: for whoever may read.</summary>
    private static UnixFileMode ModeFor(string place, FileKind kind)
    {
        var file = new FileInfo(place);
        UnixFileMode mode = !OperatingSystem.IsWindows() && file is { Exists: true, LinkTarget: null } ? file.UnixFileMode : NewFile;
        UnixFileMode readers = mode & (UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        return (mode & ~Executables) | (kind == FileKind.Executable ? (UnixFileMode)((int)readers >> 2) : 0);
    }

    private static IOException Missing(FileVersion version) => new($"its content {version.ContentId[..12]} is no longer kept.");
}
