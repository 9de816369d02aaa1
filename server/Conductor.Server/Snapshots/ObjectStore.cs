using System.Security.Cryptography;
using Conductor.Workers.Workspaces;
using Microsoft.Win32.SafeHandles;

namespace Conductor.Server.Snapshots;

/// <summary>
/// Contents of files, each stored once under its SHA-256 in <c>.conductor/objects</c>. A content is written beside its place and moved
/// there, so that what has a name is whole. What was put survives the end of the process, and that of the machine once it has been made
/// durable: for many contents together that costs a fraction of what it costs one by one. Thread-safe.
/// </summary>
internal sealed class ObjectStore(string folder)
{
    /// <summary>How the names of folders and files begin that are only needed while an earlier tree is looked at.</summary>
    public const string Checkout = "checkout-";

    // So many that the disk writes several in one go.
    private static readonly ParallelOptions Together = new() { MaxDegreeOfParallelism = 8 };

    /// <summary>Where the recorder keeps what is its own.</summary>
    public string Folder => folder;

    /// <summary>Keeps the content of a file as it stands on disk.</summary>
    /// <returns>Its id.</returns>
    /// <exception cref="IOException">It cannot be read, or there is no room to keep it.</exception>
    public string PutFile(string fullPath)
    {
        string id;
        long length;
        using (FileStream file = Open(fullPath))
        {
            id = Convert.ToHexStringLower(SHA256.HashData(file));
            length = file.Position;
        }

        if (Touch(id, length))
        {
            return id;
        }

        // Hashed again while it is copied: it may have changed since it was looked at.
        using UnfinishedFile copy = Begin();
        using (FileStream source = Open(fullPath))
        using (var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256))
        {
            Span<byte> buffer = stackalloc byte[16 * 1024];
            int count;
            while ((count = source.Read(buffer)) > 0)
            {
                hash.AppendData(buffer[..count]);
                copy.Content.Write(buffer[..count]);
            }

            id = Convert.ToHexStringLower(hash.GetHashAndReset());
        }

        copy.MoveTo(PlaceFor(id), isDurable: false);
        return id;
    }

    /// <summary>Keeps bytes.</summary>
    /// <returns>Their id.</returns>
    public string Put(byte[] content)
    {
        string id = Convert.ToHexStringLower(SHA256.HashData(content));
        if (!Touch(id, content.Length))
        {
            using UnfinishedFile copy = Begin();
            copy.Content.Write(content);
            copy.MoveTo(PlaceFor(id), isDurable: false);
        }

        return id;
    }

    /// <summary>Makes contents durable that were put. Due before a record that names them is: a record must not outlive what it is about.</summary>
    /// <exception cref="IOException">One is not here, or the disk fails.</exception>
    public void MakeDurable(IEnumerable<string> ids)
    {
        try
        {
            Parallel.ForEach(ids.Distinct(StringComparer.Ordinal), Together, id =>
            {
                using SafeFileHandle content = File.OpenHandle(PathOf(id), FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
                RandomAccess.FlushToDisk(content);
            });
        }
        catch (AggregateException failures)
        {
            throw new IOException(failures.InnerExceptions[0].Message, failures);
        }
    }

    /// <summary>Whether the content is here.</summary>
    public bool Has(string id) => File.Exists(PathOf(id));

    /// <summary>Opens a content for reading.</summary>
    /// <exception cref="IOException">It is not here.</exception>
    public FileStream OpenRead(string id) => Open(PathOf(id));

    /// <summary>The whole content; null when it is not here.</summary>
    public byte[]? Read(string id) => Has(id) ? File.ReadAllBytes(PathOf(id)) : null;

    /// <summary>Every content, with the moment it was last put.</summary>
    public IEnumerable<(string Id, DateTime LastPut)> All() => Directory.Exists(folder)
        ? Directory.EnumerateDirectories(folder, "??").SelectMany(shelf => Directory.EnumerateFiles(shelf).Select(file =>
            (Path.GetFileName(shelf) + Path.GetFileName(file), File.GetLastWriteTimeUtc(file))))
        : [];

    /// <summary>Forgets a content.</summary>
    public void Delete(string id) => File.Delete(PathOf(id));

    /// <summary>Deletes what was left before a moment by a process that ended in the middle of keeping something.</summary>
    public void DeleteLeftOvers(DateTime leftBefore)
    {
        foreach (FileSystemInfo left in Directory.Exists(folder) ? new DirectoryInfo(folder).EnumerateFileSystemInfos() : [])
        {
            if (IsTemporary(left.Name) && left.LastWriteTimeUtc < leftBefore)
            {
                Delete(left);
            }
        }
    }

    /// <summary>Makes the folder, with the file that keeps it out of git.</summary>
    public void Create()
    {
        if (!Directory.Exists(folder))
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(Path.Combine(folder, ".gitignore"), "*\n");
        }
    }

    /// <summary>Also where somebody else writes to it meanwhile.</summary>
    private static FileStream Open(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

    /// <summary>Contents that were not whole yet were called new-… by earlier versions.</summary>
    private static bool IsTemporary(string name) =>
        UnfinishedFile.Is(name) || name.StartsWith(Checkout, StringComparison.Ordinal) || name.StartsWith("new-", StringComparison.Ordinal);

    private static void Delete(FileSystemInfo left)
    {
        if (left is DirectoryInfo leftFolder)
        {
            leftFolder.Delete(recursive: true);
        }
        else
        {
            left.Delete();
        }
    }

    private string PathOf(string id) => Path.Combine(folder, id[..2], id[2..]);

    private UnfinishedFile Begin()
    {
        Create();
        return new UnfinishedFile(folder);
    }

    /// <summary>A content that is here is young again: pruning spares what was put lately. One that a failure of the machine cut short is not here.</summary>
    private bool Touch(string id, long length)
    {
        var kept = new FileInfo(PathOf(id));
        if (!kept.Exists || kept.Length != length)
        {
            return false;
        }

        kept.LastWriteTimeUtc = TimeProvider.System.GetUtcNow().UtcDateTime;
        return true;
    }

    private string PlaceFor(string id)
    {
        string place = PathOf(id);
        Directory.CreateDirectory(Path.GetDirectoryName(place) ?? folder);
        return place;
    }
}
