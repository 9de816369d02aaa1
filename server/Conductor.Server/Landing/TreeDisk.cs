using System.IO.Enumeration;

namespace Conductor.Server.Landing;

/// <summary>The folders of working trees, as the disk has them. Links are never followed.</summary>
internal static class TreeDisk
{
    private static readonly EnumerationOptions Everything = new() { RecurseSubdirectories = true, AttributesToSkip = 0, IgnoreInaccessible = true };

    /// <summary>Bytes of the files in a folder; 0 when there is none.</summary>
    public static long Size(string folder) => Directory.Exists(folder)
        ? new FileSystemEnumerable<long>(folder, (ref FileSystemEntry entry) => entry.Length, Everything)
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory && !IsLink(ref entry),
            ShouldRecursePredicate = (ref FileSystemEntry entry) => !IsLink(ref entry),
        }.Sum()
        : 0;

    /// <summary>Deletes a folder with all that is in it, also what is read-only.</summary>
    /// <exception cref="IOException">Something in it is in use.</exception>
    /// <exception cref="UnauthorizedAccessException">Something in it is not the person's.</exception>
    public static void Delete(string folder)
    {
        if (!Directory.Exists(folder))
        {
            return;
        }

        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception failure) when (failure is UnauthorizedAccessException or IOException)
        {
            MakeWritable(new DirectoryInfo(folder));
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Deletes the locks that a git which was killed has left in a tree's own folder of git; what else is named so there is not git's.</summary>
    public static void DeleteLocks(string gitFolder)
    {
        File.Delete(Path.Combine(gitFolder, "index.lock"));
        File.Delete(Path.Combine(gitFolder, "HEAD.lock"));
    }

    /// <summary>Package caches make their folders read-only, and nothing can be deleted from such a folder.</summary>
    private static void MakeWritable(DirectoryInfo folder)
    {
        if (OperatingSystem.IsWindows())
        {
            folder.Attributes &= ~FileAttributes.ReadOnly;
        }
        else
        {
            folder.UnixFileMode |= UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        }

        foreach (FileSystemInfo entry in folder.EnumerateFileSystemInfos())
        {
            if (entry is DirectoryInfo { LinkTarget: null } inner)
            {
                MakeWritable(inner);
            }
            else if (OperatingSystem.IsWindows() && entry.LinkTarget is null)
            {
                entry.Attributes &= ~FileAttributes.ReadOnly;
            }
        }
    }

    private static bool IsLink(ref FileSystemEntry entry) => entry.Attributes.HasFlag(FileAttributes.ReparsePoint);
}
